/** One yes for several customers: exactly these, one after the other, and the outcome of each is told. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Arrived, isRead, type Scripted } from '../../support/fake-dialer.ts';
import {
  askingByDefault,
  type Bench,
  doneBy,
  effects,
  openBench,
  previewed,
  readIn,
} from '../../support/guard-bench.ts';
import { card, IDS, TOOLS, world } from './customers.ts';

let bench: Bench;
let asking: Bench;

beforeAll(async () => {
  [bench, asking] = await Promise.all([openBench(askingByDefault()), openBench(askingByDefault(), true)]);
});

afterAll(() => Promise.all([bench.close(), asking.close()]));

const deletions = (path: string, ids: readonly number[]) => ids.map((id) => `DELETE ${path}?id=${id}`);

/** Both ways to a yes. @param answer to a deletion, where it is not done */
async function acted(
  tool: string,
  typed: string | boolean,
  answer: (id: number, request: Arrived) => Scripted | undefined | Promise<never> = () => undefined,
) {
  const script = (request: Arrived) =>
    isRead(request)
      ? readIn(world, request)
      : (answer(Number(request.query.id), request) ?? { body: doneBy(request) });
  bench.scene(script);
  const confirm = await previewed(bench.host, tool, { customer_ids: IDS });
  const byToken = await bench.host.call(tool, { customer_ids: IDS, confirm });
  asking.scene(script, () => ({ action: 'accept', content: { confirm: typed } }));
  const byForm = await asking.host.call(tool, { customer_ids: IDS });
  for (const one of [byToken, byForm]) expect(one.isError).toBe(false);
  expect(byForm.data).toEqual(byToken.data);
  expect(effects(asking.dialer)).toEqual(effects(bench.dialer));
  const outcomes = (byForm.data.rows as [number, string][]).map(([, outcome]) => outcome);
  return { ...byForm.data, outcomes, sent: effects(bench.dialer) };
}

