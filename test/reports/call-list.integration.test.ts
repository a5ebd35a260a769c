/** Single calls: the newest first, though the dialer pages from the oldest on, and on from there while calls come in. */
import { describe, expect, it } from 'vitest';
import { addCall, table } from '../support/sandbox-rows.ts';
import { failing, type SandboxServices, sandboxServices } from '../support/sandbox-services.ts';
import { NAMES_PATIENCE_MS } from '../support/services.ts';

const SEARCH = '/api/calls/search';
const HOUR = 3600;
const START = Date.UTC(2026, 9, 1, 8) / 1000;

/** A customer's calls, one an hour, who has no others. */
function callsOf(here: SandboxServices, count: number, customer_id = 918, every = HOUR): number[] {
  here.state.calls = here.state.calls.filter((call) => call.customer_id !== customer_id);
  return Array.from(
    { length: count },
    (_, i) => addCall(here.state, { customer_id, init_time: START + i * every, type: 'predictive' }).id,
  );
}

const ids = (answer: any): number[] => table(answer).map(({ id }) => id);
const searches = (here: SandboxServices) =>
  here.requests.filter(({ path }) => path === SEARCH).map(({ body }) => body as Record<string, unknown>);

/** All pages of a list. @param between what happens after each of them */
async function pages(here: SandboxServices, args: object, between: () => void = () => {}) {
  const all: any[] = [];
  for (let cursor: string | undefined; ; ) {
    const answer = await here.ask('search_calls', { ...args, ...(cursor && { cursor }) });
    all.push(answer);
    cursor = answer.next_cursor;
    if (cursor === undefined) return all;
    between();
  }
}

