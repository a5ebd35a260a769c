/** The login in a process of its own: a host ends a server that can't answer, and the person would come back to nobody. */
import { spawn } from 'node:child_process';

/** @param args of this program */
export function startLoginProcess(args: readonly string[]): void {
  const child = spawn(process.execPath, [...process.execArgv, ...args], {
    detached: true,
    // A host may wait for the end of stderr: the child has none of the host's.
    stdio: ['ignore', 'ignore', 'pipe'],
    windowsHide: true,
  });
  child.on('error', () => {});
  child.stderr.on('data', (text: Buffer) => process.stderr.write(text));
  child.stderr.on('error', () => {});
  child.unref();
  (child.stderr as unknown as { unref(): void }).unref();
}
