/** Where the state lies that the replicas of one server share, and the secret that it is encrypted with. */
import { BlockList, isIP } from 'node:net';
import { type Env, type GivenValues, readGivenValues, SettingError } from '../parse.ts';
import { readSecretFile } from '../secret-file.ts';

export interface StateConfig {
  /** May hold a password: never to be shown. */
  readonly url: string;
  readonly keySecret: Buffer;
}

const MIN_SECRET_BYTES = 32;
/** A larger file is another one by mistake. */
const MAX_SECRET_BYTES = 4_096;

/** Returns the shared state alone: a stop must not fail because of a setting that it does not need. @throws SettingError */
export const readStateConfig = (argv: readonly string[], env: Env): StateConfig | undefined =>
  readState(readGivenValues(argv, env));

/** Returns undefined where nothing is shared. @throws SettingError */
export function readState(values: GivenValues): StateConfig | undefined {
  const { stateUrl, stateKeyFile } = values;
  if (!stateUrl && !stateKeyFile) return undefined;
  if (!stateUrl)
    throw new SettingError(`${stateKeyFile!.from} needs HITRATE_STATE_URL: give both, or neither`);
  if (!stateKeyFile)
    throw new SettingError(
      `${stateUrl.from} needs HITRATE_STATE_KEY_FILE, a file with ${MIN_SECRET_BYTES} random bytes or more that every replica has: head -c 48 /dev/urandom > state.key`,
    );
  return Object.freeze({ url: checkUrl(stateUrl), keySecret: readSecret(stateKeyFile) });
}

/** Of the address nothing is repeated: it may hold a password. @throws SettingError */
function checkUrl({ text, from }: { text: string; from: string }): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isRight =
    url !== undefined &&
    ['redis:', 'rediss:'].includes(url.protocol) &&
    url.hostname !== '' &&
    /^(\/\d{0,5})?$/.test(url.pathname) &&
    !url.search &&
    !url.hash &&
    isDecodable(url.username + url.password);
  if (!isRight)
    throw new SettingError(
      `${from}: must be rediss://user:password@host:6379/0, where user, password and number may be left out`,
    );
  if (url.protocol === 'redis:' && !isPrivateHost(url.hostname))
    throw new SettingError(
      `${from}: must be rediss:// (plain redis:// only for loopback, private addresses, and names without a dot or below .internal or .local): whoever is on the way could use a confirmation twice`,
    );
  return text;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** A name without a dot is one of the same machine or of a container network, such as compose's `valkey`. */
function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  const version = isIP(host);
  if (version) return privateAddresses().check(host, version === 6 ? 'ipv6' : 'ipv4');
  return /^[a-z][\w-]*$/i.test(host) || /^[a-z][\w-]*(\.[\w-]+)*\.(internal|local)$/i.test(host);
}

function privateAddresses(): BlockList {
  const list = new BlockList();
  list.addSubnet('127.0.0.0', 8, 'ipv4');
  list.addSubnet('10.0.0.0', 8, 'ipv4');
  list.addSubnet('172.16.0.0', 12, 'ipv4');
  list.addSubnet('192.168.0.0', 16, 'ipv4');
  list.addAddress('::1', 'ipv6');
  list.addSubnet('fc00::', 7, 'ipv6');
  return list;
}

function readSecret({ text: path, from }: { text: string; from: string }): Buffer {
  const secret = withoutLineEnd(readSecretFile(path, from));
  if (secret.length < MIN_SECRET_BYTES || secret.length > MAX_SECRET_BYTES)
    throw new SettingError(
      `${from}=${path}: must hold ${MIN_SECRET_BYTES} to ${MAX_SECRET_BYTES} bytes of a random secret, and holds ${secret.length}`,
    );
  return secret;
}

/** Editors end a text with a line break, which is no part of it; random bytes are taken as they are. */
function withoutLineEnd(bytes: Buffer): Buffer {
  const [, text] = /^([\x20-\x7e]*)\r?\n$/.exec(bytes.toString('latin1')) ?? [];
  return text === undefined ? bytes : Buffer.from(text);
}
