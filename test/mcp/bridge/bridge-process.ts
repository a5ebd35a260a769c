/** The bridge as a host starts it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterThisTest } from '../../support/cleanup.ts';
import { newFolder } from '../../support/files.ts';
import { type Running, run } from '../../support/process.ts';
import { until } from '../../support/waiting.ts';

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

/** Ends the login that a bridge has started, once it waits for the person. */
export async function endBackgroundLogin(bridge: Running, env: Record<string, string>): Promise<void> {
  await until(() => bridge.stderr().includes('open this address'));
  const lock = loginFiles(env).find((path) => path.endsWith('.browser'))!;
  process.kill(JSON.parse(readFileSync(lock, 'utf8')).pid);
}
