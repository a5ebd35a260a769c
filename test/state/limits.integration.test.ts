/** Limits and stop of several replicas: counted together, refused while the state is lost. */
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ScopedStore } from '../../src/define/state-store.ts';
import { readLimitUse } from '../../src/limits/act-limits.ts';
import { liftReplicas, readAnyStop, stopReplicas } from '../../src/limits/shared-stop.ts';
import { installationStore, scopedStore } from '../../src/state/scoped-store.ts';
import { act, limitsIn, only } from '../limits/act.ts';
import { newFolder } from '../support/files.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { outcome } from '../support/services.ts';
import { hastyStore, redisStore, times } from './stores.ts';

let redis: TestRedis;
let folder: string;
let scope = 0;
beforeAll(async () => {
  redis = await startRedis();
  folder = newFolder();
});
beforeEach(() => void scope++);

const stateOf = (person = 'anna'): ScopedStore => scopedStore(redisStore(redis.url), `${person} ${scope}`);
/** Of a replica on a machine of its own. */
const replica = (state = stateOf(), limits = only({ writes_per_hour: 50 })) =>
  limitsIn(join(folder, String(Math.random())), { limits, state });
const kinds = async (works: Promise<unknown>[]) =>
  (await Promise.all(works.map((work) => outcome(work as Promise<any>)))).map(({ kind }) => kind);
const count = (all: string[], kind: string) => all.filter((one) => one === kind).length;

describe('limits', () => {
  it('let through exactly what is allowed of 120 acts at two replicas at once', async () => {
    const both = [replica(), replica()];
    const all = await kinds(times(120, (n) => both[n % 2]!.take(act())));
    expect([count(all, 'answer'), count(all, 'rate_limited')]).toEqual([50, 70]);
    expect((await outcome(replica().check(act()) as Promise<any>)).kind).toBe('rate_limited');
    const use = { limits: { writes_per_hour: 50 }, stateDir: folder, principal: 'anna at demodialer' };
    expect(await readLimitUse({ ...use, state: stateOf() })).toEqual([
      { name: 'writes_per_hour', max: 50, used: 50 },
    ]);
  });

  it('count each person apart', async () => {
    await replica().take(act({ writes: 50 }));
    await replica(stateOf('bo')).take(act({ writes: 50 }));
    expect(await kinds([replica().take(act()), replica(stateOf('bo')).take(act())])).toEqual([
      'rate_limited',
      'rate_limited',
    ]);
  });

  it('refuse every act while the state is lost, and go on counting once it is back', async () => {
    const limits = replica(scopedStore(hastyStore(redis.url), `anna ${scope}`));
    await limits.take(act());
    redis.signal('SIGSTOP');
    for (const kind of await kinds([limits.check(act()), limits.take(act())]))
      expect(kind).toBe('unavailable');
    redis.signal('SIGCONT');
    await expect.poll(() => kinds([limits.check(act())])).toEqual(['answer']);
    const left = await kinds(times(60, () => limits.take(act())));
    // The act that got no answer may have been counted, or not.
    expect([48, 49]).toContain(count(left, 'answer'));
  });
});

describe('a stop', () => {
  const NOON = new Date('2026-11-30T12:00:00Z');

  it('of the shared state holds at every replica and for every person, also without limits', async () => {
    const installation = installationStore(redisStore(redis.url));
    await stopReplicas(installation, 'the prices are wrong', NOON);
    for (const limits of [replica(), replica(stateOf('bo')), replica(stateOf(), only({}))])
      for (const work of [limits.check(act()), limits.take(act())])
        expect(await outcome(work as Promise<any>)).toEqual({
          kind: 'permission_denied',
          text: "All changes are stopped since 2026-11-30 13:00 (Europe/Stockholm) (the prices are wrong): `hitrate-mcp start` with this server's HITRATE_STATE_URL lifts it. Nothing was sent.",
        });
    expect(await readAnyStop(folder, stateOf())).toEqual({ since: NOON, reason: 'the prices are wrong' });
    expect(await stopReplicas(installation, undefined, new Date())).toEqual({
      since: NOON,
      reason: 'the prices are wrong',
    });
    expect(await liftReplicas(installation)).toEqual({ since: NOON, reason: 'the prices are wrong' });
    expect(await liftReplicas(installation)).toBeUndefined();
    await replica().take(act());
    expect(await readAnyStop(folder, stateOf())).toBeUndefined();
  });

  it('that was seen holds also where the state has forgotten it, until it is lifted', async () => {
    const limits = replica();
    const installation = installationStore(redisStore(redis.url));
    await stopReplicas(installation, undefined, NOON);
    expect(await kinds([limits.take(act())])).toEqual(['permission_denied']);
    await redis.kill();
    expect(await kinds([limits.take(act())])).toEqual(['unavailable']);
    await redis.start();
    await expect.poll(() => kinds([limits.take(act())])).toEqual(['permission_denied']);
    await expect
      .poll(() =>
        liftReplicas(installation).then(
          () => 'lifted',
          () => 'lost',
        ),
      )
      .toBe('lifted');
    expect(await kinds([limits.take(act())])).toEqual(['answer']);
  });
});
