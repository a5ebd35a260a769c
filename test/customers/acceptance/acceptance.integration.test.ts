/** What evidence the dialer holds that an order was accepted in writing after the call: shown, never judged. */
import { describe, expect, it } from 'vitest';
import { MINUTE, PHONE, story } from '../../support/order-story.ts';
import { addSms, localSecond, table } from '../../support/sandbox-rows.ts';

const OUT = 'Djurboxen';
const WORDS = 'Svara OK för att bekräfta: Dog box, 399 kr/mån i 12 månader';

describe('what the customer wrote', () => {
  it('an answer after the call and the order SMS is found, with its time and words', async () => {
    const { ask, sms, end, order } = await story();
    sms(end + MINUTE, WORDS, OUT);
    sms(end + 5 * MINUTE, 'OK tack!');
    const answer = await ask();
    expect(answer.found).toEqual({
      order_sms_after_call: true,
      order_sms_says: ['product', 'price', 'period (monthly)', 'payments (12)'],
      written_answer_after_call: { time: localSecond(end + 5 * MINUTE), text: 'OK tack!', reads_as: 'yes' },
      document_signed_after_call: false,
    });
    expect(answer.missing).toEqual([]);
    expect(table(answer)).toEqual([
      {
        time: localSecond(end - 300),
        what: 'call',
        detail: expect.stringMatching(/^the customer was rung up/),
        after_call: false,
      },
      { time: localSecond(end + 20), what: 'order made', detail: '1 x Dog box, 399', after_call: true },
      {
        time: localSecond(end + MINUTE),
        what: 'SMS to the customer (Order SMS)',
        detail: WORDS,
        after_call: true,
      },
      {
        time: localSecond(end + 5 * MINUTE),
        what: 'SMS from the customer',
        detail: 'OK tack!',
        after_call: true,
      },
    ]);
    expect(answer.order).toMatchObject({
      id: order.id,
      customer: `Anna Ek (${order.customer_id})`,
      agent: 'Mawila Nathaniel (6)',
      state: 'unconfirmed',
      consumer: true,
      rung_up: true,
      call_id: order.call_id,
      call_ended: localSecond(end),
    });
  });

  it.each([
    ['Ja', 'yes'],
    ['JA!!', 'yes'],
    [' "Okej", det blir bra', 'yes'],
    ['Jag bekräftar', 'yes'],
    ['Jag godkänner', 'yes'],
    ['jag  accepterar erbjudandet', 'yes'],
    ['Jag beställer', 'yes'],
    ['Jag godkänner inte', 'no'],
    ['Jag godkänner inget', 'unclear'],
    ['Jag accepterar inga avtal', 'unclear'],
    ['Godkänner ingenting', 'unclear'],
    ['Jag accepterar?', 'unclear'],
    ['Jag undrar', 'unclear'],
    ['Jag okej', 'unclear'],
    ['Jagodkänner', 'unclear'],
    ['Bekräftar', 'yes'],
    ['Godkänner', 'yes'],
    ['Yes please', 'yes'],
    ['Nej tack', 'no'],
    ['Ja, men inte nu', 'no'],
    ['Jag förstår inte', 'no'],
    ['STOPP', 'no'],
    ['Jag ångrar mig', 'no'],
    ['Avbeställer', 'no'],
    ['Aldrig i livet', 'no'],
    ['Ok?', 'unclear'],
    ['Vad är detta?', 'unclear'],
    ['Jaha', 'unclear'],
    ['Okänt nummer', 'unclear'],
    ['Beställningen har fel adress', 'unclear'],
    ['Bekräftelse på vad', 'unclear'],
    ['', 'unclear'],
    ['👍', 'unclear'],
  ])('the answer "%s" reads as %s', async (message, reads_as) => {
    const { ask, sms, end } = await story();
    sms(end + MINUTE, WORDS, OUT);
    sms(end + 2 * MINUTE, message);
    const { found, missing } = await ask();
    expect(found.written_answer_after_call.reads_as).toBe(reads_as);
    expect(missing.some((line: string) => /does not read like a clear yes/.test(line))).toBe(
      reads_as !== 'yes',
    );
  });

  it('a yes before the end of the call is shown as such, and does not count as an answer after the call', async () => {
    const { ask, sms, end } = await story();
    sms(end - 100, WORDS, OUT);
    sms(end - MINUTE, 'Ja');
    const answer = await ask();
    expect(answer.found).toMatchObject({ order_sms_after_call: false, written_answer_after_call: false });
    expect(table(answer).filter(({ what }) => /SMS/.test(what))).toMatchObject([
      { detail: WORDS, after_call: false },
      { detail: 'Ja', after_call: false },
    ]);
    expect(answer.missing).toContain(
      'A yes of the customer came before the call had ended: that is no acceptance after it.',
    );
    expect(answer.missing).toContain('No SMS of the customer came in after the call.');
  });

  it.each([
    [-1, false],
    [0, true],
    [1, true],
  ])('an SMS %i s from the end of the call counts as after the call: %s', async (seconds, after) => {
    const { ask, sms, end } = await story();
    sms(end + seconds, 'Ja');
    const { found } = await ask();
    expect(Boolean(found.written_answer_after_call)).toBe(after);
  });

  it('an SMS hours before the call is shown as before the call', async () => {
    const { ask, sms, end } = await story();
    sms(end - 20 * 3600, 'Ja');
    const answer = await ask();
    expect(table(answer)[0]).toMatchObject({ detail: 'Ja', after_call: false });
    expect(answer).not.toHaveProperty('older');
  });

  it('an SMS days before the call is left out, and the answer counts what is left out', async () => {
    const { ask, sms, end } = await story();
    sms(end - 3 * 86_400, 'Ja');
    const answer = await ask();
    expect(JSON.stringify(answer.rows)).not.toContain('SMS');
    expect(answer.older).toMatch(/^1 SMS from more than a day before/);
    expect(answer.total).toBe(answer.rows.length);
    expect(answer.missing.join()).not.toMatch(/A yes of the customer came before/);
  });

  it('a yes followed by a no reads as yes, and the no is reported', async () => {
    const { ask, sms, end } = await story();
    sms(end + MINUTE, WORDS, OUT);
    sms(end + 2 * MINUTE, 'Ok');
    sms(end + 60 * MINUTE, 'Jag ångrar mig');
    const { found, missing } = await ask();
    expect(found.written_answer_after_call.reads_as).toBe('yes');
    expect(missing).toEqual(['Another SMS of the customer reads like a no: read it.']);
  });

  it('a no is shown in preference to an earlier unclear answer', async () => {
    const { ask, sms, end } = await story();
    sms(end + MINUTE, 'Hej');
    sms(end + 2 * MINUTE, 'Nej');
    expect((await ask()).found.written_answer_after_call).toMatchObject({ text: 'Nej', reads_as: 'no' });
  });

  it('a yes before the order SMS is reported as too early', async () => {
    const { ask, sms, end } = await story();
    sms(end + MINUTE, 'Ja');
    sms(end + 2 * MINUTE, WORDS, OUT);
    expect((await ask()).missing.join()).toMatch(/The yes came before the order SMS/);
  });

  it('a yes after several order SMS is reported as possibly for another order', async () => {
    const { ask, sms, end } = await story();
    sms(end + MINUTE, WORDS, OUT);
    sms(end + 600 * MINUTE, WORDS, OUT);
    sms(end + 601 * MINUTE, 'Ja');
    expect((await ask()).missing.join()).toMatch(/2 order SMS went out: it may answer for another order/);
  });

  it('an SMS from the number that was called is the customer’s, also where the card has another number now', async () => {
    const { ask, sms, end, here, order } = await story();
    sms(end + MINUTE, 'Ja', PHONE);
    here.state.customers.get(order.customer_id)!.phone = '+46317009999';
    expect((await ask()).found.written_answer_after_call).toMatchObject({ reads_as: 'yes' });
  });

  it('identity numbers in the customer’s SMS are masked, also where the text is cut', async () => {
    for (const message of ['Ja 19720311-1234', `Ja ${'x'.repeat(280)} 19720311-1234`]) {
      const { ask, sms, end } = await story();
      sms(end + MINUTE, message);
      expect(JSON.stringify(await ask())).not.toMatch(/19720311-?1/);
    }
  });
});

