/** Which process it is, so that others can tell whether it still runs: a number alone is given to another one later. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

export interface ProcessIdentity {
  pid: number;
  /** When it was started, in ticks since the machine was; empty where the system does not tell. */
  start: string;
  /** Of the machine's present run. */
  boot: string;
  /** Containers of one machine number their processes apart. */
  space: string;
  /** The machine: name and id, of which the second may be empty. */
  host: string;
  machine: string;
}

export const ownIdentity = (): ProcessIdentity => ({
  pid: process.pid,
  start: startOf('self') ?? '',
  boot: textOf('/proc/sys/kernel/random/boot_id'),
  space: orEmpty(() => readlinkSync('/proc/self/ns/pid')),
  host: hostname(),
  machine: textOf('/etc/machine-id'),
});

/** Whether that process surely is no more. Of what can't be known it is not said. */
export function isGone(other: ProcessIdentity, own: ProcessIdentity): boolean {
  if (other.host !== own.host || other.machine !== own.machine) return false;
  // Two machines may have one name, but not one id.
  if (other.boot !== own.boot) return own.machine !== '';
  if (other.space !== own.space) return false;
  return !exists(other.pid) || hasOtherStart(other) || isZombie(other.pid);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it belongs to another user.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function hasOtherStart({ pid, start }: ProcessIdentity): boolean {
  const present = startOf(pid);
  return present !== undefined && start !== '' && present !== start;
}

/** Of a killed process the first thread may have ended while another one still ends its write. */
function isZombie(pid: number): boolean {
  if (!['Z', 'X'].includes(statOf(pid)?.[0] ?? '')) return false;
  try {
    return readdirSync(`/proc/${pid}/task`).length <= 1;
  } catch {
    return false;
  }
}

const startOf = (pid: number | 'self'): string | undefined => statOf(pid)?.[19];

/** Returns the fields behind the program's name, which may have blanks and brackets in it (proc_pid_stat(5)). */
function statOf(pid: number | 'self'): string[] | undefined {
  const text = textOf(`/proc/${pid}/stat`);
  return text ? text.slice(text.lastIndexOf(')') + 2).split(' ') : undefined;
}

const textOf = (path: string): string => orEmpty(() => readFileSync(path, 'utf8').trim());

function orEmpty(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
