/** What the server holds of the machine's memory, and whether that grows with the calls. */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ALL_TOOLS, BUNDLE, MINIMAL_SDK, startDialer } from './children.ts';
import { atMost, type Figure, type Section, under } from './report.ts';
import { result, type Server, startServer } from './rpc.ts';

const FEW = 1_000;
const MANY = 10_000;
const GROWTH_PERCENT = 15;
const LIMIT_MB = 100;
const REST_MS = 1_000;

export const memory: Section = {
  title: 'memory: resident set (VmRSS), calls to search_calls {limit: 25} and get_order by turns',
  deadlineMs: 420_000,
  async measure() {
    if (process.platform !== 'linux')
      return [{ what: 'resident set', value: 'not measured: read from /proc, which only Linux has' }];
    const minimal = await startServer([MINIMAL_SDK]);
    const dialer = await startDialer();
    const server = await startServer([BUNDLE, ...ALL_TOOLS], {
      HITRATE_URL: dialer.url,
      HITRATE_TOKEN: dialer.token,
    });
    try {
      await sleep(REST_MS);
      const least = resident(minimal.pid);
      const rest = resident(server.pid);
      await minimal.end();
      const course: number[] = [];
      for (let done = 0; done < MANY; done += FEW) {
        await call(server, FEW);
        course.push(resident(server.pid));
      }
      const few = course[0]!;
      const many = course.at(-1)!;
      const growth = (many / few - 1) * 100;
      return [
        megabytes('minimal SDK server at rest', least),
        megabytes('hitrate-mcp at rest, tools listed', rest),
        megabytes(`after ${FEW} calls`, few),
        { ...megabytes(`after ${MANY} calls`, many), goal: under(many, LIMIT_MB, ' MB') },
        {
          what: `from ${FEW} to ${MANY} calls`,
          value: `${growth.toFixed(1)} %`,
          goal: atMost(growth, GROWTH_PERCENT, ' %'),
        },
        { what: `after each ${FEW}`, value: 'MB', spread: course.map((mb) => mb.toFixed(0)).join(' ') },
      ];
    } finally {
      await Promise.all([minimal.end(), server.end(), dialer.end()]);
    }
  },
};

const megabytes = (what: string, mb: number): Figure => ({ what, value: `${mb.toFixed(1)} MB` });

const resident = (pid: number): number => held(pid, 'VmRSS');

/** In megabytes: what a process holds now, or held at most. */
function held(pid: number, what: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kibibytes = new RegExp(`^${what}:\\s+(\\d+) kB$`, 'm').exec(status)![1];
  return (Number(kibibytes) * 1024) / 1e6;
}

/** @returns tells later how far the resident set has risen at its peak (VmHWM) */
export function peakFromNow({ pid }: Server, limitMb: number): () => Figure {
  if (process.platform !== 'linux')
    return () => ({ what: '  memory', value: 'not measured: read from /proc, which only Linux has' });
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // Without the right to it, the peak may be one of the start: then more is told than there is, never less.
  }
  const rest = held(pid, 'VmRSS');
  return () => {
    const peak = held(pid, 'VmHWM');
    return {
      what: '  peak memory (VmHWM) above rest',
      value: `${(peak - rest).toFixed(1)} MB`,
      spread: `${rest.toFixed(0)} to ${peak.toFixed(0)}`,
      goal: atMost(peak - rest, limitMb, ' MB'),
    };
  };
}

async function call(server: Server, times: number): Promise<void> {
  let line = '';
  for (let done = 0; done < times; done += 2) {
    await server.call('search_calls', { limit: 25 });
    line = await server.call('get_order', { order_id: 39 });
  }
  result(line, JSON.parse(line).id);
}
