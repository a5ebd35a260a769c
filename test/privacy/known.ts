/** What the sandbox knows of people, and whether a text holds it: written without the code under test, and as dumb as possible. */
import type { State } from '../../src/sandbox/state.ts';

export type Kind = 'phone' | 'email' | 'address' | 'full name' | 'name' | 'identity number';

/** What is searched, by kind, each in the one form that `reduced` texts have it in. */
export type Needles = Record<Kind, Set<string>>;

const plain = (text: string): string => text.normalize('NFC').toLowerCase();
const words = (text: string): string =>
  ` ${plain(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
const digits = (text: string): string => text.replace(/[\s().,/+–-]/g, '');

/** The number without country code and trunk prefix, so that all its ways of writing hold it. */
const subscriber = (phone: string): string => digits(phone).replace(/^(00)?46\(?0?\)?|^0/, '');

export function needlesOf(state: State): Needles {
  const needles: Needles = {
    phone: new Set(),
    email: new Set(),
    address: new Set(),
    'full name': new Set(),
    name: new Set(),
    'identity number': new Set(),
  };
  const add = (kind: Kind, value: string | null | undefined) => {
    // What stands in the place of an erased person's data says nothing of anybody.
    if (value && !/gdpr removed/i.test(value)) needles[kind].add(value);
  };
  const addEmail = (email: string | null) => add('email', email?.includes('@') ? plain(email) : null);
  const addPerson = (first: string | null, last: string | null) => {
    if (!first || !last) return;
    add('full name', words(`${first} ${last}`));
    add('full name', words(`${last} ${first}`));
    for (const name of [first, last]) add('name', words(name));
  };
  for (const customer of state.customers.values()) {
    addPerson(customer.first_name, customer.last_name);
    for (const phone of [customer.phone, ...customer.old_phones]) add('phone', subscriber(phone));
    addEmail(customer.email);
    // The street without its number is one too.
    add('address', customer.address && words(customer.address.replace(/\s*\d.*$/, '')));
    add('identity number', customer.identity_number && digits(customer.identity_number).slice(-10));
  }
  for (const user of state.users.values()) {
    if (user.firstname !== 'Hitrate') addPerson(user.firstname, user.lastname);
    addEmail(user.email);
    add('address', user.address && words(user.address.replace(/\s*\d.*$/, '')));
  }
  for (const list of state.blocklists.values())
    for (const { phone } of list.numbers.values()) add('phone', subscriber(phone));
  for (const { phonenumber } of state.calls) add('phone', subscriber(phonenumber));
  for (const { callerid } of state.campaigns.values()) add('phone', subscriber(callerid));
  return needles;
}

/** Words that the dialer's own lists have too: places, products, campaigns, streets. */
export const wordsOfThings = (state: State): string[] =>
  [
    ...[...state.offices.values()].map(({ name }) => name),
    ...[...state.clients.values()].map(({ name }) => name),
    ...[...state.campaigns.values()].map(({ name }) => name),
    ...[...state.products.values()].map(({ title }) => title),
    ...[...state.contactlists.values()].map(({ title }) => title),
    ...[...state.call_results.values()].map(({ title }) => title),
    ...[...state.customers.values()].map(({ city }) => city ?? ''),
  ].flatMap((text) => words(text).trim().split(' '));

export interface Leak {
  kind: Kind;
  needle: string;
  text: string;
}

/** Every needle in what left, JSON within JSON unpacked. */
export function leaksIn(left: readonly unknown[], needles: Needles, except: readonly string[]): Leak[] {
  const excepted = new Set(except.map((word) => ` ${word} `));
  const leaks: Leak[] = [];
  const seen = new Set<string>();
  for (const text of left.flatMap(textsIn)) {
    if (seen.has(text)) continue;
    seen.add(text);
    for (const form of new Set([text, decoded(text)])) leaks.push(...leaksInText(form, needles, excepted));
  }
  return leaks;
}

function leaksInText(text: string, needles: Needles, excepted: ReadonlySet<string>): Leak[] {
  const found: [Kind, string][] = [];
  const joined = digits(text);
  if (/\d{7}/.test(joined))
    for (const kind of ['phone', 'identity number'] as const)
      for (const needle of needles[kind]) if (joined.includes(needle)) found.push([kind, needle]);
  if (text.includes('@'))
    for (const needle of needles.email) if (plain(text).includes(needle)) found.push(['email', needle]);
  const spaced = words(text);
  for (const kind of ['address', 'full name', 'name'] as const)
    for (const needle of needles[kind])
      if (!excepted.has(needle) && spaced.includes(needle)) found.push([kind, needle]);
  return found.map(([kind, needle]) => ({ kind, needle, text: text.slice(0, 300) }));
}

/** All texts of a value, member names too; what is JSON itself is unpacked. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'number') return [String(value)];
  if (typeof value === 'string') {
    // Bytes are text to whoever reads them.
    if (/^[\w+/]{400,}={0,2}$/.test(value)) return [Buffer.from(value, 'base64').toString('latin1')];
    const inner = unpacked(value);
    if (inner !== undefined) return textsIn(inner);
    const lines = value.split(/\r?\n/);
    return lines.length > 20 ? lines.flatMap(textsIn) : [value];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    ...(Array.isArray(value) ? [] : [name]),
    ...textsIn(member),
  ]);
}

function unpacked(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
