import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../src/mcp/client.ts';
import { createSandbox } from '../../src/sandbox/index.ts';
import { TOOLSETS } from '../../src/settings.ts';
import { startHost } from '../support/host.ts';
import { english } from './english.ts';
import { type Call, look } from './question.ts';
import { swedish } from './swedish.ts';
import { longWay, ourWay } from './way.ts';
import { worldOf } from './world.ts';

const questions = [...swedish, ...english];
const folder = mkdtempSync(join(tmpdir(), 'hitrate-questions-'));
const sandbox = createSandbox();
const world = worldOf(sandbox.state);
const ours = new Map<string, Awaited<ReturnType<typeof ourWay>>>();
/** Tokens of the answers by the endpoint tools alone. */
const endpoints = new Map<string, number>();
let dialer: Awaited<ReturnType<typeof sandbox.listen>>;
let host: Host;
/** The same without the toolset insight. */
let bare: Host;

beforeAll(async () => {
  dialer = await sandbox.listen();
  const env = { HITRATE_URL: dialer.url, HITRATE_TOKEN: 'sandbox-admin', HITRATE_DOWNLOAD_DIR: folder };
  const toolsets = TOOLSETS.filter((name) => name !== 'insight').join();
  [host, bare] = await Promise.all([startHost(env), startHost({ ...env, HITRATE_TOOLSETS: toolsets })]);
  for (const question of questions) {
    ours.set(question.asked, await ourWay(question, asked(host)));
    endpoints.set(question.asked, (await longWay(question.endpoints(), asked(bare))).tokens);
  }
}, 60_000);
afterAll(async () => {
  await Promise.all([host.close(), bare.close()]);
  await dialer.close();
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
  it('is ten questions in each language', () => {
    expect([swedish.length, english.length]).toEqual([10, 10]);
  });

  it.each(questions)('$asked', (question) => {
    const { calls, last } = ours.get(question.asked)!;
    expect(calls).toBeLessThanOrEqual(2);
    const facts = question.facts(world);
    expect(facts).not.toHaveLength(0);
    for (const { at, is } of facts) expect(look(last, at), at.join(' > ')).toEqual(is);
  });

  it('costs at most 1,500 tokens of answers in the median', () => {
    const sorted = [...ours.values()].map(({ tokens }) => tokens).toSorted((one, other) => one - other);
    expect((sorted[9]! + sorted[10]!) / 2).toBeLessThanOrEqual(1_500);
  });

  it('costs at most a tenth of what the endpoint tools answer', () => {
    const sum = (tokens: number[]) => tokens.reduce((total, one) => total + one, 0);
    const own = sum([...ours.values()].map(({ tokens }) => tokens));
    expect(own).toBeLessThanOrEqual(sum([...endpoints.values()]) / 10);
  });
});
