/** What recordings cost: the largest things that go through the server. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BUNDLE, BY_HAND, startLarge, type Talk, talk } from './children.ts';
import { clips, transcript } from './long-call.ts';
import { peakFromNow } from './memory.ts';
import { atMost, type Figure, median, type Section, times } from './report.ts';
import { answer, answerRow, message, type Server, startServer } from './rpc.ts';

const RESOURCE_MB = 20;
const WARM_UPS = 2;
const ROUNDS = 10;
const RATIO = 1.5;

const FILE_MB = 200;
const ABOVE_REST_MB = 40;
const REST_MS = 1_000;

export const recordings: Section = {
  title: `recordings: a resource of ${RESOURCE_MB} MB, ${ROUNDS} rounds; a file of ${FILE_MB} MB; a call of 45 minutes`,
  deadlineMs: 240_000,
  async measure() {
    return [...(await resource()), ...(await saving()), ...(await clips()), ...(await transcript())];
  },
};

async function resource(): Promise<Figure[]> {
  const dialer = await startLarge();
  const byHand = talk([BY_HAND, dialer.url]);
  const server = await startServer([BUNDLE], {
    HITRATE_URL: dialer.url,
    HITRATE_TOKEN: 'any',
    HITRATE_RESOURCE_MB: String(RESOURCE_MB * 1.5),
  });
  try {
    const hand: number[] = [];
    const read: number[] = [];
    for (let round = -WARM_UPS; round < ROUNDS; round++) {
      const one = await timedRead(byHand);
      const other = await timedRead(server);
      if (round >= 0) {
        hand.push(one.ms);
        read.push(other.ms);
      } else if (sum(one.line) !== sum(other.line)) throw new Error('the lines are not the same');
    }
    const ratio = median(read) / median(hand);
    return [
      times('resource by hand (undici, base64, JSON)', hand, 0),
      times('resources/read', read, 0),
      { what: 'resources/read / by hand', value: ratio.toFixed(2), goal: atMost(ratio, RATIO) },
    ];
  } finally {
    await Promise.all([byHand.end(), server.end(), dialer.end()]);
  }
}

async function timedRead(child: Talk): Promise<{ ms: number; line: Buffer[] }> {
  const started = performance.now();
  child.write(message('resources/read', { uri: `hitrate://call/${RESOURCE_MB}/recording.wav` }, 3));
  const line = await answer(child);
  return { ms: performance.now() - started, line };
}

function sum(pieces: Buffer[]): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

async function saving(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hitrate-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // A section that was given up does not get to its end.
  process.once('exit', remove);
  const dialer = await startLarge();
  const server = await startServer([BUNDLE], {
    HITRATE_URL: dialer.url,
    HITRATE_TOKEN: 'any',
    HITRATE_DOWNLOAD_DIR: folder,
  });
  try {
    await save(server, 1);
    await sleep(REST_MS);
    const risen = peakFromNow(server, ABOVE_REST_MB);
    const started = performance.now();
    const path = await save(server, FILE_MB);
    const seconds = (performance.now() - started) / 1_000;
    const peak = risen();
    if (statSync(path).size !== FILE_MB * 1e6) throw new Error('the file is not whole');
    return [{ what: `${FILE_MB} MB saved as a file`, value: `${(FILE_MB / seconds).toFixed(0)} MB/s` }, peak];
  } finally {
    await Promise.all([server.end(), dialer.end()]);
    process.off('exit', remove);
    remove();
  }
}

/** @returns where the file is. */
async function save(server: Server, call_id: number): Promise<string> {
  const line = await server.call('get_call_recording', { call_id, deliver: 'file' });
  return answerRow(line).path;
}
