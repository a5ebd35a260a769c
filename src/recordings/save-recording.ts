/** A file in the operator's download folder: whole under its name, or not there at all. */
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { FetchedRecording, SavedRecording } from '../define/recording.ts';
import type { Download } from '../dialer/download.ts';
import { megabytes } from '../dialer/response-body.ts';
import { checkFolder, checkName, openToRead, withDiskErrors, writeWholeFile } from '../shared/safe-files.ts';
import { isWholeRecording } from './audio/clip.ts';
import { typeOf } from './audio/detect-type.ts';
import { type FetchOptions, fetchRecording } from './fetch-recording.ts';

/**
 * So much of a file of the same length is loaded and compared before it is taken for the same: all of eight minutes of a
 * telephone call in two channels.
 */
const COMPARED_BYTES = 8_000_000;

/** By the bytes: what was asked for as WAV may have come as MP3. */
const EXTENSIONS: Record<string, string> = {
  'audio/wav': 'wav',
  'audio/mpeg': 'mp3',
  'application/pdf': 'pdf',
};
const SAME_FILE = 'was there already, equal by sha256: left as it is';
const SAME_START = `was there already, with the same length and the same first ${megabytes(COMPARED_BYTES)}: left as it is; the rest was not compared`;
const LOADED_AGAIN = 'loaded anew, equal by sha256 to the one that was there';
const REPLACED = 'loaded; it replaced another of that name';
const LOADED = 'loaded';

/**
 * @param folder as the settings have resolved it
 * @param stem the file's name without extension, made of ids alone
 * @throws ToolError; what is left behind then is gone at the process's end at the latest
 */
export async function saveRecording(
  folder: string,
  stem: string,
  download: Download,
  use: FetchOptions,
): Promise<SavedRecording> {
  try {
    return await withDiskErrors(saveInto(folder, stem, download, use));
  } finally {
    download.cancel();
  }
}

async function saveInto(
  folder: string,
  stem: string,
  download: Download,
  use: FetchOptions,
): Promise<SavedRecording> {
  await checkFolder(folder);
  const name = `${stem}.${EXTENSIONS[typeOf(download)]}`;
  checkName(name);
  const path = join(folder, name);
  const there = isWholeRecording(use.clip ?? {}) ? await sameFile(path, download) : undefined;
  if (there) return { ...there, path, file: (there.bytes ?? 0) > COMPARED_BYTES ? SAME_START : SAME_FILE };
  const before = await hashOf(path);
  const { result, replaced } = await writeWholeFile(folder, name, (handle) =>
    writeRecording(handle, download, use),
  );
  const equal = before !== undefined && before === result.sha256;
  return { ...result, path, file: !replaced ? LOADED : equal ? LOADED_AGAIN : REPLACED };
}

/** Of a file that is there; undefined of what is none, or can't be read: then it is another. */
async function hashOf(path: string): Promise<string | undefined> {
  const handle = await openToRead(path).catch(() => undefined);
  if (!handle) return undefined;
  try {
    if (!(await handle.stat()).isFile()) return undefined;
    const hash = createHash('sha256');
    for await (const chunk of handle.createReadStream({ start: 0, autoClose: false })) hash.update(chunk);
    return hash.digest('hex');
  } catch {
    return undefined;
  } finally {
    await handle.close();
  }
}

async function writeRecording(
  handle: FileHandle,
  download: Download,
  use: FetchOptions,
): Promise<FetchedRecording> {
  let head: Buffer | undefined;
  const taken = await fetchRecording(download, {
    ...use,
    write: (bytes) => handle.appendFile(bytes),
    rewriteHeader: (header) => {
      head = header;
    },
  });
  if (!head) return taken;
  await handle.write(head, 0, head.length, 0);
  const { sha256 } = await describeFile(handle);
  return { ...taken, sha256 };
}

/** What is known of the file under that name, if it is what the dialer is about to send; else nothing is used up. */
async function sameFile(path: string, download: Download): Promise<FetchedRecording | undefined> {
  if (download.bytes === undefined) return undefined;
  const handle = await openToRead(path).catch(() => undefined);
  if (!handle) return undefined;
  try {
    const stat = await handle.stat();
    if (!stat.isFile() || stat.size !== download.bytes) return undefined;
    const compared = Math.min(stat.size, COMPARED_BYTES);
    const here = Buffer.alloc(compared);
    await handle.read(here, 0, compared, 0);
    const coming = await download.peek(compared);
    if (!coming.equals(here)) return undefined;
    download.cancel();
    return await describeFile(handle);
  } finally {
    await handle.close();
  }
}

async function describeFile(handle: FileHandle): Promise<FetchedRecording> {
  const { size } = await handle.stat();
  const head = Buffer.alloc(Math.min(size, 4096));
  await handle.read(head, 0, head.length, 0);
  const chunks = handle.createReadStream({ start: 0, autoClose: false });
  return fetchRecording({ bytes: size, head, chunks, cancel: () => {}, peek: async () => head }, {});
}
