import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nearest } from '../../../src/define/input/unknown-arguments.ts';
import { readArgs as read, refusedArgs as refusal } from '../../support/arguments.ts';

describe('values of arguments', () => {
  it('validateArguments reads booleans as booleans, as text in any letter case, and as 0 and 1', () => {
    for (const [given, flag] of [
      [true, true],
      ['true', true],
      ['FALSE', false],
      [1, true],
      [0, false],
    ])
      expect(read('search_calls', { recording: given })).toEqual({ recording: flag });
    for (const wrong of ['yes', 2, {}])
      expect(refusal('search_calls', { recording: wrong })).toContain('true or false');
  });

  it('validateArguments reads a place in a recording in seconds and as clock time', () => {
    for (const [given, seconds] of [
      [40, 40],
      ['40', 40],
      ['40.5', 40.5],
      ['40 s', 40],
      ['0:40', 40],
      ['1:02.5', 62.5],
      ['1:00:01', 3601],
    ])
      expect(read('get_call_recording', { call_id: 1, start_s: given })).toEqual({
        call_id: 1,
        start_s: seconds,
      });
    for (const wrong of ['soon', '0:99', ':40', '1:2:3:4', {}])
      expect(refusal('get_call_recording', { call_id: 1, start_s: wrong })).toContain(
        'start_s must be a number',
      );
    expect(refusal('get_call_recording', { call_id: 1, start_s: '1:00', end_s: 50 })).toContain(
      'start_s must be before end_s',
    );
  });

  it('validateArguments reads an object given as JSON text', () => {
    expect(
      read('update_customer', {
        customer_id: 5,
        changes: '{"city":"Malmö","custom_fields":"[{\\"id\\":\\"6\\",\\"value\\":\\"x\\"}]"}',
      }),
    ).toEqual({
      customer_id: 5,
      changes: { city: 'Malmö', custom_fields: [{ id: 6, value: 'x' }] },
    });
  });

  it('validateArguments turns a number into text where text is expected, such as a postal code', () => {
    expect(
      read('create_customer', { contactlist_id: 6, phone: '0701740605', postal_code: 41101 }).postal_code,
    ).toBe('41101');
  });

  it('validateArguments keeps a number in a custom field or an external id as a number', () => {
    const args = read('create_customer', {
      contactlist_id: 6,
      phone: '0701740605',
      external_id_2: 123,
      custom_fields: [{ id: 10, value: 127 }],
    });
    expect(args).toMatchObject({ external_id_2: 123, custom_fields: [{ id: 10, value: 127 }] });
  });
});

describe('missing arguments', () => {
  it('validateArguments treats null as absent, also within objects', () => {
    expect(read('search_orders', { phone: null, campaign_id: 2 })).toEqual({ campaign_id: 2 });
    expect(
      read('update_customer', { customer_id: 5, changes: { city: 'Malmö', email: null } }).changes,
    ).toEqual({ city: 'Malmö' });
  });

  it('validateArguments accepts undefined and null for a tool without required arguments', () => {
    expect(read('list_campaigns', undefined)).toEqual({});
    expect(read('list_campaigns', null)).toEqual({});
  });

  it('a refusal names a missing argument and its type', () => {
    expect(refusal('get_call', {})).toBe('call_id is missing: a whole number. search_calls has them.');
    expect(refusal('get_call', { call_id: null })).toBe(
      'call_id is missing: a whole number. search_calls has them.',
    );
  });
});

describe('alternative arguments', () => {
  it('validateArguments requires exactly one way to choose a customer', () => {
    expect(refusal('get_customer', {})).toBe('Give exactly one of customer_id, phone, external_id.');
    expect(refusal('prune_customer', { customer_id: 5, phone: '0701740605' })).toContain(
      'not customer_id and phone',
    );
  });

  it('validateArguments requires something to change, and refuses alternative arguments together', () => {
    expect(refusal('update_client', { client_id: 2 })).toBe('Give at least one of name, office_id.');
    // Of those that hosts are not told of only what was given is named.
    expect(refusal('deactivate_contactlist', { campaign_id: 2 })).toBe('Give contactlist_id.');
    expect(refusal('deactivate_contactlist', { contactlist_id: 6 })).toBe('Give campaign_id.');
    expect(refusal('deactivate_contactlist', { campaign_id: 2, campaign_contactlist_id: 42 })).toBe(
      'Give exactly one of campaign_id, campaign_contactlist_id, not campaign_id and campaign_contactlist_id.',
    );
    expect(refusal('update_customer', { customer_id: 2, changes: {} })).toContain('at least one field');
  });
});

