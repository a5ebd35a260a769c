/** The bridge as a host starts it. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterThisTest } from '../../support/cleanup.ts';
import { newFolder } from '../../support/files.ts';
import { type Running, run } from '../../support/process.ts';

/** With a state folder and a home of its own, and without a browser. */
export function bridgeEnv(more: Record<string, string> = {}): Record<string, string> {
  const folder = newFolder();
  return { PATH: folder, HOME: folder, HITRATE_STATE_DIR: join(folder, 'state'), ...more };
}

export function startBridge(url: string, env = bridgeEnv(), args: string[] = []): Running {
  const bridge = run(['connect', url, ...args], { env });
  afterThisTest(() => bridge.end('SIGTERM'));
  return bridge;
}

/** The files of logins. */
export const loginFiles = (env: Record<string, string>): string[] => {
  const folder = join(env.HITRATE_STATE_DIR!, 'logins');
  return readdirSync(folder).map((name) => join(folder, name));
};
