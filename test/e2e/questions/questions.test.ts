import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOOLSETS } from '../../../src/config/settings.ts';
import type { Host } from '../../../src/mcp/client.ts';
import { createSandbox } from '../../../src/sandbox/index.ts';
import { startHost } from '../../support/host.ts';
import { english, swedish } from './all.ts';
import { type Call, look } from './question.ts';
import { longWay, ourWay } from './way.ts';
import { worldOf } from './world.ts';

const questions = [...swedish, ...english];
const folder = mkdtempSync(join(tmpdir(), 'hitrate-questions-'));
const sandbox = createSandbox();
const world = worldOf(sandbox.state);
/** Another one for changes, so that the first stays as it was. */
const changing = createSandbox();
const ours = new Map<string, Awaited<ReturnType<typeof ourWay>>>();
/** Tokens of the answers by the endpoint tools alone. */
const endpoints = new Map<string, number>();
let dialer: Awaited<ReturnType<typeof sandbox.listen>>;
let changingDialer: typeof dialer;
let host: Host;
let writer: Host;
/** The same without the toolset insight. */
let bare: Host;

beforeAll(async () => {
  [dialer, changingDialer] = await Promise.all([sandbox.listen(), changing.listen()]);
  const env = { HITRATE_URL: dialer.url, HITRATE_TOKEN: 'sandbox-admin', HITRATE_DOWNLOAD_DIR: folder };
  const toolsets = TOOLSETS.filter((name) => name !== 'insight').join();
  [host, bare, writer] = await Promise.all([
    startHost(env),
    startHost({ ...env, HITRATE_TOOLSETS: toolsets }),
    startHost({ ...env, HITRATE_URL: changingDialer.url, HITRATE_ACCESS: 'write' }),
  ]);
  for (const question of questions) {
    ours.set(question.asked, await ourWay(question, asked(question.effect ? writer : host)));
    endpoints.set(question.asked, (await longWay(question.endpoints(), asked(bare))).tokens);
  }
});
afterAll(async () => {
  await Promise.all([host, bare, writer].map((one) => one?.close()));
  await Promise.all([dialer, changingDialer].map((one) => one?.close()));
  rmSync(folder, { recursive: true });
});

const asked =
  (who: Host) =>
  async ({ tool, args }: Call): Promise<string> => {
    const { text, isError } = await who.call(tool, args);
    expect(isError, `${tool} ${JSON.stringify(args)}: ${text}`).toBe(false);
    return text;
  };

describe('what managers and agents ask', () => {
  it('the questions are twenty-five in each language and all different', () => {
    expect([swedish.length, english.length]).toEqual([25, 25]);
    expect(ours.size).toBe(50);
  });

  it.each(questions)('at most two calls give the right facts for the question: $asked', (question) => {
    const { calls, last } = ours.get(question.asked)!;
    expect(calls).toBeLessThanOrEqual(2);
    const facts = question.facts(world, last);
    expect(facts).not.toHaveLength(0);
    for (const { at, is } of facts) expect(look(last, at), at.join(' > ')).toEqual(is);
  });

  it.each(questions.filter(({ effect }) => effect))(
    'the dialer has what was asked for: $asked',
    ({ effect }) => {
      const { of, becomes = of(world) } = effect!;
      expect(of(worldOf(changing.state))).toEqual(becomes);
    },
  );

  it('the answers to a question take at most 1,500 tokens in the median', () => {
    const sorted = [...ours.values()].map(({ tokens }) => tokens).toSorted((one, other) => one - other);
    const half = sorted.length / 2;
    expect((sorted[half - 1]! + sorted[half]!) / 2).toBeLessThanOrEqual(1_500);
  });

  it('the answers to all questions take at most a tenth of the tokens that the endpoint tools need', () => {
    const sum = (tokens: number[]) => tokens.reduce((total, one) => total + one, 0);
    const own = sum([...ours.values()].map(({ tokens }) => tokens));
    expect(own).toBeLessThanOrEqual(sum([...endpoints.values()]) / 10);
  });
});
