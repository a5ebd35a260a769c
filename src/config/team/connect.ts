/** What `hitrate-mcp connect` needs to know: the far server, and how to log in there. */
import { isSecure } from '../../shared/network/loopback.ts';
import { type Env, isPlaceholder, readGivenValues, SettingError, splitWords } from '../parse.ts';
import { readSecretFile } from '../secret-file.ts';
import { parseStateDir } from '../trust.ts';

export interface ConnectConfig {
  readonly url: URL;
  /** A static key; absent where the person logs in. */
  readonly key?: string;
  /** The client id that the authorization server's administrator has given out; absent: this program registers itself. */
  readonly clientId?: string;
  readonly stateDir: string;
  /** By a flag or a variable: a login by hand has to name the folder too. */
  readonly isStateDirGiven: boolean;
  /** Log in instead of passing messages on. */
  readonly login: boolean;
  /** The login is one that the bridge has started: no second one is opened beside one that waits. */
  readonly background: boolean;
}

/** They belong to this command alone: no server reads them. */
export const CONNECT_VARIABLES = [
  'HITRATE_CONNECT_KEY',
  'HITRATE_CONNECT_KEY_FILE',
  'HITRATE_CONNECT_CLIENT_ID',
];

const FLAGS = ['--login', '--background'];

/** @throws SettingError */
export function readConnectConfig(argv: readonly string[], env: Env): ConnectConfig {
  if (argv.some((word) => /^--(key|token)(=|$)/.test(word)))
    throw new SettingError(
      'the key is never a flag, since process lists show flags: give HITRATE_CONNECT_KEY_FILE, or HITRATE_CONNECT_KEY',
    );
  const { words, flags } = splitWords(argv.filter((word) => !FLAGS.includes(word)));
  const [address, ...more] = words;
  if (address === undefined || more.length)
    throw new SettingError('connect takes one address, such as hitrate-mcp connect https://mcp.example/mcp');
  const values = readGivenValues(flags, env);
  return {
    url: parseAddress(address),
    key: readKey(env),
    clientId: given(env, 'HITRATE_CONNECT_CLIENT_ID'),
    stateDir: parseStateDir(values, env),
    isStateDirGiven: values.stateDir !== undefined,
    login: argv.includes('--login'),
    background: argv.includes('--background'),
  };
}

/** Of an address no more than the origin is repeated: the rest may hold secrets. */
function parseAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new SettingError('connect: the address must be a URL such as https://mcp.example/mcp');
  if (url.username || url.password)
    throw new SettingError('connect: the address must not hold a user name or password');
  if (!isSecure(url))
    throw new SettingError(
      `connect: ${url.origin} must be https (plain http only for loopback): the key would travel in the open`,
    );
  url.hash = '';
  return url;
}

function given(env: Env, name: string): string | undefined {
  const text = env[name]?.trim();
  return text && !isPlaceholder(text) ? text : undefined;
}

function readKey(env: Env): string | undefined {
  const key = given(env, 'HITRATE_CONNECT_KEY');
  const path = given(env, 'HITRATE_CONNECT_KEY_FILE');
  if (key && path)
    throw new SettingError('HITRATE_CONNECT_KEY and HITRATE_CONNECT_KEY_FILE are both set: give one of them');
  if (!path) return checkKey(key, 'HITRATE_CONNECT_KEY: the key');
  const from = 'HITRATE_CONNECT_KEY_FILE';
  const text = readSecretFile(path, from).toString('utf8').trim();
  if (!text) throw new SettingError(`${from}=${path}: the file is empty`);
  return checkKey(text, `${from}=${path}: the key in the file`);
}

/** @param subject what an error says of it: the value is never repeated, since it is the secret */
function checkKey(text: string | undefined, subject: string): string | undefined {
  const key = text?.replace(/^Bearer\s+/i, '');
  if (key && !/^[\x21-\x7e]+$/.test(key))
    throw new SettingError(`${subject} has a space, a line break or a character that no key has`);
  return key;
}
