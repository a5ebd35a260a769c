import { sampleAnswers } from './answers.ts';
import { ENTRY_NAME, readEntry } from './edit-settings.ts';
import { entryText, nextEntry, ownLaunch } from './entry.ts';
import type { Host } from './hosts.ts';
import { say } from './questions.ts';
import { readSettingsFile } from './settings-file.ts';
import { orProblem, type Wish } from './wish.ts';

/** `--print`: shows for each host what would be written, and writes nothing. */
export async function printEntries({ hosts: named, settings }: Wish, hosts: readonly Host[]): Promise<void> {
  const env = sampleAnswers(settings);
  const found = hosts.filter((host) => host.found);
  if (!named && !found.length) say('No assistant was found here; these are the entries of all.\n');
  for (const host of named ?? (found.length ? found : hosts))
    await orProblem(host, async () => {
      const present = readEntry((await readSettingsFile(host.path)).text, host.servers);
      const next = nextEntry(host, ownLaunch(), env, present);
      say(`${host.name}: "${ENTRY_NAME}" in "${host.servers}" of ${host.path}`);
      say(`${entryText(next)}\n${present ? `in place of\n${entryText(present)}\n` : ''}`);
    });
}
