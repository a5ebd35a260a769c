/** What is imported, as text: a file of the download folder or what was handed over, in whichever encoding. */
import { createHash } from 'node:crypto';
import { type FileHandle, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { megabytes } from '../dialer/response-body.ts';
import { checkFolder, openToRead, withDiskErrors } from '../shared/safe-files.ts';
import { oneLine } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';

/** Enough to see what separates the columns. */
const HEAD_BYTES = 65_536;
/** A million customers; what is larger is something else. */
const MAX_BYTES = 200_000_000;
/** Rows of a piece are in memory together; of larger ones more outlives the young generation and lingers. */
const PIECE_BYTES = 16_384;

const ENCODINGS = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Windows-1252',
} as const;
type Encoding = keyof typeof ENCODINGS;

export interface Source {
  /** The file's name; undefined for text. */
  file?: string;
  /** Of the bytes. */
  sha256: string;
  encoding: string;
  /** How it begins. */
  head: string;
  /** From its beginning on, each time. */
  text(): AsyncGenerator<string>;
  /** @throws ToolError where the file is no longer what was looked at */
  checkUnchanged(): Promise<void>;
  close(): Promise<void>;
}

/** A name that leads nowhere else. */
export function plainName(argument: string, name: string): string {
  // On Windows a colon names a stream or a drive, some names are devices, and a dot or space at the end is dropped.
  if (
    /[/\\:\p{Cc}]/u.test(name) ||
    name.startsWith('.') ||
    /[. ]$/.test(name) ||
    /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name) ||
    Buffer.byteLength(name) > 200
  )
    throw new ToolError(
      'invalid_arguments',
      `${argument} must be the name of a file in the download folder, without a path, such as kunder.csv.`,
    );
  return name;
}

/** @throws ToolError */
export async function fileSource(folder: string, given: string, signal: AbortSignal): Promise<Source> {
  const name = plainName('file', given);
  const handle = await withDiskErrors(openSource(folder, name));
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new ToolError('rejected', `${name} is no file but a folder, pipe or device.`);
    if (stat.size > MAX_BYTES)
      throw new ToolError(
        'too_large',
        `${name} has ${megabytes(stat.size)}; files of up to ${megabytes(MAX_BYTES)} are imported. Split it.`,
      );
    const bytes = () =>
      handle.createReadStream({
        start: 0,
        autoClose: false,
        highWaterMark: PIECE_BYTES,
      }) as AsyncIterable<Buffer>;
    const looked = await inspect(bytes(), name, signal);
    return {
      file: name,
      ...looked.told,
      text: () => decode(bytes(), looked.encoding, signal),
      async checkUnchanged() {
        const now = await handle.stat();
        if (now.size !== stat.size || now.mtimeMs !== stat.mtimeMs || now.ctimeMs !== stat.ctimeMs)
          throw new ToolError('conflict', `${name} was changed while it was read.`);
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** @throws ToolError */
export async function textSource(text: string, signal: AbortSignal): Promise<Source> {
  const all = Buffer.from(text);
  async function* bytes() {
    for (let at = 0; at < all.length; at += PIECE_BYTES) {
      // Reading a file waits; a text must too, so that other calls have their turn and the deadline is heeded.
      await new Promise((resolve) => setImmediate(resolve));
      yield all.subarray(at, at + PIECE_BYTES);
    }
  }
  const looked = await inspect(bytes(), 'text', signal);
  return {
    ...looked.told,
    text: () => decode(bytes(), looked.encoding, signal),
    checkUnchanged: async () => {},
    close: async () => {},
  };
}

async function openSource(folder: string, name: string): Promise<FileHandle> {
  await checkFolder(folder);
  try {
    return await openToRead(join(folder, name));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new ToolError('not_found', await notThere(folder, name));
    if (code === 'ELOOP' || code === 'EMLINK')
      throw new ToolError('rejected', `${name} is a link, which is not followed: put the file itself there.`);
    if (code === 'EACCES' || code === 'EPERM')
      throw new ToolError('rejected', `${name} may not be read by the user that this server runs as.`);
    throw error;
  }
}

async function notThere(folder: string, name: string): Promise<string> {
  const names = (await readdir(folder)).filter((one) => /^[^.].*\.(csv|txt|tsv)$/i.test(one)).sort();
  const shown = names.slice(0, 10).map((one) => oneLine(one, 80));
  const there = names.length
    ? `There are: ${shown.join(', ')}${names.length > 10 ? ` and ${names.length - 10} more` : ''}.`
    : 'It holds no .csv or .txt file.';
  return `There is no file ${oneLine(name, 80)} in the download folder ${folder}. ${there}`;
}

/** Reads it all once: its hash, and the encoding, which only all of it can tell. */
async function inspect(
  bytes: AsyncIterable<Buffer>,
  name: string,
  signal: AbortSignal,
): Promise<{ encoding: Encoding; told: Pick<Source, 'sha256' | 'encoding' | 'head'> }> {
  const hash = createHash('sha256');
  const fatal = new TextDecoder('utf-8', { fatal: true });
  let head = Buffer.alloc(0);
  let utf8 = true;
  let zeros = false;
  for await (const chunk of bytes) {
    checkTime(signal);
    hash.update(chunk);
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
    zeros ||= chunk.includes(0);
    if (utf8) utf8 = canDecode(() => fatal.decode(chunk, { stream: true }));
  }
  utf8 &&= canDecode(() => fatal.decode());
  const encoding = markedEncoding(head) ?? (utf8 ? 'utf-8' : 'windows-1252');
  if (head.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004')
    throw new ToolError('rejected', `${name} is an Excel workbook: save it as CSV UTF-8 in the spreadsheet.`);
  if (zeros && !encoding.startsWith('utf-16'))
    throw new ToolError('rejected', `${name} is no text: save it as CSV UTF-8 in the spreadsheet.`);
  return {
    encoding,
    told: {
      sha256: hash.digest('hex'),
      encoding: ENCODINGS[encoding],
      head: new TextDecoder(encoding).decode(head, { stream: true }),
    },
  };
}

function canDecode(decode: () => void): boolean {
  try {
    decode();
    return true;
  } catch {
    return false;
  }
}

/** What a byte order mark says. */
function markedEncoding(head: Buffer): Encoding | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  return undefined;
}

async function* decode(
  bytes: AsyncIterable<Buffer>,
  encoding: Encoding,
  signal: AbortSignal,
): AsyncGenerator<string> {
  // Takes the byte order mark off too.
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) {
    checkTime(signal);
    yield decoder.decode(chunk, { stream: true });
  }
  yield decoder.decode();
}

/** Reading ends with the call. */
function checkTime(signal: AbortSignal): void {
  if (signal.aborted)
    throw new ToolError('timeout', 'The time was up, or the call was cancelled, while it was read.');
}
