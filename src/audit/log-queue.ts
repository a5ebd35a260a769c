/** Entries that wait to be written: all that have come meanwhile are written at once, with one sync. */
import type { Entry } from './line.ts';

export interface LogQueue {
  /**
   * Returns once the entry is on the disk.
   * @throws what append throws: the entry is then not there, though an outcome will be, with the next that is written
   */
  write(entry: Entry): Promise<void>;
  /** Waits for what is being written, and tries once more to write outcomes that could not be. */
  close(): Promise<void>;
}

interface Request {
  entry: Entry;
  resolve(): void;
  reject(error: unknown): void;
}

/** @param append writes all entries or none */
export function createLogQueue(append: (entries: readonly Entry[]) => Promise<void>): LogQueue {
  let requests: Request[] = [];
  let unwrittenOutcomes: Entry[] = [];
  let writing: Promise<void> | undefined;

  async function writeAll(): Promise<void> {
    while (requests.length > 0) {
      const batch = requests;
      requests = [];
      const entries = batch.map(({ entry }) => entry);
      try {
        await append([...unwrittenOutcomes, ...entries]);
        unwrittenOutcomes = [];
        for (const { resolve } of batch) resolve();
      } catch (error) {
        unwrittenOutcomes.push(...entries.filter(({ type }) => type === 'outcome'));
        for (const { reject } of batch) reject(error);
      }
    }
    // Right behind the last look: whoever comes later starts anew.
    writing = undefined;
  }

  return {
    write: (entry) =>
      new Promise((resolve, reject) => {
        requests.push({ entry, resolve, reject });
        writing ??= writeAll();
      }),
    async close() {
      await writing;
      if (unwrittenOutcomes.length > 0) await append(unwrittenOutcomes).catch(() => {});
    },
  };
}
