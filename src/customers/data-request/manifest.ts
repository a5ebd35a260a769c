/** What an earlier run has left in a folder: the files that its manifest lists and that are still as it says. */
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Row } from '../../define/row.ts';
import { openToRead } from '../../shared/safe-files.ts';

/** Of a manifest, not of what it lists. */
const MAX_MANIFEST_BYTES = 5_000_000;

export interface Manifest {
  file: string;
  bytes: number;
  sha256: string;
}

/** @returns looks up a file by its name without the extension */
export async function readManifest(
  folder: string,
  manifest: string,
  signal: AbortSignal,
): Promise<(stem: string) => Promise<Manifest | undefined>> {
  const told = await parseManifest(join(folder, manifest));
  return async (stem) => {
    const one = told.find(({ file }) => file.replace(/\.\w+$/, '') === stem);
    if (!one) return undefined;
    const sha256 = await hashOf(join(folder, one.file), one.bytes, signal).catch(() => undefined);
    return sha256 === one.sha256 ? one : undefined;
  };
}

async function parseManifest(path: string): Promise<Manifest[]> {
  try {
    const handle = await openToRead(path);
    try {
      const stat = await handle.stat();
      if (!stat.isFile() || stat.size > MAX_MANIFEST_BYTES) return [];
      const { files } = JSON.parse(await handle.readFile('utf8'));
      return files.filter(
        (one: Row | null) =>
          typeof one?.file === 'string' && basename(one.file) === one.file && typeof one.sha256 === 'string',
      );
    } finally {
      await handle.close();
    }
  } catch {
    // None, or none that can be read: then all is loaded.
    return [];
  }
}

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
