/** The files of the log: one a day, by UTC. */
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';

const NAME = /^audit-\d{4}-\d{2}-\d{2}\.jsonl$/;

export const fileOfDay = (day: string): string => `audit-${day}.jsonl`;
export const dayOfFile = (file: string): string => file.slice('audit-'.length, -'.jsonl'.length);
export const utcDay = (time: Date): string => time.toJSON().slice(0, 10);

/** Returns the names of the log's files, the oldest first. */
export const auditFiles = async (dir: string): Promise<string[]> =>
  (await readdir(dir)).filter((name) => NAME.test(name)).sort();

const LINE_BREAK = 10;

/** Reads a file's lines as bytes; the last one is not `whole` where no line break follows it. */
export async function* readLines(path: string): AsyncGenerator<{ bytes: Buffer; whole: boolean }> {
  let rest: Buffer[] = [];
  for await (const chunk of createReadStream(path, { highWaterMark: 262_144 }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_BREAK); end >= 0; end = chunk.indexOf(LINE_BREAK, start)) {
      const part = chunk.subarray(start, end);
      yield { bytes: rest.length ? Buffer.concat([...rest, part]) : part, whole: true };
      rest = [];
      start = end + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
  }
  if (rest.length) yield { bytes: Buffer.concat(rest), whole: false };
}
