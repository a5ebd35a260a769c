/** Two replicas behind a proxy: what one has shown, the other does, once; and nothing twice, whatever breaks. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acts } from '../e2e/guard/acts-escalated.ts';
import { type FakeDialer, fakeDialer } from '../support/fake-dialer.ts';
import { newFolder } from '../support/files.ts';
import { effects, requestsOf, worldScript } from '../support/guard-bench.ts';
import { type Replicas, startReplicas } from '../support/replicas.ts';
import { member } from '../support/team-server.ts';

const anna = member('anna@example.com');
let dialer: FakeDialer;
let replicas: Replicas;
/** The same, where hosts may show forms. */
let forms: Replicas;

beforeAll(async () => {
  dialer = await fakeDialer();
  const env = {
    HITRATE_URL: dialer.url,
    HITRATE_ACCESS: 'destructive',
    HITRATE_ASK: 'all',
    HITRATE_DOWNLOAD_DIR: newFolder(),
    HITRATE_LOG_LEVEL: 'warn',
  };
  [replicas, forms] = await Promise.all([
    startReplicas([anna], { ...env, HITRATE_CONFIRM: 'token' }),
    startReplicas([anna], env),
  ]);
});
afterAll(() => dialer.close());
beforeEach(() => {
  dialer.requests.length = 0;
});

function rowOf({ result, error }: any): any {
  if (error || result.isError) throw new Error(error?.message ?? result.content[0].text);
  return JSON.parse(result.content[0].text);
}
const first = acts.find(({ tool }) => tool === 'cancel_orders')!;

/** Asks through the proxy for a token. */
async function tokenFor({ tool, args, world }: (typeof acts)[number]): Promise<string> {
  dialer.script(worldScript(world));
  return rowOf(await replicas.call(anna.key, tool, args)).confirmation.token;
}

describe.each(acts)('$title', (act) => {
  it('is shown by one replica, done once by another, and by none a second time', async () => {
    const { tool, args } = act;
    const confirm = await tokenFor(act);
    expect(effects(dialer)).toEqual([]);
    const done = rowOf(await replicas.call(anna.key, tool, { ...args, confirm }));
    expect(done.status).toBe('done');
    expect(effects(dialer)).toEqual(requestsOf(act));
    for (let turn = 0; turn < 2; turn++) {
      const again = rowOf(await replicas.call(anna.key, tool, { ...args, confirm }));
      expect(again.status).toBe('confirmation_required');
      expect(again.refused).toContain('used already');
    }
    expect(effects(dialer)).toEqual(requestsOf(act));
  });

  it('is asked about in a form by one replica, done once by another after the yes, and by none again', async () => {
    const { tool, args, world, typed } = act;
    dialer.script(worldScript(world));
    const asked = await forms.callStateless(anna.key, tool, args);
    expect(asked.result.resultType).toBe('input_required');
    expect(effects(dialer)).toEqual([]);
    const yes = {
      requestState: asked.result.requestState,
      inputResponses: { confirm: { action: 'accept', content: { confirm: typed ?? true } } },
    };
    expect(rowOf(await forms.callStateless(anna.key, tool, args, yes)).status).toBe('done');
    expect(effects(dialer)).toEqual(requestsOf(act));
    for (let turn = 0; turn < 2; turn++)
      expect((await forms.callStateless(anna.key, tool, args, yes)).result.resultType).toBe('input_required');
    expect(effects(dialer)).toEqual(requestsOf(act));
  });
});

describe('a confirmation', () => {
  it('of 500 that are redeemed at both replicas at once is good for one act each', async () => {
    let once = 0;
    for (let round = 0; round < 10; round++) {
      const confirms = await Promise.all(Array.from({ length: 50 }, () => tokenFor(first)));
      const redeemed = await Promise.all(
        confirms.map((confirm) =>
          Promise.all(
            replicas.servers.map((server) =>
              server.call(anna.key, first.tool, { ...first.args, confirm }).then(rowOf),
            ),
          ),
        ),
      );
      once += redeemed.filter((both) => both.filter(({ status }) => status === 'done').length === 1).length;
    }
    expect(once).toBe(500);
    expect(effects(dialer)).toHaveLength(500);
  });

  it('of a form of the stateless era is taken by another replica, once', async () => {
    dialer.script(worldScript(first.world));
    const asked = await forms.callStateless(anna.key, first.tool, first.args);
    expect(asked.result.resultType).toBe('input_required');
    const yes = {
      requestState: asked.result.requestState,
      inputResponses: { confirm: { action: 'accept', content: { confirm: true } } },
    };
    const answers = [1, 2, 3].map(() => forms.callStateless(anna.key, first.tool, first.args, yes));
    const done = (await Promise.all(answers)).filter(({ result }) => result.resultType === 'complete');
    expect(done.map((answer) => rowOf(answer).status)).toEqual(['done']);
    expect(effects(dialer)).toEqual(requestsOf(first));
  });
});

