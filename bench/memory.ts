/** Measures the server's memory, and whether it grows with the calls. */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ALL_TOOLS, BUNDLE, MINIMAL_SDK_SERVER, startSandbox } from './children.ts';
import { atMost, type Figure, type Section, under } from './report.ts';
import { result, type Server, startServer } from './rpc.ts';

const FEW = 1_000;
const MANY = 10_000;
const MAX_GROWTH_PERCENT = 15;
const MAX_MB = 100;
const REST_MS = 1_000;

export const memory: Section = {
  title: 'memory: resident set (VmRSS), calls to search_calls {limit: 25} and get_order by turns',
  deadlineMs: 420_000,
  async measure() {
    if (process.platform !== 'linux')
      return [{ what: 'resident set', value: 'not measured: read from /proc, which only Linux has' }];
    const minimal = await startServer([MINIMAL_SDK_SERVER]);
    const dialer = await startSandbox();
    const server = await startServer([BUNDLE, ...ALL_TOOLS], {
      HITRATE_URL: dialer.url,
      HITRATE_TOKEN: dialer.token,
    });
    try {
      await sleep(REST_MS);
      const minimalAtRest = residentMb(minimal.pid);
      const atRest = residentMb(server.pid);
      await minimal.end();
      const series: number[] = [];
      for (let done = 0; done < MANY; done += FEW) {
        await makeCalls(server, FEW);
        series.push(residentMb(server.pid));
      }
      const few = series[0]!;
      const many = series.at(-1)!;
      const growth = (many / few - 1) * 100;
      return [
        megabytes('minimal SDK server at rest', minimalAtRest),
        megabytes('hitrate-mcp at rest, tools listed', atRest),
        megabytes(`after ${FEW} calls`, few),
        { ...megabytes(`after ${MANY} calls`, many), goal: under(many, MAX_MB, ' MB') },
        {
          what: `from ${FEW} to ${MANY} calls`,
          value: `${growth.toFixed(1)} %`,
          goal: atMost(growth, MAX_GROWTH_PERCENT, ' %'),
        },
        { what: `after each ${FEW}`, value: 'MB', spread: series.map((mb) => mb.toFixed(0)).join(' ') },
      ];
    } finally {
      await Promise.all([minimal.end(), server.end(), dialer.end()]);
    }
  },
};

const megabytes = (what: string, mb: number): Figure => ({ what, value: `${mb.toFixed(1)} MB` });

/** Returns the resident set, which only Linux tells. */
export const residentMb = (pid: number): number => memoryMb(pid, 'VmRSS');

/** Returns in megabytes what a process holds now (VmRSS), or has held at most (VmHWM). */
function memoryMb(pid: number, what: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kibibytes = new RegExp(`^${what}:\\s+(\\d+) kB$`, 'm').exec(status)![1];
  return (Number(kibibytes) * 1024) / 1e6;
}

/** Starts to watch a process. @returns gives the peak of its resident set (VmHWM) since then, above what it is now */
export function peakFromNow({ pid }: Server, limitMb: number): () => Figure {
  if (process.platform !== 'linux')
    return () => ({ what: '  memory', value: 'not measured: read from /proc, which only Linux has' });
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // Without the right to it, the peak may be one of the start: the figure is too high then, never too low.
  }
  const rest = memoryMb(pid, 'VmRSS');
  return () => {
    const peak = memoryMb(pid, 'VmHWM');
    return {
      what: '  peak memory (VmHWM) above rest',
      value: `${(peak - rest).toFixed(1)} MB`,
      spread: `${rest.toFixed(0)} to ${peak.toFixed(0)}`,
      goal: atMost(peak - rest, limitMb, ' MB'),
    };
  };
}

async function makeCalls(server: Server, count: number): Promise<void> {
  let line = '';
  for (let done = 0; done < count; done += 2) {
    await server.call('search_calls', { limit: 25 });
    line = await server.call('get_order', { order_id: 39 });
  }
  result(line, JSON.parse(line).id);
}
