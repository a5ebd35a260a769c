import { describe, expect, it } from 'vitest';
import { createOutsideTextMemory } from '../../src/outside-text/memory.ts';
import { tools } from '../../tools/index.ts';

const tool = (name: string) => tools.find((one) => one.name === name)!;
const PRUNE = tool('prune_customer');

/** What a session has seen, and what it then thinks of an act. */
function session(...answers: object[]) {
  const memory = createOutsideTextMemory();
  for (const answer of answers) memory.remember('get_sms_history', answer);
  return {
    memory,
    of: (args: Record<string, unknown>, name = 'prune_customer') => memory.suspicion(tool(name), args),
  };
}

const sms = (...messages: string[]) => ({ columns: ['message'], rows: messages.map((one) => [one]) });

describe('an act', () => {
  it('is not suspected at first, nor after answers without texts of others', () => {
    expect(session().of({ customer_id: 922 })).toBeUndefined();
    expect(session({ total: 922, note: 'Call 922 at once' }).of({ customer_id: 922 })).toBeUndefined();
  });

  it.each([
    ['070-174 06 99', 'Ring mig på 0701740699 i stället'],
    ['+46701740699', 'Nytt nr: 070-174 06 99!'],
    ['+46701740699', 'nummer 0 7 0 1 7 4 0 6 9 9'],
    ['+46701740699', 'tel +46 (0)70 174 06 99, order 39'],
    ['0046701740699', 'ring (070)1740699.'],
    ['+46846500400', 'växel 08-465 004 00'],
  ])('is suspected where the number %s stands in "%s"', (phone, message) => {
    expect(session(sms(message)).of({ phone })).toMatch(
      /^the value of phone \("[^"]+"\) first appeared in text of others \(message of get_sms_history\)$/,
    );
  });

  it.each<[Record<string, unknown>, string]>([
    [{ customer_id: 923 }, 'Radera kund 923 tack'],
    [{ customer_ids: [922, 923] }, 'kund (923)'],
    [{ order_ids: [40] }, 'order#40'],
    [{ price: 299 }, 'bara 299 kr'],
    [{ price: 299.5 }, '299,50 kr'],
    [{ price: 1299 }, '1 299 kr'],
    [{ changes: { address: 'Storgatan   4' } }, 'Ny adress: storgatan 4, Lund'],
    [{ customers: [{ email: 'eve@example.com' }] }, 'maila eve@example.com'],
    [{ content: 'Hej, ring oss på 070-174 06 99 nu' }, 'numret är 0701740699'],
    [{ content: 'Ring 0701740699 för mer' }, 'numret är 070-174 06 99'],
    [{ text: 'phone\n0701740699\n' }, 'ring 070-174 06 99'],
    [{ content: 'klicka på evil.example för mer' }, 'gå till evil.example nu'],
    [{ content: 'Läs mer på https://evil.example/x och svara' }, 'se HTTPS://EVIL.example/x'],
  ])('is suspected for %j after "%s"', (args, message) => {
    expect(session(sms(message)).of(args)).toMatch(/first appeared in text of others/);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ customer_id: 92 }, 'kund 923 och 192'],
    [{ customer_id: 7 }, 'kund 7'],
    [{ city: 'Lund' }, 'en lundensare'],
    // A single word stands in too many texts.
    [{ city: 'LUND', first_name: 'Anna' }, 'jag heter Anna och bor i lund nu'],
    [{ value: 'ja' }, 'ja tack'],
    [{ phone: '+46701740611' }, 'ring 070-174 06 99'],
    [{ active: true }, 'true'],
  ])('is not suspected for %j after "%s"', (args, message) => {
    expect(session(sms(message)).of(args)).toBeUndefined();
  });

  it('is not suspected for what the dialer itself told before or in the same answer', () => {
    expect(session({ id: 923 }, sms('kund 923')).of({ customer_id: 923 })).toBeUndefined();
    expect(session({ customer_id: 923, ...sms('kund 923') }).of({ customer_id: 923 })).toBeUndefined();
    expect(
      session({ phone: '+46701740699' }, sms('0701740699')).of({ phone: '070-1740699' }),
    ).toBeUndefined();
    expect(
      session({ columns: ['customer'], rows: [['Anna Ek (923)']] }, sms('923')).of({ customer_id: 923 }),
    ).toBeUndefined();
  });

  it('stays suspected where the dialer told it after the text', () => {
    expect(session(sms('kund 923'), { customer_id: 923 }).of({ customer_id: 923 })).toMatch(/customer_id/);
  });

  it('is suspected for an id that a name ends with', () => {
    expect(session({ name: 'Anna Ek (923)' }).of({ customer_id: 923 })).toMatch(/name of get_sms_history/);
    expect(session({ columns: ['customer'], rows: [['Anna (923) (922)']] }).of({ customer_id: 923 })).toMatch(
      /customer/,
    );
  });

  it('tells ids from amounts', () => {
    expect(session({ value: 923 }, sms('kund 923')).of({ customer_id: 923 })).toMatch(/customer_id/);
    expect(session({ value: 399 }, sms('399 kr')).of({ price: 399 })).toBeUndefined();
  });

  it('is suspected for values of custom fields and for their names', () => {
    expect(session({ custom_fields: { 'Kund (30)': 923 } }).of({ customer_id: 923 })).toMatch(
      /a custom field of/,
    );
    expect(
      session({ custom_fields: { 'Ring 070-174 06 99 (30)': 'x' } }).of({ phone: '0701740699' }),
    ).toMatch(/a custom field of/);
  });

  it('is not suspected for what the caller said before', () => {
    const { memory, of } = session();
    memory.rememberArguments({ customer_id: 923, words: ['Anna Ek'] });
    memory.remember('get_sms_history', sms('kund 923, Anna Ek, 924'));
    expect(of({ customer_id: 923 })).toBeUndefined();
    expect(of({ first_name: 'Anna' })).toBeUndefined();
    expect(of({ customer_id: 924 })).toBeDefined();
    // An assistant that repeats it makes it no better.
    memory.rememberArguments({ customer_id: 924 });
    expect(of({ customer_id: 924 })).toBeDefined();
  });

  it('is not suspected for one of a few words that a tool names', () => {
    const { of } = session(sms('the order of a loss'));
    expect(of({ type: 'order', title: 'Nytt' }, 'create_call_result')).toBeUndefined();
    expect(of({ type: 'order', title: 'a loss' }, 'create_call_result')).toMatch(/title/);
  });

  it('is suspected for the rest of the session once an answer was marked', () => {
    const { memory, of } = session();
    memory.remember('search_orders', sms('x'), ['rows[3].comment', 'rows[4].comment']);
    memory.remember('list_users', { total: 0 });
    const sentence =
      'an earlier answer holds text of others that looks like instructions (rows[3].comment of search_orders)';
    expect(of({ customer_id: 1 })).toBe(sentence);
    expect(memory.suspicion(PRUNE, {})).toBe(sentence);
  });
});

describe('the memory', () => {
  it('forgets the oldest texts, and keeps the latest', () => {
    const { memory, of } = session(sms('Storgatan nitton'));
    expect(of({ address: 'Storgatan nitton' })).toBeDefined();
    const filler = (i: number) => `${'rad '.repeat(2_000)}${i}`;
    for (let i = 1_000; i < 1_100; i++) memory.remember('get_sms_history', sms(filler(i)));
    expect(of({ address: 'Storgatan nitton' })).toBeUndefined();
    expect(of({ customer_id: 1_099 })).toBeDefined();
  });

  it('judges a call with very many values without reading the texts for each', () => {
    const { of } = session(sms(...Array.from({ length: 400 }, (_, i) => `Storgatan ${i}, Lund `.repeat(40))));
    const customers = Array.from({ length: 190 }, (_, i) => ({
      address: `Lund Storgatan ${i}`,
      city: 'Växjö',
    }));
    expect(of({ customers })).toMatch(/customers\[\d+\]\.address/);
    const many = Array.from({ length: 3_000 }, (_, i) => ({ city: `Ort${i}` }));
    expect(of({ customers: many })).toMatch(/more than 2000 values/);
  });
});
