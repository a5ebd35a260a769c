/** Opens an address in the browser of this machine, by the platform's own opener. */
import { spawn } from 'node:child_process';

/** Without a shell: nothing in an address is a command. */
const OPENERS: Partial<Record<NodeJS.Platform, readonly [command: string, ...args: string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};
const LINUX_OPENER = ['xdg-open'] as const;
/** An opener that fails does so at once; one that works may last as long as the browser. */
const FAILS_WITHIN_MS = 1_000;

/** Returns whether it was opened, as far as can be told. Never throws: the person can open it by hand. */
export function openBrowser(address: string): Promise<boolean> {
  const [command, ...args] = OPENERS[process.platform] ?? LINUX_OPENER;
  return new Promise((resolve) => {
    const child = spawn(command, [...args, address], { detached: true, stdio: 'ignore', windowsHide: true });
    const timer = setTimeout(() => resolve(true), FAILS_WITHIN_MS);
    const end = (opened: boolean) => {
      clearTimeout(timer);
      resolve(opened);
    };
    child.on('error', () => end(false));
    child.on('exit', (code) => end(code === 0));
    child.unref();
  });
}
