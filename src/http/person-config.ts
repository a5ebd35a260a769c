/** The settings of a server as they are for one person: never more than the operator set for all. */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import type { Configs } from '../config/dialers/read-configs.ts';
import { lowerRights } from '../config/lower-rights.ts';
import type { Person } from '../define/person.ts';

/** Returns the settings at each dialer that the person has a token at; empty where that is none. */
export function personConfigs(configs: Configs, person: Person): Config[] {
  const own = configs.flatMap((config) => {
    const token = tokenAt(config, person);
    return token === undefined ? [] : [personConfig(config, token, person)];
  });
  const [only] = own;
  if (own.length !== 1 || !only?.profile) return own;
  return [Object.freeze({ ...only, profile: { ...only.profile, isOneOfSeveral: false } })];
}

/** A token without a name is for the only dialer: the user file is checked for that. */
export function tokenAt({ profile }: Pick<Config, 'profile'>, { tokens }: Person): string | undefined {
  if (!profile) return tokens[''];
  return tokens[profile.name] ?? (profile.isOneOfSeveral ? undefined : tokens['']);
}

/** Whether the person has a token at the dialer of that name; undefined names the only one. */
export const hasTokenAt = (configs: Configs, person: Person, dialer: string | undefined): boolean =>
  configs.some((config) => config.profile?.name === dialer && tokenAt(config, person) !== undefined);

function personConfig(config: Config, token: string, person: Person): Config {
  const { subject } = person;
  return Object.freeze({
    ...config,
    ...lowerRights(config, person),
    subject,
    token,
    recordings: {
      ...config.recordings,
      downloadDir: config.recordings.downloadDir && ownFolder(config.recordings.downloadDir, subject),
    },
  });
}

/** Files of one person are none of another's. */
function ownFolder(dir: string, subject: string): string {
  const readable = subject
    .replace(/[^\w.@-]/g, '_')
    .replace(/^\.+/, '_')
    .slice(0, 60);
  const hash = createHash('sha256').update(subject).digest('hex').slice(0, 8);
  const folder = join(dir, `${readable}-${hash}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}
