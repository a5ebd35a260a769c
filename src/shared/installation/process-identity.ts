/** Which process wrote something down, so that another can tell whether it still runs. */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export interface ProcessIdentity {
  pid: number;
  /** Where the number counts: a machine, or one of its containers. */
  host: string;
  /** Changes when the machine starts anew; absent where the system tells none. */
  boot?: string;
  /** When it started, as the system counts, since numbers are used again; absent where the system tells none. */
  started?: string;
}

let own: ProcessIdentity | undefined;

export function ownIdentity(): ProcessIdentity {
  own ??= {
    pid: process.pid,
    host: [hostname(), orNothing(() => readlinkSync('/proc/self/ns/pid'))].filter(Boolean).join(' '),
    boot: orNothing(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()),
    started: processStat(process.pid)?.started,
  };
  return own;
}

/** Returns whether it still runs; undefined where that can't be seen from here, as in another container. */
export function isRunning({ pid, host, boot, started }: ProcessIdentity): boolean | undefined {
  const here = ownIdentity();
  if (host !== here.host) return undefined;
  if (boot !== here.boot) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Another user's process (EPERM) is there.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const stat = processStat(pid);
  return !stat || (!stat.ended && stat.started === started);
}

export function isProcessIdentity(value: object): value is ProcessIdentity {
  const { pid, host, boot, started } = value as Partial<ProcessIdentity>;
  const isText = (text: unknown) => text === undefined || typeof text === 'string';
  return Number.isSafeInteger(pid) && pid! > 0 && typeof host === 'string' && isText(boot) && isText(started);
}

/** By proc(5): the state is the first field behind the name in brackets, the start the twentieth. Linux alone has it. */
function processStat(pid: number): { ended: boolean; started: string } | undefined {
  const text = orNothing(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended, and stays on the list until its parent looks.
  return fields && { ended: /^[ZX]$/.test(fields[0]!), started: fields[19]! };
}

function orNothing(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