describe.each(TOOLS)('%s of several', (tool, path, typed) => {
  it('one yes for several customers sends one request for each, in order', async () => {
    const { sent, ...answer } = await acted(tool, typed);
    expect(sent).toEqual(deletions(path, IDS));
    expect(answer).toMatchObject({
      status: 'done',
      done: 4,
      total: 4,
      columns: ['customer_id', 'outcome'],
      rows: IDS.map((id) => [id, 'done']),
    });
    expect(asking.forms).toHaveLength(1);
  });

  it.each([
    [404, { message: 'Customer could not be found' }, 'not_found'],
    [409, { message: 'Customer is locked' }, 'conflict'],
    [200, { success: false, message: 'Customer is in a call' }, 'rejected'],
  ])(
    'a call for several customers goes on after a customer that the dialer refuses with %i',
    async (status, body, kind) => {
      const { sent, outcomes, ...answer } = await acted(tool, typed, (id) =>
        id === 1001 ? { status, body } : undefined,
      );
      expect(sent).toEqual(deletions(path, IDS));
      expect(answer).toMatchObject({ status: 'partly done', done: 3 });
      expect(outcomes).toEqual([
        'done',
        expect.stringMatching(new RegExp(`^not done: ${kind}: .*${body.message}`)),
        'done',
        'done',
      ]);
      expect(answer).not.toHaveProperty('note');
    },
  );

  it('a call for several customers stops at an unknown outcome and reports done and untried customers', async () => {
    const { sent, outcomes, ...answer } = await acted(tool, typed, (id) =>
      id === 1001 ? { status: 502, type: 'text/html', body: '<html>Bad Gateway</html>' } : undefined,
    );
    expect(sent).toEqual(deletions(path, IDS.slice(0, 2)));
    expect(answer).toMatchObject({
      status: 'partly done',
      done: 1,
      note: expect.stringContaining('outcome_unknown'),
    });
    expect(outcomes).toEqual([
      'done',
      expect.stringMatching(/^unknown: .*It is not sent again\. Look with get_customer/),
      'not tried',
      'not tried',
    ]);
  });

  it('a call for several customers stops at a timeout', async () => {
    const { sent, outcomes } = await acted(tool, typed, (id) =>
      id === 1002 ? new Promise<never>(() => {}) : undefined,
    );
    expect(sent).toEqual(deletions(path, IDS.slice(0, 3)));
    expect(outcomes).toEqual(['done', 'done', expect.stringMatching(/^unknown: No answer/), 'not tried']);
  });

  it('a call for several customers stops at a missing permission', async () => {
    const { sent, outcomes, ...answer } = await acted(tool, typed, () => ({
      status: 403,
      body: { message: 'Permission denied, user missing admin gdpr permission' },
    }));
    expect(sent).toEqual(deletions(path, IDS.slice(0, 1)));
    expect(answer.status).toBe('not done');
    expect(outcomes.slice(1)).toEqual(['not tried', 'not tried', 'not tried']);
  });

  it.each([
    [{ customer_id: 5, status: 'ok' }, '5'],
    [{ status: 'ok' }, 'none'],
    [[], 'none'],
  ])('a call for several customers stops if the dialer answers with %j', async (body, what) => {
    const { sent, outcomes } = await acted(tool, typed, (id) => (id === 1001 ? { body } : undefined));
    expect(sent).toEqual(deletions(path, IDS.slice(0, 2)));
    expect(outcomes[1]).toMatch(
      new RegExp(`^unknown: .*customer_id 1001 .*answered with ${what}: .*get_customer`),
    );
    expect(outcomes.slice(2)).toEqual(['not tried', 'not tried']);
  });

  it('a call for one customer is not reported as done if the dialer returns another id or none', async () => {
    for (const body of [{ customer_id: 5, status: 'ok' }, { status: 'ok' }, {}, []]) {
      bench.scene((request) => (isRead(request) ? readIn(world, request) : { body }));
      const confirm = await previewed(bench.host, tool, { customer_id: 922 });
      const answer = await bench.host.call(tool, { customer_id: 922, confirm });
      expect(answer.isError).toBe(true);
      expect(answer.text).toMatch(/^outcome_unknown: .*customer_id 922 .*get_customer/);
    }
  });

  it('a token for several customers holds for these customers in this order only', async () => {
    bench.scene(world);
    const confirm = await previewed(bench.host, tool, { customer_ids: IDS });
    for (const customer_ids of [IDS.slice(1), [...IDS].reverse(), [922, 922, 1001, 1002, 1003]]) {
      const answer = await bench.host.call(tool, { customer_ids, confirm });
      expect(answer.data.refused).toMatch(/does not belong/);
    }
    bench.scene({ ...world, '/api/customer?id=1003': card(1003, { name: 'Somebody else' }) });
    const changed = await bench.host.call(tool, { customer_ids: IDS, confirm });
    expect(changed.data.refused).toMatch(/state/);
    expect(effects(bench.dialer)).toEqual([]);
  });

  it('a call for several customers is not done if one customer is missing or has another id', async () => {
    for (const answer of [
      { ...world, '/api/customer?id=1002': undefined },
      { ...world, '/api/customer?id=1002': card(7) },
    ]) {
      bench.scene(JSON.parse(JSON.stringify(answer)));
      const { isError, text } = await bench.host.call(tool, { customer_ids: IDS });
      expect(isError).toBe(true);
      expect(text).toMatch(/^(not_found|bad_answer): .*1002/);
      expect(effects(bench.dialer)).toEqual([]);
    }
  });

  it('a call takes at most 20 customers, and a repeated customer only once', async () => {
    bench.scene(world);
    const many = Array.from({ length: 21 }, (_, i) => i + 1);
    expect((await bench.host.call(tool, { customer_ids: many })).text).toMatch(
      /^invalid_arguments: customer_ids must be a list of at most 20/,
    );
    expect((await bench.host.call(tool, { customer_ids: [922], customer_id: 922 })).text).toMatch(
      /^invalid_arguments: Give exactly one of customer_id, phone, external_id, customer_ids/,
    );
    const confirm = await previewed(bench.host, tool, { customer_ids: [922, 922] });
    await bench.host.call(tool, { customer_ids: [922, 922], confirm });
    expect(effects(bench.dialer)).toEqual(deletions(path, [922]));
  });
});

it('an erasure of several customers is declined unless their exact number is typed', async () => {
  for (const wrong of ['922', '3 customers', '4', 'yes', 'N customers']) {
    asking.scene(world, () => ({ action: 'accept', content: { confirm: wrong } }));
    const { data } = await asking.host.call('prune_customer', { customer_ids: IDS });
    expect(data.status).toBe('declined');
    expect(effects(asking.dialer)).toEqual([]);
  }
});
