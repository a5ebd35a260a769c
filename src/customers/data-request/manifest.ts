/** Files of an earlier run: those that the manifest of a folder lists and that still have the listed size and hash. */
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Row } from '../../define/row.ts';
import { openToRead } from '../../shared/safe-files.ts';

/** Size of a manifest, not of the files that it lists. */
const MAX_MANIFEST_BYTES = 5_000_000;

export interface SavedFile {
  file: string;
  bytes: number;
  sha256: string;
}

/** Finds a saved file by its name without the extension. */
export type FindSaved = (stem: string) => Promise<SavedFile | undefined>;

/** Reads the manifest of an earlier run, if there is one. */
export async function readManifest(
  folder: string,
  manifest: string,
  signal: AbortSignal,
): Promise<FindSaved> {
  const files = await parseManifest(join(folder, manifest));
  return async (stem) => {
    const listed = files.find(({ file }) => file.replace(/\.\w+$/, '') === stem);
    if (!listed) return undefined;
    const sha256 = await hashOf(join(folder, listed.file), listed.bytes, signal).catch(() => undefined);
    return sha256 === listed.sha256 ? listed : undefined;
  };
}

async function parseManifest(path: string): Promise<SavedFile[]> {
  try {
    const handle = await openToRead(path);
    try {
      const stat = await handle.stat();
      if (!stat.isFile() || stat.size > MAX_MANIFEST_BYTES) return [];
      const { files } = JSON.parse(await handle.readFile('utf8'));
      return files.filter(
        (entry: Row | null) =>
          typeof entry?.file === 'string' &&
          basename(entry.file) === entry.file &&
          typeof entry.sha256 === 'string',
      );
    } finally {
      await handle.close();
    }
  } catch {
    // There is none, or none that can be read: all files are loaded again.
    return [];
  }
}

/** Returns the SHA-256 of a file; undefined where its size is not the one that is listed. @throws the system's error */
async function hashOf(path: string, bytes: number, signal: AbortSignal): Promise<string | undefined> {
  const handle = await openToRead(path);
  try {
    const stat = await handle.stat();
    if (!stat.isFile() || stat.size !== bytes) return undefined;
    const hash = createHash('sha256');
    for await (const chunk of handle.createReadStream({ start: 0, autoClose: false, signal }))
      hash.update(chunk);
    return hash.digest('hex');
  } finally {
    await handle.close();
  }
}
