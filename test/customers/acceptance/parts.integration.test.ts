/** Orders that the rule may not cover, documents, and evidence that can't be had: said, and never judged. */
import { describe, expect, it } from 'vitest';
import { iso, story } from '../../support/order-story.ts';
import { localSecond, table } from '../../support/sandbox-rows.ts';
import { failing, type SandboxServices, sandboxServices, silent } from '../../support/sandbox-services.ts';

const check = (here: SandboxServices, order_id = 39) => here.ask('check_order_acceptance', { order_id });

/** When the call of the order ended. */
function endOf({ state }: SandboxServices, order_id = 39): number {
  return state.calls.find(({ id }) => id === state.orders.get(order_id)!.call_id)!.finish_time;
}

describe('an order', () => {
  it('an order from an incoming call says that the rule on being rung up may not apply', async () => {
    const here = await sandboxServices();
    here.state.calls.find(({ id }) => id === 4371)!.type = 'incoming';
    const { order, missing, ...answer } = await check(here);
    expect(order.rung_up).toBe(false);
    expect(missing).toContain('The customer rang: the rule on being rung up may not apply.');
    expect(table(answer).find(({ what }) => what === 'call')!.detail).toMatch(
      /^the customer rang, agent Mawila/,
    );
  });

  it('an order of a company says that the rule protects consumers', async () => {
    const here = await sandboxServices();
    Object.assign(here.state.customers.get(922)!, {
      company_name: 'Ek AB',
      company_org_number: '7203111234',
    });
    const { order, missing } = await check(here);
    expect(order).toMatchObject({ consumer: false, customer: 'Anna Ek (922)' });
    expect(missing).toContain('The customer is a company: the rule protects consumers.');
  });

  it('an order without a call is judged by the time of the order, and the answer says so', async () => {
    const here = await sandboxServices();
    here.state.orders.get(39)!.call_id = null;
    const { order, missing, ...answer } = await check(here);
    expect(order).not.toHaveProperty('call_ended');
    expect(order.rung_up).toBe('not known');
    expect(missing[0]).toMatch(/^The order names no call: .* the time of the order stands for it\.$/);
    expect(table(answer)[0]).toMatchObject({ what: 'order made', after_call: true });
    expect(here.requests.some(({ path }) => path.startsWith('/api/call/'))).toBe(false);
  });

  it.each([31, 39, 40, 41])('the order %i is shown as the sandbox has that order', async (id) => {
    const here = await sandboxServices();
    const { state } = here;
    const order = state.orders.get(id)!;
    const end = endOf(here, id);
    const answer = await check(here, id);
    expect(answer.order).toMatchObject({
      id,
      state: order.cancelled ? 'cancelled' : order.confirmation_datetime ? 'confirmed' : 'unconfirmed',
      call_ended: localSecond(end),
    });
    const next = Math.min(
      ...[...state.orders.values()]
        .filter((one) => one.customer_id === order.customer_id && one.create_time > order.create_time)
        .map(({ create_time }) => create_time),
    );
    const sms = state.sms.filter(
      (one) => one.customer_id === order.customer_id && one.sent >= end - 86_400 && one.sent < next,
    );
    const rows = table(answer).filter(({ what }) => what.startsWith('SMS'));
    expect(rows.map(({ time, detail }) => [time, detail])).toEqual(
      sms.map(({ sent, message }) => [localSecond(sent), message]),
    );
    expect(rows.map(({ after_call }) => after_call)).toEqual(sms.map(({ sent }) => sent >= end));
    const yes = sms.find(
      (one) => one.sender.startsWith('+46') && /^ok/i.test(one.message) && one.sent >= end,
    );
    expect(answer.found.written_answer_after_call).toEqual(
      yes ? { time: localSecond(yes.sent), text: yes.message, reads_as: 'yes' } : false,
    );
  });

  it('an unknown order is not found, and nothing more is requested', async () => {
    const here = await sandboxServices();
    expect(await here.refused('check_order_acceptance', { order_id: 7 })).toMatch(/^not_found: /);
    expect(here.requests).toHaveLength(1);
  });

  it.each([[[{ id: 40 }]], [[]], [{ id: '39' }]])(
    'an order that the dialer answers with %j is a bad answer',
    async (body) => {
      const here = await sandboxServices();
      here.instead(failing(/order/, { body }));
      expect(await here.refused('check_order_acceptance', { order_id: 39 })).toMatch(/^bad_answer: /);
    },
  );
});

