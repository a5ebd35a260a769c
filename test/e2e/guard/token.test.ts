import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONSEQUENCES } from '../../../src/config/settings.ts';
import { isAskedByDefault } from '../../../src/define/input/tool-input.ts';
import { assess } from '../../../src/guard/assessment.ts';
import { tools } from '../../../tools/index.ts';
import { isRead } from '../../support/fake-dialer.ts';
import {
  askingByDefault,
  type Bench,
  effects,
  isIn,
  openBench,
  previewed,
  requestsOf,
  sent,
} from '../../support/guard-bench.ts';
import { acts } from './acts-escalated.ts';

const benches: Record<'read' | 'write' | 'destructive' | 'foreign', Bench> = {} as never;

beforeAll(async () => {
  const names = ['read', 'write', 'destructive', 'foreign'] as const;
  const opened = await Promise.all(
    names.map((name) =>
      openBench({ ...askingByDefault(), HITRATE_ACCESS: name === 'foreign' ? 'destructive' : name }),
    ),
  );
  names.forEach((name, i) => {
    benches[name] = opened[i]!;
  });
});

afterAll(() => Promise.all(Object.values(benches).map((bench) => bench.close())));

it('every tool that a person is asked about is in the table of acts, and each act needs a confirmation', () => {
  // An import needs a file: test/import has it.
  const guarded = tools.filter((tool) => isAskedByDefault(tool) && !tool.needs).map((tool) => tool.name);
  expect([...new Set(acts.map((act) => act.tool))].sort()).toEqual(guarded.sort());
  expect(tools.filter((tool) => tool.tier === 'destructive' && !tool.guard)).toEqual([]);
  for (const { tool, args } of acts) {
    const acting = tools.find((one) => one.name === tool)!;
    expect(assess(acting, args, CONSEQUENCES.slice(1)).reason).toBeTruthy();
  }
});

describe.each(acts)('$title', (act) => {
  const { tool, args, world, body, shown, typed, undone, tooLow, other, changed } = act;
  /** Refused with a fresh preview, and nothing happened. */
  const refused = async (bench: Bench, given: Record<string, unknown>, confirm: string, why: RegExp) => {
    bench.dialer.requests.length = 0;
    const answer = await bench.host.call(tool, { ...given, confirm });
    expect(answer.isError).toBe(false);
    expect(answer.data.status).toBe('confirmation_required');
    expect(answer.data.refused).toMatch(why);
    expect(answer.data.confirmation.token).not.toBe(confirm);
    expect(effects(bench.dialer)).toEqual([]);
    return answer;
  };

  it(`a guarded act is refused by a server with HITRATE_ACCESS=${tooLow}, without a request`, async () => {
    const { host, dialer, scene } = benches[tooLow];
    scene(world);
    const answer = await host.call(tool, args);
    expect(answer.isError).toBe(true);
    expect(answer.text).toMatch(/^permission_denied: /);
    expect(answer.text).toContain(`HITRATE_ACCESS=${tooLow === 'read' ? 'write' : 'destructive'}`);
    expect(answer.text).toContain('Nothing was sent');
    expect(dialer.requests).toEqual([]);
  });

  it('a guarded act is shown in a preview that only reads', async () => {
    const { host, dialer, scene } = benches.destructive;
    scene(world);
    const answer = await host.call(tool, args);
    expect(answer.isError).toBe(false);
    const { status, confirmation, next } = answer.data;
    expect(status).toBe('confirmation_required');
    const told = [confirmation.summary, ...confirmation.effects].join('\n');
    for (const part of shown) expect(told).toContain(part);
    for (const secret of ['Losen-123', 'Nytt-losen', '740605)', '-1234']) expect(told).not.toContain(secret);
    const reversible = undone ?? (typed === undefined || 'by nobody');
    expect(confirmation.reversible).toBe(reversible === 'by nobody' ? false : reversible);
    expect(confirmation.dialer).toBe(new URL(dialer.url).host);
    expect(confirmation.undo).toBeTruthy();
    expect(Date.parse(confirmation.expires_at) - Date.now()).toBeGreaterThan(290_000);
    expect(Date.parse(confirmation.expires_at) - Date.now()).toBeLessThanOrEqual(300_000);
    expect(next).toContain('Nothing has been done');
    expect(JSON.parse(answer.text)).toEqual(answer.data);
    expect(effects(dialer)).toEqual([]);
    expect(sent(dialer.requests.filter((one) => !isIn(world, one)))).toEqual([]);
  });

  it('a guarded act is done exactly once and exactly as confirmed, and the token is used up', async () => {
    const { host, dialer, scene } = benches.destructive;
    scene(world);
    const token = await previewed(host, tool, args);
    const answer = await host.call(tool, { ...args, confirm: token });
    expect(answer.isError).toBe(false);
    expect(answer.data.status).toBe('done');
    expect(effects(dialer)).toEqual(requestsOf(act));
    expect(dialer.requests.find((one) => !isRead(one))!.body).toEqual(body);
    await refused(benches.destructive, args, token, /used already.*Nothing was done/);
  });

  it('a guarded act is refused with a token that is invented, changed or issued for other arguments', async () => {
    const bench = benches.destructive;
    bench.scene(world);
    const token = await previewed(bench.host, tool, args);
    await refused(bench, args, 'AAAAAAAAAAAA.mwthcdob.AAAAAAAAAAAAAAAAAAAAAA', /does not belong/);
    await refused(bench, args, 'yes', /no confirmation token/);
    // An empty text is none at all: the act is shown anew.
    expect(await previewed(bench.host, tool, { ...args, confirm: '' })).toBeTruthy();
    const swapped = token[3] === 'a' ? 'b' : 'a';
    await refused(bench, args, `${token.slice(0, 3)}${swapped}${token.slice(4)}`, /does not belong/);
    const elsewhere = await previewed(bench.host, tool, other);
    await refused(bench, args, elsewhere, /does not belong/);
    await refused(bench, other, token, /does not belong/);
  });

  it('a guarded act is refused with a token of another tool', async () => {
    const bench = benches.destructive;
    const stranger = acts.find((act) => act.tool !== tool)!;
    bench.scene({ ...stranger.world, ...world });
    await refused(bench, args, await previewed(bench.host, stranger.tool, stranger.args), /does not belong/);
  });

  it('a guarded act is refused with a token of another server', async () => {
    benches.foreign.scene(world);
    benches.destructive.scene(world);
    await refused(
      benches.destructive,
      args,
      await previewed(benches.foreign.host, tool, args),
      /another server/,
    );
  });

  if (!changed) return;

  it('a guarded act is refused when its target has changed, and the new state is shown', async () => {
    const bench = benches.destructive;
    bench.scene(world);
    const before = (await bench.host.call(tool, args)).data.confirmation;
    bench.scene({ ...world, ...changed });
    const after = await refused(bench, args, before.token, /state/);
    const fresh = after.data.confirmation.token;
    const answer = await bench.host.call(tool, { ...args, confirm: fresh });
    expect(answer.data.status).toBe('done');
    expect(effects(bench.dialer)).toHaveLength(requestsOf(act).length);
  });
});
