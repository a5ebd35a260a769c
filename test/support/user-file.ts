/** User files of a server for a team, with a token file for each of their people. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UserEntry, UserFile } from '../../src/auth/user-file.ts';

export type TestUser = Partial<UserEntry> & { subject: string };

/** Who is named gets the dialer token `dialer-token-of-<subject>`. Returns the path of the file. */
export function writeUserFile(folder: string, users: TestUser[], more: Partial<UserFile> = {}): string {
  const path = join(folder, 'users.json');
  const entries = users.map(({ subject, ...rest }, index) => {
    const token_file = `${index}.token`;
    writeFileSync(join(folder, token_file), `dialer-token-of-${subject}\n`, { mode: 0o600 });
    return { subject, token_file, ...rest };
  });
  writeFileSync(path, JSON.stringify({ version: 1, ...more, users: entries }), { mode: 0o600 });
  return path;
}