describe('search_calls', () => {
  it('search_calls answers "who rang last" with the last call, at the cost of a second search', async () => {
    const here = await sandboxServices();
    const made = callsOf(here, 21);
    const answer = await here.ask('search_calls', { customer_ids: [918], limit: 3 });
    expect(ids(answer)).toEqual(made.slice(-3).reverse());
    expect(answer).toMatchObject({ total: 21, returned: 3 });
    expect(searches(here)).toHaveLength(2);
    expect(searches(here)[0]).toEqual({ customer_ids: [918], limit: 3 });
  });

  it('search_calls needs no second search when all calls fit', async () => {
    const here = await sandboxServices();
    const made = callsOf(here, 5);
    const answer = await here.ask('search_calls', { customer_ids: [918], limit: 5 });
    expect(ids(answer)).toEqual(made.reverse());
    expect(answer.next_cursor).toBeUndefined();
    expect(searches(here)).toHaveLength(1);
  });

  it('search_calls lists the oldest calls first with sort: oldest', async () => {
    const here = await sandboxServices();
    const made = callsOf(here, 21);
    const answer = await here.ask('search_calls', { customer_ids: [918], limit: 3, sort: 'oldest' });
    expect(ids(answer)).toEqual(made.slice(0, 3));
    expect(answer.filter).toEqual({ customer_ids: [918] });
  });

  it.each(['newest', 'oldest'])(
    'search_calls shows each call once from page to page, the %s first, while calls come in',
    async (sort) => {
      const here = await sandboxServices();
      const made = callsOf(here, 60);
      const later: number[] = [];
      const all = await pages(here, { customer_ids: [918], sort, limit: 7 }, () => {
        for (let i = 0; i < 3; i++)
          later.push(
            addCall(here.state, { customer_id: 918, init_time: START + (70 + later.length) * HOUR }).id,
          );
      });
      const shown = all.flatMap(ids);
      expect(shown).toEqual(sort === 'newest' ? made.toReversed() : [...made, ...later]);
      // Of the whole search, on every page.
      expect(all.map(({ total }) => total).slice(0, 3)).toEqual([60, 63, 66]);
    },
  );

  it.each([1, 2, 5, 9])(
    'search_calls shows each call once on pages of %i although many calls share a moment',
    async (limit) => {
      const here = await sandboxServices();
      callsOf(here, 30, 918, 0);
      callsOf(here, 0, 919);
      for (let i = 0; i < 30; i++)
        addCall(here.state, { customer_id: 918, init_time: START + HOUR + Math.floor(i / 4) });
      // Within a moment the dialer need not go by ids.
      const calls = here.state.calls.filter(({ customer_id }) => customer_id === 918);
      const others = here.state.calls.filter(({ customer_id }) => customer_id !== 918);
      here.state.calls = [
        ...others,
        ...calls.sort((a, b) => a.init_time - b.init_time || ((a.id * 7) % 11) - ((b.id * 7) % 11)),
      ];
      for (const sort of ['newest', 'oldest']) {
        const shown = (await pages(here, { customer_ids: [918], sort, limit })).flatMap(ids);
        expect(shown).toHaveLength(60);
        expect(new Set(shown)).toEqual(new Set(calls.map(({ id }) => id)));
        const times = shown.map((id) => calls.find((call) => call.id === id)!.init_time);
        expect(times).toEqual(times.toSorted((a, b) => (sort === 'newest' ? b - a : a - b)));
      }
    },
  );

  it('search_calls continues from the last row that fitted', async () => {
    const here = await sandboxServices();
    const made = callsOf(here, 120);
    for (const call of here.state.calls) call.phonenumber = '4'.repeat(900);
    const all = await pages(here, { customer_ids: [918], limit: 100 });
    expect(all[0].returned).toBeLessThan(100);
    expect(all[0].note).toMatch(/^Only \d+ of 100 rows fit/);
    expect(all.flatMap(ids)).toEqual(made.reverse());
  });

  it('search_calls keeps the dialer’s own pages, oldest first, when a page is asked for', async () => {
    const here = await sandboxServices();
    const made = callsOf(here, 5);
    const answer = await here.ask('search_calls', { customer_ids: [918], limit: 2, page: 1 });
    expect(ids(answer)).toEqual(made.slice(2, 4));
    expect(answer).toMatchObject({ total: 5, next_page: 2 });
    expect(answer.next_cursor).toBeUndefined();
    expect(searches(here)).toEqual([{ customer_ids: [918], limit: 2, page: 1 }]);
    for (const more of [{ sort: 'newest' }, { cursor: 'newest.0.1' }])
      expect(await here.refused('search_calls', { page: 1, ...more })).toMatch(
        /^invalid_arguments: page counts from the oldest/,
      );
  });

  it('search_calls says what is wrong with a cursor', async () => {
    const here = await sandboxServices();
    expect(await here.refused('search_calls', { cursor: '25' })).toBe(
      'invalid_arguments: cursor must be the next_cursor of the answer before, not "25".',
    );
    expect(await here.refused('search_calls', { cursor: 'newest.1.2', sort: 'oldest' })).toMatch(
      /^invalid_arguments: .*newest first/,
    );
    expect(await here.refused('search_calls', { next_cursor: 'newest.1.2' })).toMatch(
      /did you mean cursor\?/,
    );
    callsOf(here, 2);
    expect(await here.ask('search_calls', { customer_ids: [918], cursor: 'newest.0.1' })).toMatchObject({
      total: 2,
      note: 'There are 2; none is beyond this cursor.',
    });
  });

  it('search_calls gives the time of its answer when the period depends on the current time', async () => {
    const here = await sandboxServices();
    const of = async (args: object) => (await here.ask('search_calls', { limit: 1, ...args })).as_of;
    expect(await of({ period: 'last_7_days' })).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d$/);
    expect(await of({ start_date: '2026-01-01' })).toBeUndefined();
  });
});