describe('without an answer in writing', () => {
  it('check_order_acceptance says that no order SMS went out and no answer came in', async () => {
    const { found, missing } = await (await story()).ask();
    expect(found).toEqual({
      order_sms_after_call: false,
      written_answer_after_call: false,
      document_signed_after_call: false,
    });
    expect(missing).toEqual([
      'No order SMS went out after the call: there is nothing in writing to accept.',
      expect.stringMatching(/^One is set up for Dog box \(1\) on campaign Animal snacks \(2\)/),
      'No SMS of the customer came in after the call.',
      'No document went out to be signed.',
    ]);
  });

  it('another SMS from the dialer does not count as an order SMS', async () => {
    const { ask, here, order, end } = await story();
    addSms(here.state, { customer_id: order.customer_id, sent: end + 9, message: 'Reklam' });
    expect((await ask()).found.order_sms_after_call).toBe(false);
  });

  it('a confirmation by hand is shown with the dialer’s note, and is no written acceptance', async () => {
    const { ask, sms, order, end } = await story();
    order.confirmation_datetime = end + 10 * MINUTE;
    sms(end + 10 * MINUTE, 'Manually confirmed by user admin', 'none');
    const answer = await ask();
    expect(answer.found.written_answer_after_call).toBe(false);
    expect(table(answer).filter(({ time }) => time === localSecond(end + 10 * MINUTE))).toMatchObject([
      { what: "dialer's note", detail: 'Manually confirmed by user admin' },
      {
        what: 'confirmed in the dialer',
        detail: "by hand, as the dialer's note says: Manually confirmed by user admin",
      },
    ]);
    expect(answer.missing).toContain(
      'The order is confirmed in the dialer; that is not a written acceptance.',
    );
  });

  it('a confirmation by hand just after an SMS still counts as by hand', async () => {
    const { ask, sms, order, end } = await story();
    order.confirmation_datetime = end + 10 * MINUTE;
    sms(end + 9 * MINUTE, 'Vad är detta');
    sms(end + 10 * MINUTE, 'Manually confirmed by user admin', 'none');
    expect(table(await ask()).at(-1)!.detail).toMatch(/^by hand/);
  });

  it.each([
    [2, 'by the answer to the SMS, as the times say'],
    [4, 'how is not told'],
  ])('a confirmation %i minutes after the answer is described as "%s"', async (minutes, detail) => {
    const { ask, sms, order, end } = await story();
    sms(end + MINUTE, 'Ja');
    order.confirmation_datetime = end + MINUTE + minutes * MINUTE;
    expect(table(await ask()).at(-1)).toMatchObject({ what: 'confirmed in the dialer', detail });
  });

  it('a confirmation with a recording of the order is described as spoken, not in writing', async () => {
    const { ask, end } = await story({ order_recording_id: 1039 });
    const { order } = await story();
    expect(order.order_recording_id).toBeNull();
    expect(table(await ask()).some(({ what }) => what === 'confirmed in the dialer')).toBe(false);
    const confirmed = await story({ order_recording_id: 1039, confirmation_datetime: end + MINUTE });
    expect(table(await confirmed.ask()).at(-1)!.detail).toMatch(/spoken, not in writing/);
  });
});
