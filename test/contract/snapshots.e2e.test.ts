/**
 * What hosts are told and what recorded examples are answered with, as files: a change of either shows in review.
 * `npx vitest run test/contract/snapshots.e2e.test.ts -u` renews them.
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { CallHost } from '../../src/call/call.ts';
import { createServices, type Services } from '../../src/call/services.ts';
import { readConfig } from '../../src/config/config.ts';
import { SETTINGS, TIERS } from '../../src/config/settings.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { type FakeDialer, fakeDialer } from '../support/fake-dialer.ts';
import { newFolder } from '../support/files.ts';
import { startHost } from '../support/host.ts';
import { TRUST_ENV } from '../support/trust-env.ts';
import { type Case, cases } from './cases/index.ts';
import { readTarget, typedName } from './targets.ts';

/** Answers tell of days that are past. */
const NOW = new Date('2026-11-20T10:00:00Z');

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;

it.each(TIERS)('tools/list of the tier %s matches its snapshot file byte for byte', async (tier) => {
  const host = await startHost({ HITRATE_SANDBOX: 'on', HITRATE_ACCESS: tier, HITRATE_DOWNLOAD_DIR: '/tmp' });
  const { tools } = await host.client.listTools();
  await host.close();
  await expect(pretty(tools)).toMatchFileSnapshot(`snapshots/tools-list.${tier}.json`);
});

let dialer: FakeDialer;
let folder: string;
let engine: Services;

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  dialer = await fakeDialer();
  folder = newFolder();
  const env = {
    ...TRUST_ENV,
    HITRATE_ASK: SETTINGS.ask.default,
    HITRATE_DOWNLOAD_DIR: folder,
    HITRATE_URL: dialer.url,
    HITRATE_ACCESS: 'destructive',
    HITRATE_TOKEN: 'test-token',
  };
  const noSandbox = () => Promise.reject(new Error('there is no sandbox here'));
  engine = createServices(readConfig([], env), {}, noSandbox, { newPassword: () => 'made-by-server' });
});
afterAll(async () => {
  vi.useRealTimers();
  await engine.close();
  await dialer.close();
});

/** The answer or the error, what was asked of a person, and what left for the dialer. */
async function outcomeOf(example: Case): Promise<object> {
  dialer.requests.length = 0;
  dialer.script((asked) => {
    const isAct = asked.method === example.request?.method && asked.path === example.request.path;
    return isAct ? example.answer : { body: readTarget(asked, example) };
  });
  const forms: string[] = [];
  const context: CallHost = {
    signal: new AbortController().signal,
    ask: async ({ message, field }) => {
      forms.push(message);
      return field.type === 'boolean' ? true : typedName(example);
    },
  };
  const outcome = await engine.caller.call(example.tool, example.args, context).then(
    ({ row, files: [file] }) => ({ row, ...(file && { file }) }),
    (error) => {
      if (error instanceof ToolError) return { error: `${error.kind}: ${error.message}` };
      throw error;
    },
  );
  const sent = dialer.requests.map(({ method, url, body }) => ({ method, url, body }));
  // Reads that are made together arrive in any order.
  const requests = sent.map((one) => JSON.stringify(one)).sort();
  return { call: example.tool, args: example.args, ...outcome, ...(forms.length && { forms }), requests };
}

it('the answers to all recorded examples match the snapshot file byte for byte', async () => {
  const outcomes: Record<string, object> = {};
  for (const example of cases)
    outcomes[`${example.endpoint} / ${example.example}`] = await outcomeOf(example);
  const text = pretty(outcomes)
    .replaceAll(dialer.url, 'http://dialer')
    .replaceAll(folder, '/folder')
    .replaceAll(/127\.0\.0\.1:\d+/g, 'dialer');
  await expect(text).toMatchFileSnapshot('snapshots/answers.json');
});
