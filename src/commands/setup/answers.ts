/** What setup has to know: from flags and environment, and asked for where it is missing. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Config, configOf, dialerName, readConfig, requireDialer } from '../../config/config.ts';
import { type GivenValues, readGivenValues, SettingError } from '../../config/parse.ts';
import { SETTINGS, TIERS } from '../../config/settings.ts';
import { type EntryEnv, entryEnv } from './entry.ts';
import { ask, askSecret, say } from './questions.ts';

export interface Answers {
  /** As the server will have them, for trying them. */
  config: Config;
  env: EntryEnv;
  /** To be written into a file of its own; undefined where the person has named one, and with the sandbox. */
  token?: { text: string; path: string };
}

/** Asks for nothing. @throws SettingError where something is missing or wrong */
export function givenAnswers(settings: string[]): Answers {
  const values = readGivenValues(settings, process.env);
  requireDialer(configOf(values, process.env));
  return complete(entryEnv(values), values.token?.text, values);
}

/** Asks for what was not given. @throws SettingError where what was given is wrong */
export async function askForAnswers(settings: string[]): Promise<Answers> {
  const values = readGivenValues(settings, process.env);
  const { sandbox, origin } = configOf(values, process.env);
  const env = entryEnv(values);
  if (!sandbox && origin === undefined)
    Object.assign(env, await ask('Dialer (its name, such as demodialer, or its address)', dialerSetting));
  const token = sandbox || values.tokenFile ? undefined : (values.token?.text ?? (await askToken(env)));
  if (!values.access)
    env[SETTINGS.access.env] = await ask(`Access: ${TIERS.join(', ')} [read]`, (answer) =>
      checked(SETTINGS.access.env, answer || 'read', ({ access }) => access),
    );
  if (!values.downloadDir) {
    const folder = await ask('Download folder for recordings and exports (full path) [none]', folderSetting);
    if (folder !== undefined) env[SETTINGS.downloadDir.env] = folder;
  }
  return complete(env, token, values);
}

/** Returns what would be written, with placeholders for what was not given. @throws SettingError where it is wrong */
export function sampleAnswers(settings: string[]): EntryEnv {
  const values = readGivenValues(settings, process.env);
  const config = configOf(values, process.env);
  const env = entryEnv(values);
  if (config.sandbox) return withAccess(env);
  const hasDialer = config.origin !== undefined;
  if (!hasDialer) env[SETTINGS.dialer.env] = '<dialer>';
  if (!values.tokenFile) env[SETTINGS.tokenFile.env] = hasDialer ? tokenPath(config) : '<token file>';
  return withAccess(env);
}

/** The tier is said, so that whoever reads the entry sees what the assistant may do. */
const withAccess = (env: EntryEnv): EntryEnv => ({
  ...env,
  [SETTINGS.access.env]: env[SETTINGS.access.env] ?? SETTINGS.access.default,
});

function complete(given: EntryEnv, secret: string | undefined, values: GivenValues): Answers {
  const env = withAccess(given);
  if (values.transcribeKey)
    say(`--  ${values.transcribeKey.from} is a secret and is not written: add it to the entry yourself.`);
  const token = secret === undefined ? {} : { [SETTINGS.token.env]: secret };
  const config = readConfig([], { ...process.env, ...env, ...token });
  requireDialer(config);
  if (config.sandbox || values.tokenFile) return { config, env };
  const path = tokenPath(config);
  return { config, env: { ...env, [SETTINGS.tokenFile.env]: path }, token: { text: config.token!, path } };
}

/** One for each dialer: another host may keep another one's. */
const tokenPath = (config: Config): string =>
  join(resolve(config.trust.stateDir), `token-${dialerName(config).replace(/[^\w.-]/g, '-')}`);

/** Takes a name, or an address as it stands in the browser. @throws SettingError */
export function dialerSetting(answer: string): EntryEnv {
  const [, name] = /^(?:https:\/\/)?([a-z0-9-]+)\.hitrate\.tech(?::3007)?(?:\/.*)?$/i.exec(answer) ?? [];
  if (answer === '') throw new SettingError('type the name that stands first in the address you log in at');
  const isAddress = name === undefined && /[.:/]/.test(answer);
  const env: EntryEnv = isAddress
    ? { [SETTINGS.url.env]: answer }
    : { [SETTINGS.dialer.env]: (name ?? answer).toLowerCase() };
  readConfig([], env);
  return env;
}

/** An empty answer keeps the token that an earlier setup has put down for this dialer. */
function askToken(env: EntryEnv): Promise<string> {
  const present = textOf(tokenPath(readConfig([], { ...process.env, ...env })));
  return askSecret(
    `API token (not shown while you type${present ? '; Enter keeps the one that is there' : ''})`,
    (answer) => {
      if (!answer && !present)
        throw new SettingError('an administrator of the dialer makes tokens; type or paste one');
      return checked(SETTINGS.token.env, answer || present, ({ token }) => token!);
    },
  );
}

/** Returns an empty text where there is no such file. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

function folderSetting(answer: string): string | undefined {
  if (answer === '') return undefined;
  return checked(SETTINGS.downloadDir.env, answer, () => answer);
}

/** Checks one setting alone. @throws SettingError */
function checked<T>(name: string, text: string, pick: (config: Config) => T): T {
  return pick(readConfig([], { [name]: text }));
}
