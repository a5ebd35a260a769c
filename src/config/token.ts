/** The API token: where it comes from. */
import { type GivenValues, SettingError } from './parse.ts';
import { readSecretFile } from './secret-file.ts';

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
  const text = readSecretFile(path, from).toString('utf8').trim();
  if (!text) throw new SettingError(`${from}=${path}: the file is empty`);
  return text;
}
