/** Saves a file in the operator's download folder: whole under its name, or not there at all. */
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { FetchedRecording, SavedRecording } from '../define/recording.ts';
import type { Download } from '../dialer/reply/download.ts';
import { megabytes } from '../dialer/reply/response-body.ts';
import { checkFolder, checkName, openToRead, withDiskErrors, writeWholeFile } from '../shared/safe-files.ts';
import { isWholeRecording } from './audio/clip.ts';
import { typeOf } from './audio/detect-type.ts';
import { type FetchOptions, fetchRecording } from './fetch-recording.ts';

/**
 * A file of the same length is taken for the same when this much of it is: eight minutes of a telephone call in two
 * channels.
 */
const COMPARED_BYTES = 8_000_000;

/** By the type that the bytes have: what was asked for as WAV may have come as MP3. */
const EXTENSIONS: Record<string, string> = {
  'audio/wav': 'wav',
  'audio/mpeg': 'mp3',
  'application/pdf': 'pdf',
};
/** What became of a file of that name, for the answer. */
const SAME_FILE = 'was there already, equal by sha256: left as it is';
const SAME_START = `was there already, with the same length and the same first ${megabytes(COMPARED_BYTES)}: left as it is; the rest was not compared`;
const LOADED_AGAIN = 'loaded anew, equal by sha256 to the one that was there';
const REPLACED = 'loaded; it replaced another of that name';
const LOADED = 'loaded';

/**
 * Saves a download, unless the folder holds it already.
 * @param folder as the settings have resolved it
 * @param stem the file's name without extension, made of ids alone
 * @throws ToolError; what is left behind then is removed at the end of the process at the latest
 */
export async function saveRecording(
  folder: string,
  stem: string,
  download: Download,
  options: FetchOptions,
): Promise<SavedRecording> {
  try {
    return await withDiskErrors(saveInto(folder, stem, download, options));
  } finally {
    download.cancel();
  }
}

async function saveInto(
  folder: string,
  stem: string,
  download: Download,
  options: FetchOptions,
): Promise<SavedRecording> {
  await checkFolder(folder);
  const name = `${stem}.${EXTENSIONS[typeOf(download)]}`;
  checkName(name);
  const path = join(folder, name);
  const existing = isWholeRecording(options.clip ?? {}) ? await findSameFile(path, download) : undefined;
  if (existing)
    return { ...existing, path, file: (existing.bytes ?? 0) > COMPARED_BYTES ? SAME_START : SAME_FILE };
  const previousHash = await hashOf(path);
  const { result, replaced } = await writeWholeFile(folder, name, (handle) =>
    writeRecording(handle, download, options),
  );
  if (!replaced) return { ...result, path, file: LOADED };
  const isEqual = previousHash !== undefined && previousHash === result.sha256;
  return { ...result, path, file: isEqual ? LOADED_AGAIN : REPLACED };
}

/** Returns a file's sha256; undefined where there is no file or it can't be read, which counts as another one. */
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

/** Writes a download into an open file. */
async function writeRecording(
  handle: FileHandle,
  download: Download,
  options: FetchOptions,
): Promise<FetchedRecording> {
  let header: Buffer | undefined;
  const recording = await fetchRecording(download, {
    ...options,
    write: (bytes) => handle.appendFile(bytes),
    rewriteHeader: (finalHeader) => {
      header = finalHeader;
    },
  });
  if (!header) return recording;
  await handle.write(header, 0, header.length, 0);
  // What was hashed on the way began with another header.
  const { sha256 } = await describeFile(handle);
  return { ...recording, sha256 };
}

/** Describes the file under that name, if it is what the dialer is about to send; else the download stays unread. */
async function findSameFile(path: string, download: Download): Promise<FetchedRecording | undefined> {
  if (download.bytes === undefined) return undefined;
  const handle = await openToRead(path).catch(() => undefined);
  if (!handle) return undefined;
  try {
    const stat = await handle.stat();
    if (!stat.isFile() || stat.size !== download.bytes) return undefined;
    const length = Math.min(stat.size, COMPARED_BYTES);
    const saved = Buffer.alloc(length);
    await handle.read(saved, 0, length, 0);
    const incoming = await download.peek(length);
    if (!incoming.equals(saved)) return undefined;
    download.cancel();
    return await describeFile(handle);
  } finally {
    await handle.close();
  }
}

/** Reads a saved file as if it were a download. */
async function describeFile(handle: FileHandle): Promise<FetchedRecording> {
  const { size } = await handle.stat();
  const head = Buffer.alloc(Math.min(size, 4096));
  await handle.read(head, 0, head.length, 0);
  const chunks = handle.createReadStream({ start: 0, autoClose: false });
  return fetchRecording({ bytes: size, head, chunks, cancel: () => {} }, {});
}