describe('a period', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const at = (moment: string) => vi.setSystemTime(new Date(moment));

  it('a period becomes its first and last day where the tool takes days', () => {
    at('2026-11-23T12:00:00Z');
    expect(read('search_orders', { period: 'last_week' })).toEqual({
      period: 'last_week',
      start_date: '2026-11-16',
      end_date: '2026-11-22',
    });
  });

  it('a period becomes its first and last moment where the tool takes moments', () => {
    at('2026-11-23T12:00:00Z');
    expect(read('search_calls', { period: 'today' })).toMatchObject({
      start_date: '2026-11-22T23:00:00.000Z',
      end_date: '2026-11-23T22:59:59.999Z',
    });
  });

  it('a period follows the calendar, also on and after a day of 23 or 25 hours', () => {
    for (const [moment, start_date, end_date] of [
      ['2026-03-29T21:59:00Z', '2026-03-27T23:00:00.000Z', '2026-03-28T22:59:59.999Z'],
      ['2026-03-29T22:30:00Z', '2026-03-28T23:00:00.000Z', '2026-03-29T21:59:59.999Z'],
      ['2026-10-25T22:30:00Z', '2026-10-23T22:00:00.000Z', '2026-10-24T21:59:59.999Z'],
      ['2026-10-25T23:30:00Z', '2026-10-24T22:00:00.000Z', '2026-10-25T22:59:59.999Z'],
    ]) {
      at(moment!);
      expect(read('search_calls', { period: 'yesterday' })).toMatchObject({ start_date, end_date });
    }
  });

  it('a period beside dates is refused, and so is an unknown period', () => {
    expect(refusal('search_orders', { period: 'today', exact_date: '2026-11-23' })).toBe(
      'Give either period or dates, not period and exact_date.',
    );
    expect(refusal('search_calls', { period: 'today', start_date: '2026-11-23T08:00' })).toContain(
      'not period and start_date',
    );
    expect(refusal('search_orders', { period: 'lately' })).toContain('one of today, yesterday, this_week');
  });
});

describe('refusals', () => {
  it('a refusal suggests the right argument for common wrong names', () => {
    expect(refusal('search_orders', { from: '2026-11-01' })).toContain('did you mean start_date?');
    expect(refusal('search_orders', { agent_id: 6 })).toContain('did you mean user_id?');
    expect(refusal('search_calls', { phonenumber: '0701740605' })).toContain('did you mean phone?');
    expect(refusal('search_calls', { campaign_id: 2 })).toContain('did you mean campaign_ids?');
    expect(refusal('get_order', { id: 39 })).toContain('did you mean order_id?');
  });

  it('a refusal lists every wrong argument at once', () => {
    const text = refusal('search_orders', { user_id: 'Mawila', exact_date: '2026-02-30', colour: 'red' });
    expect(text).toContain('user_id must be a whole number, not "Mawila". list_users has them.');
    expect(text).toContain('exact_date must be a date YYYY-MM-DD, not "2026-02-30".');
    expect(text).toContain('There is no argument colour');
  });

  it('a refusal says which entry of a list is wrong', () => {
    const text = refusal('create_customers', {
      contactlist_id: 6,
      customers: [{ phone: '0701740605' }, { phone: '0701740606', earliest_ringtime: 'soon' }],
    });
    expect(text).toBe('customers[1].earliest_ringtime must be a date YYYY-MM-DD, not "soon".');
  });

  it('validateArguments refuses a start date after the end date', () => {
    expect(refusal('search_orders', { start_date: '2026-11-02', end_date: '2026-11-01' })).toBe(
      'start_date must not be after end_date.',
    );
    expect(read('search_orders', { start_date: '2026-11-01', end_date: '2026-11-01' })).toBeDefined();
  });

  it('validateArguments accepts a start time on the day of the end date, and refuses a start time after the end', () => {
    for (const [start_date, end_date] of [
      ['2026-11-01T08:00', '2026-11-01'],
      ['2026-11-01', '2026-11-01T00:30'],
      ['2026-11-01T08:00', '2026-11-01T09:00'],
    ])
      expect(read('search_calls', { start_date, end_date })).toBeDefined();
    for (const [start_date, end_date] of [
      ['2026-11-05T08:00', '2026-11-01'],
      ['2026-11-01T09:00', '2026-11-01T08:00'],
    ])
      expect(refusal('search_calls', { start_date, end_date })).toContain('must not be after');
  });

  it('validateArguments passes an invalid phone number in a list of customers on to the dialer', () => {
    const { customers } = read('create_customers', {
      contactlist_id: 6,
      customers: [{ phone: '070-174 06 05' }, { phone: '99' }],
    });
    expect(customers).toEqual([{ phone: '+46701740605' }, { phone: '99' }]);
  });

  it('nearest finds the most similar name, and nothing where no name is similar', () => {
    expect(nearest('campain_ids', ['campaign_ids', 'user_ids'])).toBe('campaign_ids');
    expect(nearest('zzz', ['campaign_ids', 'user_ids'])).toBeUndefined();
  });
});
