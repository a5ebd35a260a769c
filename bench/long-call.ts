/** Measures a call of 45 minutes: a clip of its end, beside fetching all of it, and its transcript. */
import { Agent } from 'undici';
import { createSandbox } from '../src/sandbox/index.ts';
import { longCall } from '../src/sandbox/recordings.ts';
import { BUNDLE, startRecordingsDialer, startSandbox } from './children.ts';
import { type Figure, times, under } from './report.ts';
import { answerRow, result, startServer } from './rpc.ts';

const WARM_UPS = 1;
const ROUNDS = 5;
const CLIP = { start_s: 2400, end_s: 2440 };
const MAX_TRANSCRIPT_S = 10;

/** Returns an id that is the same in every sandbox of that seed. */
const longCallId = (): number => longCall(createSandbox().state)!.id;

export async function clips(): Promise<Figure[]> {
  const call_id = longCallId();
  const dialer = await startSandbox();
  const server = await startServer([BUNDLE], { HITRATE_URL: dialer.url, HITRATE_TOKEN: dialer.token });
  const agent = new Agent();
  try {
    const fetchWhole = async (format: string) => {
      const { statusCode, body } = await agent.request({
        origin: dialer.url,
        path: `/api/call/${call_id}/recording${format === 'mp3' ? '?mp3=1' : ''}`,
        method: 'GET',
        headers: { authorization: `Bearer ${dialer.token}` },
      });
      let bytes = 0;
      for await (const chunk of body) bytes += chunk.length;
      if (statusCode !== 200 || bytes < 1e6) throw new Error('the sandbox has no long recording');
    };
    const clip = (format: string, deliver: string) =>
      server.call('get_call_recording', { call_id, format, deliver, ...CLIP });
    const ways = ['wav', 'mp3'].flatMap((format) => {
      const name = format.toUpperCase();
      return [
        {
          what: `45 minutes of ${name} fetched whole`,
          run: () => fetchWhole(format),
          samples: [] as number[],
        },
        { what: '  40 s of it, inline', run: () => clip(format, 'inline'), samples: [] as number[] },
        { what: '  40 s of it, link', run: () => clip(format, 'link'), samples: [] as number[] },
      ];
    });
    for (let round = -WARM_UPS; round < ROUNDS; round++)
      for (const { run, samples } of ways) {
        const started = performance.now();
        const line = await run();
        if (round >= 0) samples.push(performance.now() - started);
        if (line) result(line, JSON.parse(line).id);
      }
    return ways.map(({ what, samples }) => times(what, samples, 0));
  } finally {
    await Promise.all([agent.destroy(), server.end(), dialer.end()]);
  }
}

/** Measures with an engine that needs no time, so that all the time is the server's. */
export async function transcript(): Promise<Figure[]> {
  const call_id = longCallId();
  const [dialer, speech] = await Promise.all([startSandbox(), startRecordingsDialer()]);
  const server = await startServer([BUNDLE], {
    HITRATE_URL: dialer.url,
    HITRATE_TOKEN: dialer.token,
    HITRATE_TRANSCRIBE_URL: speech.url,
  });
  try {
    const ask = async (args: object) => {
      const line = await server.call('transcribe_recording', args);
      return answerRow(line);
    };
    const started = performance.now();
    let row = await ask({ call_id });
    while (row.status === 'working') row = await ask({ transcript: row.transcript });
    const seconds = (performance.now() - started) / 1_000;
    return [
      {
        what: `45 minutes transcribed by an engine that needs no time, ${row.total} lines`,
        value: `${seconds.toFixed(1)} s`,
        goal: under(seconds, MAX_TRANSCRIPT_S, ' s'),
      },
    ];
  } finally {
    await Promise.all([server.end(), dialer.end(), speech.end()]);
  }
}
