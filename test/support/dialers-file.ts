/** Files of dialers, with a token file for each of them that has an address. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Who is named gets the token `sandbox-admin`, which every sandbox knows. Returns the path of the file. */
export function writeDialersFile(folder: string, dialers: Record<string, Record<string, unknown>>): string {
  const path = join(folder, 'dialers.json');
  const entries = Object.entries(dialers).map(([name, entry]) => {
    if (!entry.url) return [name, entry];
    const token_file = `${name}.token`;
    writeFileSync(join(folder, token_file), 'sandbox-admin\n', { mode: 0o600 });
    return [name, { token_file, ...entry }];
  });
  writeFileSync(path, JSON.stringify({ version: 1, dialers: Object.fromEntries(entries) }), { mode: 0o600 });
  return path;
}
