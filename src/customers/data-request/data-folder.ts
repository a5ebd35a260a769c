/** The folder that one customer's data is collected in, and what is there so far. */
import { createHash } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DisplaySettings } from '../../config/config.ts';
import { redactValue } from '../../privacy/standard.ts';
import { formatValue } from '../../response/format.ts';
import { checkFolder, withDiskErrors, writeWholeFile } from '../../shared/safe-files.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { describeFailure, readParts } from '../customer-record.ts';

export const MANIFEST = 'manifest.json';

export interface DataFile {
  file: string;
  /** What is in it, in words. */
  holds: string;
  bytes: number;
  sha256?: string;
}

/** What could not be collected, and why. */
export interface Gap {
  what: string;
  why: string;
}

/** The state of the collection. */
export interface CollectedData {
  readonly path: string;
  readonly files: readonly DataFile[];
  readonly gaps: readonly Gap[];
  /** Names, without extension, of files for which there was no time. */
  readonly pending: readonly string[];
}

export interface DataFolder extends CollectedData {
  addFile(file: DataFile): void;
  addGap(gap: Gap): void;
  addPending(stem: string): void;
  /** Returns what `read` does; where that fails, adds a gap instead: the rest is needed all the same. */
  collect<T>(what: string, read: () => Promise<T>): Promise<T | undefined>;
  saveText(name: string, holds: string, text: string): Promise<void>;
  /** Saves a value as an answer would show it, redacted as one. */
  saveJson(name: string, holds: string, value: unknown): Promise<void>;
  saveManifest(customer_id: number, collectedAt: string): Promise<void>;
}

/** Makes the folder, or takes the one of an earlier run. @throws ToolError where something else has that name */
export async function openDataFolder(
  parent: string,
  name: string,
  display: DisplaySettings,
): Promise<DataFolder> {
  const path = await withDiskErrors(makeFolder(parent, name));
  const files: DataFile[] = [];
  const gaps: Gap[] = [];
  const pending: string[] = [];
  const toFile = (value: unknown) => redactValue(formatValue(value, display), display);

  async function saveText(name: string, holds: string, text: string): Promise<void> {
    const bytes = Buffer.from(text);
    await withDiskErrors(writeWholeFile(path, name, (handle) => handle.appendFile(bytes)));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    files.push({ file: name, holds, bytes: bytes.length, sha256 });
  }

  return {
    path,
    files,
    gaps,
    pending,
    addFile: (file) => void files.push(file),
    addGap: (gap) => void gaps.push(gap),
    addPending: (stem) => void pending.push(stem),
    async collect(what, read) {
      const { parts, failures } = await readParts({ part: read });
      if (failures.part) gaps.push({ what, why: describeFailure(failures.part) });
      return parts.part;
    },
    saveText,
    saveJson: (name, holds, value) => saveText(name, holds, toJson(toFile(value))),
    saveManifest: (customer_id, collectedAt) =>
      saveText(
        MANIFEST,
        'this list',
        toJson({
          customer_id,
          collected_at: collectedAt,
          files,
          not_collected: toFile(gaps),
          ...(pending.length && { left_for_another_run: pending }),
        }),
      ),
  };
}

const toJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Returns the path. @throws the system's error; ToolError where something else has that name */
async function makeFolder(parent: string, name: string): Promise<string> {
  await checkFolder(parent);
  const path = join(parent, name);
  await mkdir(path, { mode: 0o700 }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  if (!(await lstat(path)).isDirectory())
    throw new ToolError('rejected', `${path} is there and is no folder: move it away.`);
  return path;
}
