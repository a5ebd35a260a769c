/** Evidence that does not fit, SMS in another order, and calls whose times are impossible. */
import { describe, expect, it } from 'vitest';
import { MINUTE, type Story, story } from '../../support/order-story.ts';
import { addOrder, localSecond, table } from '../../support/sandbox-rows.ts';
import { TOKEN } from '../../support/sandbox-services.ts';

const OUT = 'Djurboxen';
const LONG = 'Åäö och siffror 8231. '.repeat(20);

describe('where not all evidence fits', () => {
  it('evidence after the call is kept first, then the latest evidence before the call, and the rest is counted', async () => {
    const { ask, sms, end } = await story();
    for (let i = 1; i <= 40; i++) sms(end - 300 - i * MINUTE, `${i} ${LONG}`, OUT);
    sms(end + MINUTE, 'Svara OK', OUT);
    sms(end + 2 * MINUTE, 'Ok');
    const answer = await ask();
    const rows = table(answer);
    expect(rows.slice(-4).map(({ what }) => what)).toEqual([
      'call',
      'order made',
      'SMS to the customer (Order SMS)',
      'SMS from the customer',
    ]);
    const before = rows.slice(0, -4).map(({ detail }) => Number.parseInt(detail, 10));
    expect(before.length).toBeGreaterThan(10);
    expect(before).toEqual(before.map((_, i) => before.length - i));
    expect(answer).toMatchObject({ total: 44, returned: rows.length });
    expect(answer.left_out).toMatch(
      new RegExp(`^${44 - rows.length} rows did not fit, 0 of them after the call: get_sms_history`),
    );
  });

  it('the first evidence after the call is kept, and the rows that did not fit are counted', async () => {
    const { ask, sms, end } = await story();
    sms(end + MINUTE, 'Ja');
    for (let i = 1; i <= 40; i++) sms(end + (1 + i) * MINUTE, `${i} ${LONG}`, OUT);
    const answer = await ask();
    const rows = table(answer);
    expect(rows.slice(0, 3).map(({ detail }) => detail.slice(0, 3))).toEqual(['1 x', 'Ja', '1 Å']);
    expect(rows.every(({ after_call }) => after_call)).toBe(true);
    const gone = 43 - rows.length;
    expect(answer.left_out).toMatch(new RegExp(`^${gone} rows did not fit, ${gone - 1} of them after`));
  });

  it('evidence that fits has no note of rows left out', async () => {
    const { ask, sms, end } = await story();
    sms(end + MINUTE, 'Ja');
    expect(await ask()).not.toHaveProperty('left_out');
  });
});

it('the first yes is the first by its time, in whatever order the SMS come', async () => {
  const { ask, sms, end, here } = await story();
  sms(end + MINUTE, 'Svara OK', OUT);
  sms(end + 2 * MINUTE, 'Ja, den första');
  sms(end + 9 * MINUTE, 'Ja, den andra');
  here.state.sms.reverse();
  const answer = await ask();
  expect(answer.found.written_answer_after_call).toMatchObject({
    time: localSecond(end + 2 * MINUTE),
    text: 'Ja, den första',
  });
});

describe('a call with an impossible time', () => {
  /** The call and the order as the dialer has them, but for these members. */
  async function changed({ here, order }: Story, call: object, ofOrder: object = {}) {
    const told = async (path: string) => {
      const answer = await fetch(here.url + path, { headers: { authorization: `Bearer ${TOKEN}` } });
      return (await answer.json()) as any;
    };
    const [callPath, orderPath] = [`/api/call/${order.call_id}`, `/api/order/${order.id}`];
    const [ofCall, orders] = [await told(callPath), [await told(orderPath)].flat()];
    here.instead(({ path }) => {
      if (path === callPath) return { body: { ...ofCall, ...call } };
      return path === orderPath ? { body: [{ ...orders[0], ...ofOrder }] } : 'sandbox';
    });
  }
  const NEVER = '0000-00-00T00:00:00.000Z';

  it.each([NEVER, null, 'x'])(
    'a call with the impossible end time %j is judged by the time of the order, and the answer says so',
    async (finish_time) => {
      const here = await story();
      const { sms, end, ask } = here;
      sms(end + 10, 'Ja');
      sms(end + MINUTE, 'Ok');
      await changed(here, { finish_time });
      const answer = await ask();
      // The order was made 20 seconds after the call had ended.
      expect(answer.found.written_answer_after_call).toMatchObject({
        text: 'Ok',
        time: localSecond(end + MINUTE),
      });
      expect(answer.missing).toContain(
        'The call has no possible time of its end: the time of the order stands for it.',
      );
    },
  );

  it('a call with an impossible start time loses no evidence', async () => {
    const here = await story();
    here.sms(here.end - 3600, 'Hej');
    here.sms(here.end + MINUTE, 'Ja');
    await changed(here, { init_time: NEVER });
    const details = table(await here.ask()).map(({ detail }) => detail);
    for (const detail of ['Hej', 'Ja', '1 x Dog box, 399']) expect(details).toContain(detail);
  });

  it('no evidence counts as after the call where neither the call nor the order has a possible time, and the answer says why', async () => {
    const here = await story();
    here.sms(here.end + MINUTE, 'Ja');
    await changed(here, { finish_time: NEVER }, { create_time: NEVER });
    const answer = await here.ask();
    expect(answer.found.written_answer_after_call).toBe(false);
    expect(answer.missing.join()).toMatch(/The order has no possible time either/);
  });

  it('impossible times are not mentioned where the times are right', async () => {
    expect((await (await story()).ask()).missing.join()).not.toMatch(/possible time/);
  });
});

describe('the next order of the same customer', () => {
  it('SMS after the next order of the customer count for that order, and not for the earlier order', async () => {
    const here = await story();
    const made = here.end + 3 * 86_400;
    const next = addOrder(here.here.state, {
      customer_id: here.order.customer_id,
      call_id: null,
      create_time: made,
    });
    here.sms(made, 'Svara OK för att bekräfta: Cat box, 349 kr.', 'Djurboxen');
    here.sms(made + MINUTE, 'OK tack!');
    const answer = await here.ask();
    expect(answer.found).toMatchObject({ order_sms_after_call: false, written_answer_after_call: false });
    expect(answer.later).toContain(`2 SMS from after the customer's next order, ${next.id} of `);
    expect(JSON.stringify(answer.rows)).not.toContain('OK tack!');
    const { found } = await here.here.ask('check_order_acceptance', { order_id: next.id });
    expect(found.written_answer_after_call).toMatchObject({ text: 'OK tack!', reads_as: 'yes' });
  });

  it('check_order_acceptance says that other orders could not be read', async () => {
    const here = await story();
    here.sms(here.end + MINUTE, 'Ja');
    here.here.instead(({ path }) =>
      path === '/api/orders/' ? { status: 500, body: { message: 'Deadlock' } } : 'sandbox',
    );
    const answer = await here.ask();
    expect(answer.missing.join()).toContain('other orders could not be read');
    expect(answer.found.written_answer_after_call).toMatchObject({ text: 'Ja' });
  });
});
