/** Measures recordings: the largest things that go through the server. */
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  BUNDLE,
  type LineProcess,
  RESOURCE_BY_HAND,
  startProcess,
  startRecordingsDialer,
} from './children.ts';
import { clips, transcript } from './long-call.ts';
import { peakFromNow } from './memory.ts';
import { atMost, type Figure, median, type Section, times } from './report.ts';
import { answerRow, message, nextResponse, type Server, startServer } from './rpc.ts';
import { withTemporaryFolder } from './temporary-folder.ts';

const RESOURCE_MB = 20;
const WARM_UPS = 2;
const ROUNDS = 10;
const MAX_RATIO = 1.5;

const FILE_MB = 200;
const ABOVE_REST_MB = 40;
const REST_MS = 1_000;

export const recordings: Section = {
  title: `recordings: a resource of ${RESOURCE_MB} MB, ${ROUNDS} rounds; a file of ${FILE_MB} MB; a call of 45 minutes`,
  deadlineMs: 240_000,
  async measure() {
    return [
      ...(await measureResource()),
      ...(await measureSaving()),
      ...(await clips()),
      ...(await transcript()),
    ];
  },
};

async function measureResource(): Promise<Figure[]> {
  const dialer = await startRecordingsDialer();
  const byHand = startProcess([RESOURCE_BY_HAND, dialer.url]);
  const server = await startServer([BUNDLE], {
    HITRATE_URL: dialer.url,
    HITRATE_TOKEN: 'any',
    HITRATE_RESOURCE_MB: String(RESOURCE_MB * 1.5),
  });
  try {
    const hand: number[] = [];
    const read: number[] = [];
    for (let round = -WARM_UPS; round < ROUNDS; round++) {
      const handRead = await timedRead(byHand);
      const serverRead = await timedRead(server);
      if (round >= 0) {
        hand.push(handRead.ms);
        read.push(serverRead.ms);
      } else if (sha256(handRead.line) !== sha256(serverRead.line))
        throw new Error('the lines are not the same');
    }
    const ratio = median(read) / median(hand);
    return [
      times('resource by hand (undici, base64, JSON)', hand, 0),
      times('resources/read', read, 0),
      { what: 'resources/read / by hand', value: ratio.toFixed(2), goal: atMost(ratio, MAX_RATIO) },
    ];
  } finally {
    await Promise.all([byHand.end(), server.end(), dialer.end()]);
  }
}

async function timedRead(child: LineProcess): Promise<{ ms: number; line: Buffer[] }> {
  const started = performance.now();
  child.write(message('resources/read', { uri: `hitrate://call/${RESOURCE_MB}/recording.wav` }, 3));
  const line = await nextResponse(child);
  return { ms: performance.now() - started, line };
}

function sha256(pieces: Buffer[]): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

async function measureSaving(): Promise<Figure[]> {
  return withTemporaryFolder(async (folder) => {
    const dialer = await startRecordingsDialer();
    const server = await startServer([BUNDLE], {
      HITRATE_URL: dialer.url,
      HITRATE_TOKEN: 'any',
      HITRATE_DOWNLOAD_DIR: folder,
    });
    try {
      await save(server, 1);
      await sleep(REST_MS);
      const peakMemory = peakFromNow(server, ABOVE_REST_MB);
      const started = performance.now();
      const path = await save(server, FILE_MB);
      const seconds = (performance.now() - started) / 1_000;
      const peak = peakMemory();
      if (statSync(path).size !== FILE_MB * 1e6) throw new Error('the file is not whole');
      return [
        { what: `${FILE_MB} MB saved as a file`, value: `${(FILE_MB / seconds).toFixed(0)} MB/s` },
        peak,
      ];
    } finally {
      await Promise.all([server.end(), dialer.end()]);
    }
  });
}

/** Saves a recording. @returns the file's path */
async function save(server: Server, call_id: number): Promise<string> {
  const line = await server.call('get_call_recording', { call_id, deliver: 'file' });
  return answerRow(line).path;
}
