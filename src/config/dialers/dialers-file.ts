/** The file of dialers: where several are served, each with a token, and with no more rights than the settings give. */
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { type Config, configOf } from '../config.ts';
import { lineSchema, parseSettingsFile, readSettingsFile } from '../json-file.ts';
import { lowerRights } from '../lower-rights.ts';
import { type Env, type GivenValues, SettingError } from '../parse.ts';
import { PRIVACY_MODES, TIERS, TOOLSETS } from '../settings.ts';

/** Each stands in the instructions, and its name in every tool. */
const MAX_DIALERS = 20;
const MAX_TITLE_LENGTH = 40;
const NAME = /^[a-z0-9-]{1,30}$/;
const MAX_TEXT_LENGTH = 500;

const text = lineSchema(MAX_TEXT_LENGTH);
const entrySchema = z.strictObject({
  title: lineSchema(MAX_TITLE_LENGTH).optional(),
  dialer: text.optional(),
  url: text.optional(),
  sandbox: z.boolean().optional(),
  /** Relative to the folder of the file, or a full path. */
  token_file: text.optional(),
  access: z.enum(TIERS).optional(),
  toolsets: z.array(z.enum(TOOLSETS)).min(1).optional(),
  privacy: z.enum(PRIVACY_MODES).optional(),
  timezone: text.optional(),
  currency: text.optional(),
  region: text.optional(),
});
const fileSchema = z.strictObject({ version: z.literal(1), dialers: z.record(z.string(), entrySchema) });

type Entry = z.infer<typeof entrySchema>;

/**
 * Returns the settings at each dialer, in the order of the file: at least one.
 * @param values what is set for all of them
 * @throws SettingError: one line that names the file and the place in it
 */
export function readDialers(path: string, values: GivenValues, env: Env): [Config, ...Config[]] {
  const content = readSettingsFile(path);
  const { dialers } = parseSettingsFile(content, path, fileSchema);
  const [first, ...rest] = Object.entries(dialers);
  if (!first || rest.length >= MAX_DIALERS)
    throw new SettingError(`${path}: dialers must have 1 to ${MAX_DIALERS} entries`);
  checkTwice(path, content, Object.keys(dialers));
  checkNames(path, [first, ...rest]);
  const { dialers: _, ...common } = values;
  const read = ([name, entry]: [string, Entry]): Config => {
    const where = `${path}: dialers.${name}`;
    const own = configOf({ ...common, ...valuesOf(entry, where, path) }, env);
    if (!own.sandbox && own.origin === undefined)
      throw new SettingError(`${where}: give dialer (its name), url, or "sandbox": true`);
    return lowered(own, { name, entry, where, isOneOfSeveral: rest.length > 0 });
  };
  return [read(first), ...rest.map(read)];
}

function checkNames(path: string, entries: readonly [string, Entry][]): void {
  const called = new Map<string, string>();
  for (const [name, { title }] of entries) {
    if (!NAME.test(name))
      throw new SettingError(
        `${path}: dialers.${name.slice(0, 40)}: a name has lower-case letters, digits and -, and at most 30 of them`,
      );
    // People say either: one that could be two companies would be the wrong one one day.
    for (const word of new Set([name, ...(title === undefined ? [] : [title.toLowerCase()])])) {
      const other = called.get(word);
      if (other !== undefined)
        throw new SettingError(
          `${path}: dialers.${name}: is called as dialers.${other} is: names and titles must differ`,
        );
      called.set(word, name);
    }
  }
}

/** Returns an entry as if it had been set by flags, so that it is checked as they are. */
function valuesOf(entry: Entry, where: string, path: string): GivenValues {
  const { token_file } = entry;
  const texts = {
    dialer: entry.dialer,
    url: entry.url,
    sandbox: entry.sandbox ? 'on' : undefined,
    timezone: entry.timezone,
    currency: entry.currency,
    region: entry.region,
  };
  const values: GivenValues = {};
  for (const [key, value] of Object.entries(texts) as [keyof typeof texts, string | undefined][])
    if (value !== undefined) values[key] = { text: value, from: `${where}.${key}` };
  if (token_file !== undefined)
    values.tokenFile = { text: resolve(dirname(path), token_file), from: `${where}.token_file` };
  return values;
}

/** JSON keeps the last one of the same name: what stood before it would be lost unseen. */
function checkTwice(path: string, content: string, names: readonly string[]): void {
  const members: string[] = content.match(/"(?:[^"\\]|\\.)*"(?=\s*:\s*\{)/g) ?? [];
  // The first of them is the member that all stand in.
  const entries = members.slice(1 + members.indexOf('"dialers"'));
  for (const name of names)
    if (entries.filter((member) => JSON.parse(member) === name).length > 1)
      throw new SettingError(`${path}: dialers.${name} stands twice`);
}

interface Named {
  name: string;
  entry: Entry;
  where: string;
  isOneOfSeveral: boolean;
}

/** What an entry allows beyond the settings it does not get, and that is said. */
function lowered(own: Config, { name, entry, where, isOneOfSeveral }: Named): Config {
  const rights = lowerRights(own, entry);
  const { access, privacy } = rights;
  if (!rights.toolsets.length) throw new SettingError(`${where}.toolsets: HITRATE_TOOLSETS has none of them`);
  const { downloadDir } = own.recordings;
  return Object.freeze({
    ...own,
    ...rights,
    profile: { name, title: entry.title, isOneOfSeveral },
    recordings: {
      ...own.recordings,
      // Files of one company are none of another's.
      downloadDir: downloadDir && isOneOfSeveral ? join(downloadDir, name) : downloadDir,
    },
    warnings: [
      ...own.warnings,
      ...((entry.access ?? access) === access
        ? []
        : [`${where}.access: HITRATE_ACCESS=${access} allows less, and holds.`]),
      ...((entry.privacy ?? privacy) === privacy
        ? []
        : [`${where}.privacy: HITRATE_PRIVACY=${privacy} is stricter, and holds.`]),
    ],
  });
}
