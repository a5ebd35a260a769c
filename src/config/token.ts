/** The API token: where it comes from, and who else can read it. */
import { readFileSync, statSync } from 'node:fs';
import { type GivenValues, SettingError } from './parse.ts';

/** Reads the API token from the environment or a file. @throws SettingError */
export function readToken(values: GivenValues): string | undefined {
  if (values.token && values.tokenFile)
    throw new SettingError('HITRATE_TOKEN and a token file are both set: give one of them');
  if (!values.tokenFile) return checkToken(values.token?.text, 'HITRATE_TOKEN: the token');
  const { text: path, from } = values.tokenFile;
  return readTokenFile(path, from);
}

/** @param from what names the file @throws SettingError */
export function readTokenFile(path: string, from: string): string {
  return checkToken(readText(path, from), `${from}=${path}: the token in the file`)!;
}

/** Returns the token alone. @param subject what an error says of it */
function checkToken(text: string | undefined, subject: string): string | undefined {
  const token = text?.replace(/^Bearer\s+/i, '');
  // The value is never repeated in the message: it is the secret.
  if (token && !/^[\x21-\x7e]+$/.test(token))
    throw new SettingError(`${subject} has a space, a line break or a character that no token has`);
  return token;
}

function readText(path: string, from: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new SettingError(`${from}=${path}: can't be read (${describeFailure(error)})`);
  }
  if (!text) throw new SettingError(`${from}=${path}: the file is empty`);
  return text;
}

const READ_FAILURES: Record<string, string> = {
  ENOENT: 'there is no such file; give its path in full',
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder',
};

function describeFailure(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return [code, READ_FAILURES[code ?? '']].filter(Boolean).join(': ');
}

/** Warns of a token file that others can read: a token can do what its user can. Windows has no such modes. */
export function tokenFileWarnings(values: GivenValues): string[] {
  if (!values.tokenFile || process.platform === 'win32') return [];
  const { text: path, from } = values.tokenFile;
  const mode = statSync(path).mode & 0o777;
  if (!statSync(path).isFile() || (mode & 0o044) === 0) return [];
  return [
    `${from}=${path}: other users of this machine can read the token (mode ${mode.toString(8)}): chmod 600 it.`,
  ];
}
