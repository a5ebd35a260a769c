/** The settings of a server for a team, which listens for HTTP. */
import { BlockList, isIP, isIPv6 } from 'node:net';
import { resolve } from 'node:path';
import { LOOPBACK_HOSTS } from '../../shared/network/loopback.ts';
import { parseLimitList, wholeNumber } from '../limit-list.ts';
import {
  type GivenValues,
  parseBoolean,
  parseSecureUrl,
  parseWholeNumber,
  SettingError,
  settingError,
} from '../parse.ts';
import { readSecretFile } from '../secret-file.ts';
import { SETTINGS } from '../settings.ts';

export interface HttpConfig {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** The origin that clients use; absent where it is that of host and port. */
  readonly publicUrl?: string;
  readonly trustedProxies: BlockList;
  readonly metricsFrom: BlockList;
  readonly limits: HttpLimits;
  /** Paths of the PEM files. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** For each person. */
export interface HttpLimits {
  readonly requests_per_minute: number;
  /** Requests that are under way. */
  readonly at_once: number;
}

/** A host to listen at stands without the brackets that a URL has around IPv6. */
const isLoopbackHost = (host: string): boolean => LOOPBACK_HOSTS.includes(isIPv6(host) ? `[${host}]` : host);

/** Returns undefined for a server over stdio. @throws SettingError */
export function readHttpConfig(values: GivenValues): HttpConfig | undefined {
  if (!parseBoolean(values, 'http')) return undefined;
  const host = values.httpHost?.text ?? SETTINGS.httpHost.default;
  if (host !== 'localhost' && !isIP(host))
    throw settingError(values, 'httpHost', 'must be an IP address of this machine, such as 0.0.0.0 for all');
  const tls = readTls(values);
  if (!isLoopbackHost(host) && !values.users)
    throw settingError(
      values,
      'httpHost',
      'only loopback is served without logins: give HITRATE_USERS, the file of who may log in',
    );
  const publicUrl = parsePublicUrl(values);
  if (!isLoopbackHost(host) && !publicUrl)
    throw new SettingError(
      'no public URL is set: give HITRATE_PUBLIC_URL, the address that people and assistants use, such as https://hitrate.example.com',
    );
  return {
    host,
    port: parseWholeNumber(values, 'httpPort', 0, 65_535),
    publicUrl,
    trustedProxies: parseNetworks(values, 'trustedProxies', ''),
    metricsFrom: parseNetworks(values, 'metricsFrom', SETTINGS.metricsFrom.default),
    limits: parseLimits(values),
    tls,
  };
}

const parseLimits = (values: GivenValues): HttpLimits =>
  parseLimitList(values, 'httpLimits', ['requests_per_minute', 'at_once'], {
    read: (text) => wholeNumber(text) || Number.NaN,
    right: 'must be a whole number from 1 on',
  });

function parsePublicUrl(values: GivenValues): string | undefined {
  if (!values.publicUrl) return undefined;
  const url = parseSecureUrl(values, 'publicUrl', 'https://hitrate.example.com', 'the keys of people');
  if (url.pathname !== '/' || url.search || url.hash)
    throw new SettingError(`${values.publicUrl.from}: must be the address without a path: ${url.origin}`);
  return url.origin;
}

function readTls(values: GivenValues): HttpConfig['tls'] {
  const { tlsCert, tlsKey } = values;
  if (!tlsCert && !tlsKey) return undefined;
  if (!tlsCert || !tlsKey)
    throw new SettingError('HITRATE_TLS_CERT and HITRATE_TLS_KEY belong together: give both or neither');
  for (const { text, from } of [tlsCert, tlsKey]) readSecretFile(text, from);
  return { cert: resolve(tlsCert.text), key: resolve(tlsKey.text) };
}

function parseNetworks(
  values: GivenValues,
  key: 'trustedProxies' | 'metricsFrom',
  standard: string,
): BlockList {
  const list = new BlockList();
  const names = (values[key]?.text ?? standard).split(',').map((name) => name.trim());
  for (const name of names.filter(Boolean)) {
    const [address = '', bits, ...rest] = name.split('/');
    const family = isIP(address);
    const maxBits = family === 4 ? 32 : 128;
    const prefix = bits === undefined ? maxBits : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
    if (!family || rest.length || !(prefix >= 0 && prefix <= maxBits))
      throw settingError(values, key, `${name} is no address and no network such as 10.0.0.0/8`);
    list.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}