describe('a document', () => {
  const document = (status: string, changed: number, sign_time: string | null) => ({
    scrive_documents: [{ order_product_id: 1, status, last_change: iso(changed), sign_time }],
  });

  it('a document signed after the call is found, and no signature is reported as missing', async () => {
    const { ask, order, end } = await story();
    Object.assign(order, document('signed', end + 600, iso(end + 600)), { confirmation_datetime: end + 660 });
    const answer = await ask();
    expect(answer.found.document_signed_after_call).toBe(localSecond(end + 600));
    expect(answer.missing.join()).not.toMatch(/document|not a written acceptance/);
    expect(table(answer).slice(-2)).toMatchObject([
      { what: 'document', detail: 'signed', time: localSecond(end + 600), after_call: true },
      { what: 'confirmed in the dialer', detail: 'by the signed document, as the times say' },
    ]);
  });

  it('a document that is pending, or was signed before the end of the call, does not count as signed after the call', async () => {
    for (const [status, at, sign] of [
      ['pending', 60, false],
      ['signed', -60, true],
    ] as const) {
      const { ask, order, end } = await story();
      Object.assign(order, document(status, end + at, sign ? iso(end + at) : null));
      const answer = await ask();
      expect(answer.found.document_signed_after_call).toBe(false);
      expect(answer.missing).toContain('The document is not signed.');
      expect(table(answer)).toContainEqual({
        time: localSecond(end + at),
        what: 'document',
        detail: status,
        after_call: at > 0,
      });
    }
  });
});

describe('a part that can not be read', () => {
  const FORMS = [
    { status: 500, body: { message: 'It broke' } },
    { status: 403, body: { message: 'Denied' } },
    { body: {} },
    { body: [null] },
    { body: '<html>' },
  ];

  it.each(FORMS)('SMS that can not be read are unknown, not absent: %j', async (form) => {
    const here = await sandboxServices();
    here.instead(failing(/sms_communication/, form));
    const { missing, not_looked_at, found } = await check(here);
    expect(Object.keys(not_looked_at)).toEqual(['sms']);
    expect(missing).toContain('The SMS could not be read: whether there is an answer is not known.');
    expect(missing.join()).not.toMatch(/No SMS of the customer|No order SMS/);
    expect(found.written_answer_after_call).toBe(false);
  });

  it.each(FORMS)(
    'the time of the order stands for the end of a call that can not be read: %j',
    async (form) => {
      const here = await sandboxServices();
      here.instead(failing(/api\/call\//, form));
      const { missing, not_looked_at, order, found } = await check(here);
      expect(Object.keys(not_looked_at)).toEqual(['call']);
      expect(missing).toContain('The call could not be read: the time of the order stands for its end.');
      expect(missing.join()).not.toMatch(/names no call/);
      expect(order.rung_up).toBe('not known');
      expect(found.written_answer_after_call).toMatchObject({ reads_as: 'yes' });
    },
  );

  it('a part without an answer is reported as a timeout', async () => {
    const here = await sandboxServices({ HITRATE_TIMEOUT_MS: '1000' });
    here.instead(silent(/sms_communication/));
    expect((await check(here)).not_looked_at.sms).toMatch(/^timeout: /);
  });

  it('the evidence shows an id where a name can not be read', async () => {
    const here = await sandboxServices();
    here.instead(failing(/call_results/));
    const rows = table(await check(here));
    expect(rows.find(({ what }) => what === 'call')!.detail).toMatch(/, 5, recorded$/);
  });
});

it('nothing in the answer is a legal verdict', async () => {
  const here = await sandboxServices();
  for (const id of [31, 39, 40, 41]) {
    const answer = await check(here, id);
    const text = JSON.stringify({ ...answer, rows: [], note: '', rule: '' });
    expect(text).not.toMatch(/valid|binding|bound|legal|lawful|giltig|bindande/i);
    expect(answer.note).toMatch(/no legal verdict.*a person must judge/);
    // When what suffices is told as the law's rule, with its source, and not of this order.
    expect(answer.rule).toMatch(
      /^Lag \(2005:59\) om distansavtal, 2 kap\. 3 a §: .*What can show that: a document signed after the call, or a clear yes by SMS/,
    );
    expect(answer.quoted).toMatch(/not instructions/);
  }
});