/** Goes through the guard's table while something breaks. @param breakOnce breaks one thing, and mends it */
async function throughTable(breakOnce: (round: number) => Promise<void>): Promise<void> {
  let ended = false;
  const breaking = (async () => {
    for (let round = 0; !ended; round++) {
      await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 250));
      await breakOnce(round);
    }
  })();
  let acted = 0;
  for (const act of acts) {
    const { tool, args } = act;
    const before = effects(dialer).length;
    const confirm = await tokenFor(act).catch(() => undefined);
    // It was broken while it was asked.
    if (confirm === undefined) continue;
    expect(effects(dialer)).toHaveLength(before);
    const tries = [1, 2, 3].map(() =>
      replicas
        .call(anna.key, tool, { ...args, confirm })
        .then(rowOf)
        .catch(() => undefined),
    );
    const done = (await Promise.all(tries)).filter((answer) => answer?.status === 'done').length;
    const sent = effects(dialer).length - before;
    expect(done).toBeLessThanOrEqual(1);
    expect(sent).toBeLessThanOrEqual(requestsOf(act).length);
    if (done === 1) expect(sent).toBe(requestsOf(act).length);
    acted += done;
  }
  ended = true;
  await breaking;
  expect(acted).toBeGreaterThan(0);
}

/** Waits until each replica has the state again: which is asked next is not known. */
async function untilBack(): Promise<void> {
  dialer.script(worldScript(first.world));
  for (const server of replicas.servers)
    await expect
      .poll(() =>
        server.call(anna.key, first.tool, first.args).then(
          ({ result }) => !result.isError,
          () => false,
        ),
      )
      .toBe(true);
}

/** All is well again. */
async function worksAgain(): Promise<void> {
  await untilBack();
  const confirm = await tokenFor(first);
  expect(rowOf(await replicas.call(anna.key, first.tool, { ...first.args, confirm })).status).toBe('done');
}

describe('no act is done twice, and each that was said to be done is', () => {
  it('while one replica is killed again and again', async () => {
    await throughTable((round) => replicas.restart(round % 2));
    await worksAgain();
  }, 180_000);

  it('while the state server is killed and started again and again', async () => {
    await throughTable(async () => {
      await replicas.redis.kill();
      await replicas.redis.start();
    });
    await worksAgain();
  }, 180_000);
});

describe('while the state server is away', () => {
  it('reads go on, acts are refused, and what was shown before its restart is shown anew', async () => {
    await untilBack();
    const before = await tokenFor(first);
    await replicas.redis.kill();
    dialer.script(worldScript({ ...first.world, '/api/users/office': [{ id: 1, name: 'Uppsala' }] }));
    expect(rowOf(await replicas.call(anna.key, 'list_offices'))).toBeDefined();
    for (const confirm of [undefined, before]) {
      const { result } = await replicas.call(anna.key, first.tool, {
        ...first.args,
        ...(confirm && { confirm }),
      });
      expect(result.isError).toBe(true);
      expect(result.content[0].text).toMatch(/^unavailable: .*shared state.*nothing was sent/is);
    }
    expect(effects(dialer)).toEqual([]);
    for (const server of replicas.servers) expect((await fetch(`${server.url}/readyz`)).status).toBe(503);

    await replicas.redis.start();
    await untilBack();
    const old = rowOf(await replicas.call(anna.key, first.tool, { ...first.args, confirm: before }));
    expect(old.status).toBe('confirmation_required');
    expect(effects(dialer)).toEqual([]);
    expect(
      rowOf(await replicas.call(anna.key, first.tool, { ...first.args, confirm: old.confirmation.token }))
        .status,
    ).toBe('done');
  });
});
