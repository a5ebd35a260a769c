/** What the tests of imports share: a sandbox over HTTP, a download folder, and calls through the engine. */

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { CallHost } from '../../src/call/call.ts';
import { createSandbox, type State } from '../../src/sandbox/index.ts';
import { type FakeDialer, fakeDialer, type Script } from './fake-dialer.ts';
import { newFolder } from './files.ts';
import { type Calls, callsTo } from './services.ts';

export const LIST = 6;

/** Swedish numbers that nobody has (PTS sets them aside): 095 mobile ones, and 300 of three cities. */
export const NUMBERS: string[] = [
  ...range('070-17406', 5, 99, 2),
  ...range('08-465004', 0, 99, 2),
  ...range('031-39006', 0, 99, 2),
  ...range('040-62804', 0, 99, 2),
];

function range(head: string, from: number, to: number, digits: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, i) => head + String(from + i).padStart(digits, '0'));
}

export const e164 = (number: string): string => `+46${number.replace(/\D/g, '').slice(1)}`;

export interface Import {
  folder: string;
  calls: Calls;
  /** Puts a file into the folder. */
  file(name: string, content: string | Buffer): void;
  /** The answer as a host gets it. */
  run(args: object, context?: Partial<CallHost>): Promise<any>;
  /** The kind of error and its text. */
  fails(args: object): Promise<{ kind: string; text: string }>;
  files(): string[];
  /** What the result file says, row by row: line, status, customer id, phone, reason. */
  results(name: string): string[][];
}

export function importTo(url: string, env: Record<string, string> = {}): Import {
  const folder = join(newFolder(), 'downloads');
  mkdirSync(folder);
  const calls = callsTo(url, { HITRATE_DOWNLOAD_DIR: folder, HITRATE_TIMEOUT_MS: '20000', ...env });
  const call = (args: object, context?: Partial<CallHost>) =>
    calls.call(['import_customers', { contactlist_id: LIST, ...args }], context);
  return {
    folder,
    calls,
    file: (name, content) => writeFileSync(join(folder, name), content),
    async run(args, context) {
      const { kind, text } = await call(args, context);
      expect(kind, text).toBe('answer');
      return JSON.parse(text);
    },
    async fails(args) {
      const outcome = await call(args);
      expect(outcome.kind, outcome.text).not.toBe('answer');
      return outcome;
    },
    files: () => readdirSync(folder).sort(),
    results: (name) => read(join(folder, name)),
  };
}

export const read = (path: string): string[][] =>
  readFileSync(path, 'utf8')
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.split(';'));

/** A sandbox with empty lists for each test of the file. */
export function useSandbox(env: Record<string, string> = {}): () => Import & { state: State } {
  let it: Import & { state: State };
  let close: () => Promise<void>;
  beforeEach(async () => {
    const sandbox = createSandbox({ calls: 10 });
    const listening = await sandbox.listen();
    // Its people have the numbers that tests may use.
    for (const customer of sandbox.state.customers.values()) customer.contactlist_ids = [];
    close = listening.close;
    it = { ...importTo(listening.url, { HITRATE_TOKEN: 'sandbox-admin', ...env }), state: sandbox.state };
  });
  afterEach(async () => {
    await it.calls.close();
    await close();
  });
  return () => it;
}

/** Customers of the list that have been there no longer than this test. */
export const added = ({ state }: { state: State }, before: number) =>
  [...state.customers.values()].filter(
    ({ id, contactlist_ids }) => id > before && contactlist_ids.includes(LIST),
  );

export const lastId = ({ state }: { state: State }): number => Math.max(...state.customers.keys());

/** A dialer that takes every row, as the test scripts it beyond that. */
export interface Taking extends FakeDialer {
  /** The customers of each part that came, oldest first. */
  parts(): { phones: string[]; allow_duplicates: unknown }[];
  /** Answers parts; all else is a list that is there, without custom fields. */
  onPart(script: Script): void;
}

export const inserted: Script = ({ body }) => ({
  body: {
    illegal_phone: [],
    filtered_duplicates: [],
    failed_insert: [],
    success_insert: body.data.map((row: any, i: number) => ({ ...row, customer_id: 1000 + i })),
  },
});

export async function takingDialer(): Promise<Taking> {
  const dialer = await fakeDialer();
  const isPart = (path: string) => path === '/api/customers';
  const onPart = (script: Script) =>
    dialer.script((request, response) => {
      if (isPart(request.path)) return script(request, response);
      return {
        body: request.path.startsWith('/api/contactlist')
          ? { id: LIST, title: 'Kunder', contacts_count: 3 }
          : [],
      };
    });
  onPart(inserted);
  return {
    ...dialer,
    onPart,
    parts: () =>
      dialer.requests
        .filter(({ path }) => isPart(path))
        .map(({ body }) => ({
          phones: body.data.map((row: any) => row.phone),
          allow_duplicates: body.allow_duplicates,
        })),
  };
}

/** One such dialer for the file, with a fresh folder for each test. */
export function useTakingDialer(env: Record<string, string> = {}): () => Import & { dialer: Taking } {
  let dialer: Taking;
  let it: Import;
  beforeAll(async () => {
    dialer = await takingDialer();
  });
  beforeEach(() => {
    dialer.requests.length = 0;
    dialer.onPart(inserted);
    it = importTo(dialer.url, env);
  });
  afterEach(() => it.calls.close());
  afterAll(() => dialer.close());
  return () => ({ ...it, dialer });
}

/** Of the numbers above, which repeat from row 396 on: for those who allow duplicates. */
export const csvOf = (count: number): string =>
  `telefon;namn\n${Array.from({ length: count }, (_, i) => `${NUMBERS[i % NUMBERS.length]};Kund Nr${i}`).join('\n')}\n`;

/** How often each status is in the result file. */
export function tallied(rows: string[][]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [, status] of rows) counts[status!] = (counts[status!] ?? 0) + 1;
  return counts;
}
