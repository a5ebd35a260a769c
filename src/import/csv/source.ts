/** What is imported, as text: a file of the download folder or the text itself, in whichever encoding. */
import { createHash } from 'node:crypto';
import { type FileHandle, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReadContext } from '../../define/tool-context.ts';
import { megabytes } from '../../dialer/reply/response-body.ts';
import { checkFolder, openToRead, withDiskErrors } from '../../shared/safe-files.ts';
import { oneLine } from '../../shared/text.ts';
import { ToolError } from '../../shared/tool-error.ts';

/** Enough to see what separates the columns. */
const HEAD_BYTES = 65_536;
/** A million customers; what is larger is something else. */
const MAX_BYTES = 200_000_000;
/** The rows of a chunk are in memory together: of larger chunks more survives the young generation and lingers. */
const CHUNK_BYTES = 16_384;
/** So many take a tenth of a second: a smaller file is read before anybody wonders. */
const REPORTED_BYTES = 10_000_000;
const MAX_NAME_BYTES = 200;
const MAX_LISTED_FILES = 10;

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
  /** As answers name it. */
  encoding: string;
  /** How the text begins. */
  head: string;
  /** All of the text, from the beginning each time. @throws ToolError where the call ends meanwhile */
  text(): AsyncGenerator<string>;
  /** @throws ToolError where the file was changed since it was opened */
  checkUnchanged(): Promise<void>;
  close(): Promise<void>;
}

/** Returns the name. @throws ToolError where it is not that of a file in the folder itself */
export function checkFileName(argument: string, name: string): string {
  // On Windows a colon names a stream or a drive, some names are devices, and a dot or space at the end is dropped.
  if (
    /[/\\:\p{Cc}]/u.test(name) ||
    name.startsWith('.') ||
    /[. ]$/.test(name) ||
    /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name) ||
    Buffer.byteLength(name) > MAX_NAME_BYTES
  )
    throw new ToolError(
      'invalid_arguments',
      `${argument} must be the name of a file in the download folder, without a path, such as kunder.csv.`,
    );
  return name;
}

/** @throws ToolError */
export async function fileSource(
  folder: string,
  file: string,
  { deadline: { signal }, progress }: Pick<ReadContext, 'deadline' | 'progress'>,
): Promise<Source> {
  const name = checkFileName('file', file);
  const handle = await withDiskErrors(openSource(folder, name));
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new ToolError('rejected', `${name} is no file but a folder, pipe or device.`);
    if (stat.size > MAX_BYTES)
      throw new ToolError(
        'too_large',
        `${name} has ${megabytes(stat.size)}; files of up to ${megabytes(MAX_BYTES)} are imported. Split it.`,
      );
    const bytes = (): AsyncIterable<Buffer> =>
      handle.createReadStream({ start: 0, autoClose: false, highWaterMark: CHUNK_BYTES });
    const counted = countBytes(bytes(), (read) => progress(read, stat.size, 'bytes of the file read'));
    const { encoding, ...content } = await inspect(counted, name, signal);
    return {
      file: name,
      ...content,
      encoding: ENCODINGS[encoding],
      text: () => decode(bytes(), encoding, signal),
      async checkUnchanged() {
        const { size, mtimeMs, ctimeMs } = await handle.stat();
        if (size !== stat.size || mtimeMs !== stat.mtimeMs || ctimeMs !== stat.ctimeMs)
          throw new ToolError('conflict', `${name} was changed while it was read.`);
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Yields the same bytes, and reports how many there were. */
async function* countBytes(
  bytes: AsyncIterable<Buffer>,
  report: (read: number) => void,
): AsyncGenerator<Buffer> {
  let [read, reported] = [0, 0];
  for await (const chunk of bytes) {
    yield chunk;
    read += chunk.length;
    if (read - reported < REPORTED_BYTES) continue;
    report(read);
    reported = read;
  }
}

/** @throws ToolError */
export async function textSource(text: string, signal: AbortSignal): Promise<Source> {
  const all = Buffer.from(text);
  async function* bytes() {
    for (let start = 0; start < all.length; start += CHUNK_BYTES) {
      // Reading a file waits; a text must too, so that other calls have their turn and the deadline is heeded.
      await new Promise((resolve) => setImmediate(resolve));
      yield all.subarray(start, start + CHUNK_BYTES);
    }
  }
  const { encoding, ...content } = await inspect(bytes(), 'text', signal);
  return {
    ...content,
    encoding: ENCODINGS[encoding],
    text: () => decode(bytes(), encoding, signal),
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
    if (code === 'ENOENT') throw new ToolError('not_found', await noSuchFile(folder, name));
    if (code === 'ELOOP' || code === 'EMLINK')
      throw new ToolError('rejected', `${name} is a link, which is not followed: put the file itself there.`);
    if (code === 'EACCES' || code === 'EPERM')
      throw new ToolError('rejected', `${name} may not be read by the user that this server runs as.`);
    throw error;
  }
}

async function noSuchFile(folder: string, name: string): Promise<string> {
  const files = (await readdir(folder)).filter((file) => /^[^.].*\.(csv|txt|tsv)$/i.test(file)).sort();
  const listed = files.slice(0, MAX_LISTED_FILES).map((file) => oneLine(file, 80));
  const more = files.length > listed.length ? ` and ${files.length - listed.length} more` : '';
  const hint = files.length ? `There are: ${listed.join(', ')}${more}.` : 'It holds no .csv or .txt file.';
  return `There is no file ${oneLine(name, 80)} in the download folder ${folder}. ${hint}`;
}

/**
 * Reads it all once: for its hash, and for the encoding, which only all of it can tell.
 * @throws ToolError where it is no text
 */
async function inspect(
  bytes: AsyncIterable<Buffer>,
  name: string,
  signal: AbortSignal,
): Promise<{ sha256: string; encoding: Encoding; head: string }> {
  const hash = createHash('sha256');
  const utf8Decoder = new TextDecoder('utf-8', { fatal: true });
  let head = Buffer.alloc(0);
  let isUtf8 = true;
  let hasZeros = false;
  for await (const chunk of bytes) {
    checkTime(signal);
    hash.update(chunk);
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
    hasZeros ||= chunk.includes(0);
    if (isUtf8) isUtf8 = canDecode(() => utf8Decoder.decode(chunk, { stream: true }));
  }
  isUtf8 &&= canDecode(() => utf8Decoder.decode());
  const encoding = encodingByMark(head) ?? (isUtf8 ? 'utf-8' : 'windows-1252');
  if (head.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004')
    throw new ToolError('rejected', `${name} is an Excel workbook: save it as CSV UTF-8 in the spreadsheet.`);
  if (hasZeros && !encoding.startsWith('utf-16'))
    throw new ToolError('rejected', `${name} is no text: save it as CSV UTF-8 in the spreadsheet.`);
  return {
    sha256: hash.digest('hex'),
    encoding,
    head: new TextDecoder(encoding).decode(head, { stream: true }),
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
function encodingByMark(head: Buffer): Encoding | undefined {
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

/** Reading ends with the call. @throws ToolError */
function checkTime(signal: AbortSignal): void {
  if (signal.aborted)
    throw new ToolError('timeout', 'The time was up, or the call was cancelled, while it was read.');
}