describe('a call in the list', () => {
  const rows = async (here: SandboxServices, args: object = {}) =>
    table(await here.ask('search_calls', { customer_ids: [918, 922], limit: 200, ...args }));

  it('a call in the list has its direction and its type', async () => {
    const here = await sandboxServices();
    callsOf(here, 1);
    addCall(here.state, { customer_id: 918, init_time: START + HOUR, type: 'incoming' });
    addCall(here.state, { customer_id: 918, init_time: START + 2 * HOUR, type: 'callback' });
    expect(
      (await rows(here, { customer_ids: [918] })).map(({ direction, type }) => [direction, type]),
    ).toEqual([
      ['out', 'callback'],
      ['in', 'incoming'],
      ['out', 'predictive'],
    ]);
  });

  it('a call in the list has its customer by name and id, requested once a minute', async () => {
    const here = await sandboxServices();
    callsOf(here, 3);
    addCall(here.state, { customer_id: null, init_time: START + 9 * HOUR });
    const { first_name, last_name } = here.state.customers.get(918)!;
    for (let i = 0; i < 2; i++) {
      const of = new Map((await rows(here)).map(({ customer }) => [String(customer), customer]));
      expect([...of.keys()].sort()).toEqual(['Anna Ek (922)', `${first_name} ${last_name} (918)`].sort());
    }
    const cards = here.requests.filter(({ path }) => path === '/api/customer');
    expect(cards.map(({ query }) => query.id).sort()).toEqual(['918', '922']);
    const answer = await here.ask('search_calls', { limit: 1 });
    expect(answer.quoted).toMatch(/^names: /);
  });

  it.each([
    ['the token may not read customers', { status: 403, body: { message: 'Denied' } }, 5],
    ['the dialer asks for a pause', { status: 429, headers: { 'retry-after': '60' }, body: '' }, 5],
  ])(
    'a call in the list has only the id of its customer when %s, and no request is repeated without end',
    async (_, answer, most) => {
      const here = await sandboxServices();
      here.instead(failing(/^\/api\/customer$/, answer));
      // Some calls are nobody's; which of them are among the last depends on the time of day.
      const idOf = new Map(
        here.state.calls.map(({ id, customer_id }) => [id, customer_id?.toString() ?? null]),
      );
      for (let i = 0; i < 3; i++) {
        const shown = table(await here.ask('search_calls', { limit: 200 }));
        expect(shown.map(({ customer }) => customer)).toEqual(shown.map(({ id }) => idOf.get(id)));
      }
      expect(here.requests.filter(({ path }) => path === '/api/customer').length).toBeLessThanOrEqual(most);
    },
  );

  it.each<[string, object]>([
    ['fails', { status: 500, body: { message: 'It broke' } }],
    ['is of somebody else', { body: { customer_id: 1, name: 'Kim Annan' } }],
    ['is missing', { body: [null] }],
  ])('a call in the list has only the id of its customer when the customer card %s', async (_, answer) => {
    const here = await sandboxServices();
    here.instead(failing(/^\/api\/customer$/, answer));
    callsOf(here, 2);
    expect((await rows(here, { customer_ids: [918] })).map(({ customer }) => customer)).toEqual([
      '918',
      '918',
    ]);
  });

  it('calls in the list have only the id from the fifty-first customer on', async () => {
    const here = await sandboxServices();
    // Names that come too late for the first answer are there for the next one.
    await here.ask('search_calls', { limit: 200 });
    const answer = table(await here.ask('search_calls', { limit: 200 }));
    const named = new Set(answer.map(({ customer }) => customer).filter((one) => /\(/.test(one)));
    expect(new Set(answer.map(({ customer }) => customer)).size).toBeGreaterThan(50);
    expect(named.size).toBe(50);
    expect(answer[0].customer).toMatch(/ \(\d+\)$/);
  });

  it('search_calls waits for all names together as long as the limit says for one list', async () => {
    const here = await sandboxServices();
    here.instead(({ path }) => (/customer$|users$/.test(path) ? undefined : 'sandbox'));
    callsOf(here, 2);
    const started = performance.now();
    expect((await rows(here, { customer_ids: [918] }))[0].customer).toBe('918');
    expect(performance.now() - started).toBeLessThan(NAMES_PATIENCE_MS + 1500);
  });

  it('a call in the list has the new name of a customer who was renamed', async () => {
    const here = await sandboxServices({ HITRATE_ACCESS: 'destructive' });
    callsOf(here, 1);
    const search = { customer_ids: [918] };
    await rows(here, search);
    await here.ask('update_customer', { customer_id: 918, changes: { first_name: 'Nyman' } });
    expect((await rows(here, search))[0].customer).toMatch(/^Nyman /);
  });
});
