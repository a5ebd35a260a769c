/** What of an overview is cut, what is masked, and where the rest is to be had. */
import { describe, expect, it } from 'vitest';
import { addCall, addCustomer, addOrder, addSms } from '../support/sandbox-rows.ts';
import { sandboxServices } from '../support/sandbox-services.ts';

const REST = /search_calls, search_orders and get_sms_history have the rest/;

/** A customer with so many SMS. */
async function written(count: number, message = 'Hej') {
  const here = await sandboxServices();
  const customer_id = addCustomer(here.state, { phone: '+46317001234' }).id;
  for (let i = 0; i < count; i++)
    addSms(here.state, { customer_id, sent: 1_700_000_000 + i, message, sender: '+46317001234' });
  return (limit: number) => here.ask('customer_overview', { customer_id, limit });
}

describe('events that are not shown', () => {
  it('the note offers a larger limit for events that are not shown, while the limit can grow', async () => {
    const ask = await written(201);
    const { note } = await ask(199);
    expect(note).toBe('limit, up to 200, shows more events.');
  });

  it('the note names other tools for events that are not shown, where the limit can not grow', async () => {
    const { note, timeline } = await (await written(201))(200);
    expect(timeline).toMatchObject({ total: 201, returned: 200 });
    expect(note).toMatch(REST);
    expect(note).not.toMatch(/shows more|fit/);
  });

  it('the note names other tools where no more events fit, whatever the limit', async () => {
    const ask = await written(120, 'x'.repeat(200));
    const { returned } = (await ask(200)).timeline;
    expect(returned).toBeLessThan(100);
    expect((await ask(returned - 1)).note).toBe('limit, up to 200, shows more events.');
    for (const limit of [returned, 100, 200]) {
      const { note, timeline } = await ask(limit);
      expect(timeline.returned).toBe(returned);
      expect(note).toMatch(/^No more events fit: /);
      expect(note).toMatch(REST);
      expect(note).not.toMatch(/shows more/);
    }
  });

  it('an overview that shows all events has no note', async () => {
    expect(await (await written(200))(200)).not.toHaveProperty('note');
  });
});

describe.each([20, 21])('of %i ids', (count) => {
  const many = async () => {
    const here = await sandboxServices();
    const customer_id = addCustomer(here.state, { phone: '+46317001234' }).id;
    for (let i = 0; i < count; i++) {
      const init_time = 1_700_000_000 + i * 60;
      const call = { phonenumber: '46317001234', init_time, finish_time: init_time + 9 };
      addCall(here.state, { ...call, customer_id, recording: true });
      addOrder(here.state, { customer_id, create_time: init_time });
      const other = addCustomer(here.state, { phone: '+46317001234', create_time: 0 }).id;
      addCall(here.state, { ...call, customer_id: other });
    }
    return here.ask('customer_overview', { customer_id, limit: 1 });
  };

  it('a list of ids in an overview holds at most twenty ids, and tells the total where there are more', async () => {
    const answer = await many();
    for (const [part, name] of [
      [answer.orders, 'ids'],
      [answer.calls, 'recorded'],
    ]) {
      expect([name, part[name].length]).toEqual([name, 20]);
      expect([name, part[`${name}_total`]]).toEqual([name, count > 20 ? count : undefined]);
    }
    expect(answer.same_number).toMatchObject({ total: count, returned: 20 });
    expect(answer.same_number.rows).toHaveLength(20);
    expect(answer.same_number.not_read?.length).toEqual(count > 20 ? count - 20 : undefined);
  });
});

describe('an identity number of bare digits in a custom field', () => {
  const shown = async (title: string, env = {}, value = '7203111234') => {
    const here = await sandboxServices(env);
    here.state.fields.get(2)!.name = title;
    here.state.customers.get(922)!.custom_fields[0]!.value = value;
    const [overview, card] = [
      await here.ask('customer_overview', { customer_id: 922 }),
      await here.ask('get_customer', { customer_id: 922 }),
    ];
    return { fields: overview.card.custom_fields, alone: card.custom_fields };
  };

  it.each(['Personnummer', 'Orgnr', 'Organisationsnummer'])(
    'an identity number in a custom field with the title %s is masked',
    async (title) => {
      const { fields, alone } = await shown(title);
      expect(fields[`${title} (2)`]).toBe('720311-****');
      expect(alone[`${title} (2)`]).toBe('720311-****');
    },
  );

  it('an identity number within other words is masked in a custom field for identity numbers', async () => {
    const { fields } = await shown('Personnummer', {}, 'nr 19720311-1234');
    expect(fields['Personnummer (2)']).toBe('nr 19720311-****');
  });

  it('bare digits are shown whole under another title, and where the operator wants whole identity numbers', async () => {
    expect((await shown('Antal')).fields['Antal (2)']).toBe('7203111234');
    const { fields } = await shown('Personnummer', { HITRATE_IDENTITY_NUMBERS: 'full' });
    expect(fields['Personnummer (2)']).toBe('7203111234');
  });
});
