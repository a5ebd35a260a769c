/** The settings of a server as they are for one person: never more than the operator set for all. */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { PRIVACY_MODES, TIERS } from '../config/settings.ts';
import type { Person } from '../define/person.ts';

export function personConfig(config: Config, person: Person): Config {
  const { subject, dialerToken, toolsets } = person;
  return Object.freeze({
    ...config,
    subject,
    token: dialerToken,
    access: first(TIERS, config.access, person.access),
    toolsets: toolsets ? config.toolsets.filter((name) => toolsets.includes(name)) : config.toolsets,
    privacy: last(PRIVACY_MODES, config.privacy, person.privacy ?? config.privacy),
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

/** The lists run from the least to the most. */
const first = <T>(order: readonly T[], a: T, b: T): T => order[Math.min(order.indexOf(a), order.indexOf(b))]!;
const last = <T>(order: readonly T[], a: T, b: T): T => order[Math.max(order.indexOf(a), order.indexOf(b))]!;
