/** One yes for several customers: exactly these, one after the other, and the outcome of each is told. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Arrived, isRead, type Scripted } from '../../support/fake-dialer.ts';
import {
  type Bench,
  doneBy,
  effects,
  openBench,
  previewed,
  readIn,
  type World,
} from '../../support/guard-bench.ts';
import { people } from './acts.ts';

let bench: Bench;
let asking: Bench;

beforeAll(async () => {
  [bench, asking] = await Promise.all([openBench({}), openBench({}, true)]);
});

afterAll(() => Promise.all([bench.close(), asking.close()]));

const IDS = [922, 1001, 1002, 1003];
const card = (customer_id: number, more = {}) => ({
  ...people.anna,
  customer_id,
  name: `Customer ${customer_id}`,
  ...more,
});
const world: World = Object.fromEntries(IDS.map((id) => [`/api/customer?id=${id}`, card(id)]));

const TOOLS = [
  ['prune_customer', '/api/gdpr/customer', '4 customers'],
  ['remove_customer', '/api/customer', true],
] as const;

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

describe('a number that several have', () => {
  const byPhone = '/api/customer?phone=%2B46701740605';
  const call = (customer_id: number) => ({
    id: customer_id,
    customer_id,
    phonenumber: '46701740605',
    init_time: '2026-11-20T10:00:00.000Z',
  });
  const shared: World = {
    ...world,
    [byPhone]: card(1002),
    '/api/customer?id=1001': card(1001, { identity_number: '19500101-9999' }),
    '/api/calls/search': { rows: [call(922), call(1001), call(1002)], count: 3 },
    '/api/contactlist': [{ id: 34, title: 'Hösten' }],
  };

  it.each(TOOLS)(
    'the preview of %s shows the other customers with the same number and how to include them',
    async (tool, path) => {
      for (const args of [{ phone: '070-174 06 05' }, { customer_id: 1002 }]) {
        bench.scene(shared);
        const { confirmation } = (await bench.host.call(tool, args)).data;
        const told = [confirmation.summary, ...confirmation.effects].join('\n');
        expect(confirmation.summary).toContain('customer 1002, Customer 1002');
        expect(told).toMatch(
          /not \w+: customer 922, Customer 922, on contact lists: Hösten \(34\), 35; 2 orders and 5 calls; the same identity number/,
        );
        expect(told).toMatch(/not \w+: customer 1001, Customer 1001, .*; another identity number/);
        expect(told).toContain('customer_ids, such as [1002, 922, 1001]');
        expect(told).not.toMatch(/19720311-1|9999/);
        await bench.host.call(tool, { ...args, confirm: confirmation.token });
        expect(effects(bench.dialer)).toEqual([`DELETE ${path}?id=1002`]);
      }
    },
  );

  it.each(TOOLS)(
    'a token of %s is refused when one more customer with the same number is found',
    async (tool) => {
      bench.scene({ ...shared, '/api/calls/search': { rows: [call(922)], count: 1 } });
      const confirm = await previewed(bench.host, tool, { customer_id: 1002 });
      bench.scene(shared);
      const answer = await bench.host.call(tool, { customer_id: 1002, confirm });
      expect(answer.data.refused).toMatch(/state/);
      expect(effects(bench.dialer)).toEqual([]);
    },
  );

  it.each(['/api/orders/', '/api/calls/search', '/api/sms_communications'])(
    'a number that cannot be searched in %s stops calls by number, and calls by id report the gap',
    async (path) => {
      const script = (request: Arrived): Scripted =>
        request.path === path
          ? { status: 403, body: { message: 'Permission denied, user missing coach all_calls permission' } }
          : isRead(request)
            ? readIn(world, request)
            : { body: doneBy(request) };
      const found = (request: Arrived) => (request.url === byPhone ? { body: card(922) } : script(request));
      for (const [tool] of TOOLS) {
        bench.scene(found);
        const refused = await bench.host.call(tool, { phone: '070-174 06 05' });
        expect(refused.text).toMatch(/^permission_denied: Whether the number .*Give customer_id/);
        bench.scene(found);
        const { confirmation } = (await bench.host.call(tool, { customer_id: 922 })).data;
        expect(confirmation.effects.join()).toMatch(/could not be told .*permission_denied/);
        expect(effects(bench.dialer)).toEqual([]);
      }
      bench.scene(found);
      const change = { phone: '070-174 06 05', changes: { city: 'Lund' } };
      const update = await bench.host.call('update_customer', change);
      expect(update.text).toMatch(/^permission_denied: .*Nothing was changed\.$/);
      const ring = { agent_id: 6, campaign_id: 2, phone: '070-174 06 05' };
      expect((await bench.host.call('call_customer', ring)).isError).toBe(true);
      expect(effects(bench.dialer)).toEqual([]);
    },
  );

  it('a number that several customers share is not changed or called: the answer lists the customers', async () => {
    const phone = '070-174 06 05';
    const ring = { agent_id: 6, campaign_id: 2, phone };
    for (const [tool, args] of [
      ['update_customer', { phone, changes: { city: 'Lund' } }],
      ['call_customer', ring],
      ['call_customer', { ...ring, allow_calling_finalized: false }],
    ] as const) {
      bench.scene({ ...shared, '/api/user/6': people.mawila });
      const { data, isError } = await bench.host.call(tool, args);
      expect(isError).toBe(false);
      expect(data).toMatchObject({
        status: 'choose',
        total: 3,
        next: expect.stringContaining('customer_id'),
      });
      expect(data.rows.map(([id]: [number]) => id)).toEqual([1002, 922, 1001]);
      expect(effects(bench.dialer)).toEqual([]);
    }
    bench.scene({ ...shared, '/api/user/6': people.mawila });
    const finalized = await bench.host.call('call_customer', { ...ring, allow_calling_finalized: true });
    expect(finalized.text).toMatch(
      /^conflict: .*Customer 1002 \(1002\).*Customer 922 \(922\).*give customer_id/,
    );
    expect(effects(bench.dialer)).toEqual([]);
  });

  it('a number that no customer has is called', async () => {
    bench.scene({});
    await bench.host.call('call_customer', { agent_id: 6, campaign_id: 2, phone: '070-174 06 05' });
    expect(effects(bench.dialer)).toEqual(['POST /api/customer/call']);
  });

  it('a customer who alone has a number is changed by the id', async () => {
    bench.scene({ [byPhone]: card(922) });
    await bench.host.call('update_customer', { phone: '070-174 06 05', changes: { city: 'Lund' } });
    expect(effects(bench.dialer)).toEqual(['PUT /api/customer?id=922']);
  });
});
