/** Which process wrote something down, so that another can tell whether it still runs: a number is given anew later. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { isObject } from '../json.ts';

/** What the system does not tell is empty. */
export interface ProcessIdentity {
  pid: number;
  /** When it was started, in ticks since the machine was. */
  started: string;
  /** Of the machine's present run. */
  boot: string;
  /** Containers of one machine number their processes apart. */
  namespace: string;
  /** The machine: its name and its id. */
  host: string;
  machine: string;
}

let own: ProcessIdentity | undefined;

export function ownIdentity(): ProcessIdentity {
  own ??= {
    pid: process.pid,
    started: startOf(process.pid) ?? '',
    boot: textOf('/proc/sys/kernel/random/boot_id'),
    namespace: orEmpty(() => readlinkSync('/proc/self/ns/pid')),
    host: hostname(),
    machine: textOf('/etc/machine-id'),
  };
  return own;
}

/** Returns whether it still runs; undefined where that can't be known here, as of one in another container. */
export function isRunning(other: ProcessIdentity, here = ownIdentity()): boolean | undefined {
  if (other.host !== here.host || other.machine !== here.machine) return undefined;
  // Two machines may have one name, but not one id.
  if (other.boot !== here.boot) return here.machine === '' ? undefined : false;
  if (other.namespace !== here.namespace) return undefined;
  return exists(other.pid) && !hasOtherStart(other) && !isZombie(other.pid);
}

export function isProcessIdentity(value: unknown): value is ProcessIdentity {
  if (!isObject(value)) return false;
  const { pid, started, boot, namespace, host, machine } = value as Partial<ProcessIdentity>;
  const texts = [started, boot, namespace, host, machine];
  return Number.isSafeInteger(pid) && pid! > 0 && texts.every((text) => typeof text === 'string');
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

function hasOtherStart({ pid, started }: ProcessIdentity): boolean {
  const present = startOf(pid);
  return present !== undefined && started !== '' && present !== started;
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

const startOf = (pid: number): string | undefined => statOf(pid)?.[19];

/** Returns the fields behind the program's name, which may have blanks and brackets in it (proc_pid_stat(5)). */
function statOf(pid: number): string[] | undefined {
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
