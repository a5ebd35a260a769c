/** A folder with a user file and two dialer tokens, and the built program's `user` in it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createAuthenticator } from '../../../src/auth/authenticator.ts';
import { TOOLSETS } from '../../../src/config/settings.ts';
import { newFolder } from '../../support/files.ts';
import { type Ended, run } from '../../support/process.ts';

export interface Desk {
  folder: string;
  /** The user file. */
  path: string;
  /** Runs `user` with these words, in the folder. */
  user(words: string[], lines?: string[]): Promise<Ended>;
  users(): any[];
}

export function desk(): Desk {
  const folder = newFolder();
  const path = join(folder, 'users.json');
  for (const name of ['anna', 'bo'])
    writeFileSync(join(folder, `${name}.token`), `dialer-token-of-${name}\n`, { mode: 0o600 });
  return {
    folder,
    path,
    user(words, lines = []) {
      const running = run(['user', ...words], {
        env: { HITRATE_USERS: path, HITRATE_ACCESS: 'write' },
        cwd: folder,
      });
      running.child.stdin!.end(lines.map((line) => `${line}\n`).join(''));
      return running.ended;
    },
    users: () => JSON.parse(readFileSync(path, 'utf8')).users,
  };
}

export async function deskWithAnna(): Promise<Desk> {
  const made = desk();
  expect(await made.user(['add', 'anna', '--token-file', 'anna.token'])).toMatchObject({ code: 0 });
  return made;
}

export const serverOf = ({ path }: Desk) =>
  createAuthenticator({
    config: { access: 'destructive', toolsets: TOOLSETS, auth: { users: path } },
    resource: 'http://127.0.0.1:8080/mcp',
    report: () => {},
  });
