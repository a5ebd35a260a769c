/** The settings for recordings: where they may be saved, and which speech engine may hear them. */
import { isAbsolute } from 'node:path';
import { type GivenValues, parseFolder, parseSecureUrl, SettingError, settingError } from './parse.ts';
import { SETTINGS } from './settings.ts';

export interface RecordingsConfig {
  /** Its real path, without links. */
  readonly downloadDir?: string;
  /** The largest resource, in bytes. */
  readonly resourceBytes: number;
  readonly engine?: EngineConfig;
  /** Who speaks on them. */
  readonly channels: readonly [left: string, right: string];
}

export type EngineConfig = { readonly language: string } & (
  | { readonly is: 'http'; readonly url: string; readonly key?: string; readonly model: string }
  | { readonly is: 'command'; readonly command: readonly string[] }
);

/** @throws SettingError */
export const readRecordingsConfig = (values: GivenValues): RecordingsConfig => ({
  downloadDir: parseFolder(values, 'downloadDir'),
  resourceBytes: parseResourceBytes(values),
  engine: parseEngine(values),
  channels: parseChannels(values),
});

function parseResourceBytes(values: GivenValues): number {
  const text = values.resourceMb?.text ?? SETTINGS.resourceMb.default;
  const mb = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(mb >= 1 && mb <= 100))
    throw settingError(values, 'resourceMb', 'must be a number of megabytes from 1 to 100');
  return mb * 1e6;
}

function parseEngine(values: GivenValues): EngineConfig | undefined {
  const { transcribeUrl, transcribeCommand, transcribeKey, transcribeModel } = values;
  if (transcribeUrl && transcribeCommand)
    throw new SettingError(
      `${transcribeUrl.from} and ${transcribeCommand.from} are both set: give one of them`,
    );
  for (const given of [transcribeKey, transcribeModel])
    if (given && !transcribeUrl)
      throw new SettingError(`${given.from} is of no use without HITRATE_TRANSCRIBE_URL`);
  const language = parseLanguage(values);
  if (transcribeCommand) return { is: 'command', command: parseCommand(values), language };
  if (!transcribeUrl) return undefined;
  // The value is never repeated: it is a secret.
  if (transcribeKey && !/^[\x21-\x7e]+$/.test(transcribeKey.text))
    throw new SettingError('HITRATE_TRANSCRIBE_KEY: the key has a character that no key has');
  const model = transcribeModel?.text ?? SETTINGS.transcribeModel.default;
  return { is: 'http', url: parseSpeechUrl(values), key: transcribeKey?.text, model, language };
}

/** An address without a path gets the one that OpenAI's own clients add; a longer path is kept. */
function parseSpeechUrl(values: GivenValues): string {
  const url = parseSecureUrl(values, 'transcribeUrl', 'http://127.0.0.1:8000/v1', 'voices');
  if (url.pathname === '/') url.pathname = '/v1';
  if (/\/v1\/?$/.test(url.pathname)) url.pathname = `${url.pathname.replace(/\/$/, '')}/audio/transcriptions`;
  return url.href;
}

function parseLanguage(values: GivenValues): string {
  const text = values.transcribeLanguage?.text.toLowerCase() ?? SETTINGS.transcribeLanguage.default;
  if (!/^[a-z]{2,3}$/.test(text))
    throw settingError(values, 'transcribeLanguage', 'must be a language such as sv or en');
  return text;
}

/** Splits the command into words as a shell would, and does nothing else that a shell does: quotes hold a word together. */
function parseCommand(values: GivenValues): string[] {
  const { text } = values.transcribeCommand!;
  const words = [...text.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'),
  );
  if (/["']/.test(text.replace(/"[^"]*"|'[^']*'/g, '')))
    throw settingError(values, 'transcribeCommand', 'has a quote that is not closed');
  if (!words.slice(1).some((word) => word.includes('{file}')))
    throw settingError(
      values,
      'transcribeCommand',
      'must name the program and, as {file}, the recording that it is to read',
    );
  // It runs in a folder of its own.
  if (/[\\/]/.test(words[0]!) && !isAbsolute(words[0]!))
    throw settingError(values, 'transcribeCommand', 'must name the program alone, or by its full path');
  const unknown = /\{(?!file\}|language\}|dir\})\w*\}/.exec(text);
  if (unknown)
    throw settingError(values, 'transcribeCommand', `knows {file}, {language} and {dir}, not ${unknown[0]}`);
  return words;
}

function parseChannels(values: GivenValues): readonly [string, string] {
  const names = (values.channels?.text ?? SETTINGS.channels.default).split(',').map((name) => name.trim());
  const [left, right, ...more] = names;
  if (
    !left ||
    !right ||
    more.length ||
    left === right ||
    names.some((name) => !/^[\p{L}\p{N} _-]{1,30}$/u.test(name))
  )
    throw settingError(values, 'channels', 'must be two different names such as agent,customer');
  if (left.toLowerCase() === 'right' || right.toLowerCase() === 'left')
    throw settingError(values, 'channels', 'names the left channel first');
  return [left, right];
}
