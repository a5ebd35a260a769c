/** What the page of one recording may ask for: nothing else, whoever knows its secret. */
import { describe, expect, it } from 'vitest';
import type { Args } from '../../src/define/row.ts';
import { isAllowedCall, isAllowedResource, type Review, withAnswer } from '../../src/review/review.ts';

const ORDER: Review = {
  subject: { owner: { order_id: 39 }, recording: 'hitrate://order/39/recording.wav' },
  marks: [],
  transcripts: ['t1', 't2'],
};
const CALL_AT_NORTH: Review = {
  subject: { owner: { call_id: 7 }, recording: 'hitrate://north/call/7/recording.wav', dialer: 'north' },
  marks: [],
  transcripts: [],
};
/** The call 7, after get_call has told of customer 922, and search_orders of the orders 39 and 40. */
const SOLD: Review = { ...CALL_AT_NORTH, customer_id: 922, order_ids: [39, 40] };
const SEARCH = { dialer: 'north', customer_id: 922, fields: ['call_id'], limit: 200 };

describe('calls', () => {
  it.each<[Review, string, object]>([
    [ORDER, 'get_order', { order_id: 39 }],
    [ORDER, 'transcribe_recording', { order_id: 39 }],
    [ORDER, 'transcribe_recording', { order_id: 39, offset: 120 }],
    [ORDER, 'transcribe_recording', { transcript: 't1' }],
    [ORDER, 'transcribe_recording', { transcript: 't2', offset: 0 }],
    [CALL_AT_NORTH, 'get_call', { dialer: 'north', call_id: 7 }],
    [CALL_AT_NORTH, 'transcribe_recording', { call_ids: [7], dialer: 'north' }],
    [SOLD, 'get_call', { dialer: 'north', call_id: 7 }],
    [SOLD, 'search_orders', SEARCH],
    [SOLD, 'get_order', { dialer: 'north', order_id: 39 }],
    [SOLD, 'get_order', { order_id: 40, dialer: 'north' }],
  ])('of its own order or call are allowed: %#', (review, name, args) => {
    expect(isAllowedCall(review, name, args)).toBe(true);
  });

  it.each<[Review, unknown, unknown]>([
    [ORDER, 'get_order', { order_id: 40 }],
    [ORDER, 'get_order', { order_id: '39' }],
    [ORDER, 'get_order', { order_id: 39, fields: ['phone'] }],
    [ORDER, 'get_order', {}],
    [ORDER, 'get_order', [39]],
    [ORDER, 'get_order', undefined],
    [ORDER, 'get_call', { call_id: 4371 }],
    [ORDER, 'get_call', { order_id: 39 }],
    [ORDER, 'cancel_order', { order_id: 39 }],
    [ORDER, undefined, { order_id: 39 }],
    [ORDER, 'get_order', { order_id: 39, offset: 1 }],
    [ORDER, 'transcribe_recording', { order_id: 39, offset: -1 }],
    [ORDER, 'transcribe_recording', { order_id: 39, offset: '1' }],
    [ORDER, 'transcribe_recording', { order_id: 39, start_s: 1 }],
    [ORDER, 'transcribe_recording', { transcript: 't3' }],
    [ORDER, 'transcribe_recording', { call_ids: [4371] }],
    [ORDER, 'get_order', { dialer: 'north', order_id: 39 }],
    [CALL_AT_NORTH, 'get_call', { call_id: 7 }],
    [CALL_AT_NORTH, 'get_call', { dialer: 'south', call_id: 7 }],
    [CALL_AT_NORTH, 'transcribe_recording', { dialer: 'north', call_ids: [7, 8] }],
    // Before get_call has told whose call it is, and search_orders which orders it led to.
    [CALL_AT_NORTH, 'search_orders', SEARCH],
    [CALL_AT_NORTH, 'get_order', { dialer: 'north', order_id: 39 }],
    [{ ...SOLD, order_ids: undefined }, 'get_order', { dialer: 'north', order_id: 39 }],
    [{ ...SOLD, customer_id: undefined }, 'search_orders', SEARCH],
    [SOLD, 'search_orders', { ...SEARCH, customer_id: 923 }],
    [SOLD, 'search_orders', { ...SEARCH, customer_id: '922' }],
    [SOLD, 'search_orders', { ...SEARCH, customer_id: [922, 923] }],
    [SOLD, 'search_orders', { ...SEARCH, fields: ['call_id', 'phone'] }],
    [SOLD, 'search_orders', { ...SEARCH, fields: ['phone'] }],
    [SOLD, 'search_orders', { ...SEARCH, fields: 'call_id' }],
    [SOLD, 'search_orders', { ...SEARCH, limit: 201 }],
    [SOLD, 'search_orders', { ...SEARCH, offset: 200 }],
    [SOLD, 'search_orders', { ...SEARCH, phone: '070-1740605' }],
    [SOLD, 'search_orders', { ...SEARCH, dialer: 'south' }],
    [SOLD, 'search_orders', { dialer: 'north', customer_id: 922 }],
    [SOLD, 'search_orders', { dialer: 'north', fields: ['call_id'], limit: 200 }],
    [SOLD, 'search_calls', SEARCH],
    [SOLD, 'get_order', { dialer: 'north', order_id: 41 }],
    [SOLD, 'get_order', { dialer: 'south', order_id: 39 }],
    [SOLD, 'get_order', { dialer: 'north', order_id: 39, fields: ['phone'] }],
    [SOLD, 'get_order_recording', { dialer: 'north', order_id: 39 }],
    [SOLD, 'cancel_order', { dialer: 'north', order_id: 39 }],
    [SOLD, 'get_customer', { dialer: 'north', customer_id: 922 }],
    [ORDER, 'search_orders', { customer_id: 922, fields: ['call_id'], limit: 200 }],
  ])('of anything else are refused: %#', (review, name, args) => {
    expect(isAllowedCall(review, name, args)).toBe(false);
  });
});

const ORDERS = {
  columns: ['id', 'value', 'call_id'],
  rows: [
    [39, 399, 7],
    [31, 349, 6],
    [40, 199, 7],
    [32, 349, null],
  ],
};

describe('answers', () => {
  it('of the call and of the search allow what they tell of, and no more', () => {
    const called = withAnswer(CALL_AT_NORTH, 'get_call', { id: 7, customer_id: 922 });
    expect(called).toEqual({ ...CALL_AT_NORTH, customer_id: 922 });
    expect(withAnswer(called, 'search_orders', ORDERS)).toEqual(SOLD);
  });

  it('of transcripts allow to follow them', () => {
    const { transcripts } = withAnswer(ORDER, 'transcribe_recording', { transcript: 't3' });
    expect(transcripts).toEqual(['t1', 't2', 't3']);
  });

  it.each<[Review, string, Args]>([
    [SOLD, 'get_call', { id: 7, customer_id: 922 }],
    [SOLD, 'search_orders', ORDERS],
    [ORDER, 'transcribe_recording', { transcript: 't2' }],
    [CALL_AT_NORTH, 'get_call', { id: 8, customer_id: 922 }],
    [CALL_AT_NORTH, 'get_call', { id: 7, customer_id: null }],
    [CALL_AT_NORTH, 'get_call', { id: 7, customer_id: '922' }],
    [CALL_AT_NORTH, 'transcribe_recording', { id: 7, customer_id: 922 }],
    [CALL_AT_NORTH, 'search_orders', { columns: ['id', 'call_id'], rows: [[41, 8], 7, null] }],
    [CALL_AT_NORTH, 'search_orders', { columns: ['id'], rows: [[41]] }],
    [CALL_AT_NORTH, 'search_orders', { total: 0 }],
    [ORDER, 'get_call', { id: 4371, customer_id: 922 }],
    [ORDER, 'search_orders', { columns: ['id', 'call_id'], rows: [[40, 39]] }],
    [ORDER, 'get_order', { id: 39, customer_id: 922, transcript: 't3' }],
  ])('of anything else allow nothing: %#', (review, name, row) => {
    expect(withAnswer(review, name, row)).toBe(review);
  });
});

describe('resources', () => {
  it.each<[Review, string]>([
    [ORDER, 'hitrate://order/39/waveform'],
    [ORDER, 'hitrate://order/39/recording.wav?start_s=0&end_s=20'],
    [ORDER, 'hitrate://order/39/recording.wav?start_s=2680.125&end_s=2700'],
    [CALL_AT_NORTH, 'hitrate://north/call/7/waveform'],
  ])('of its own recording are allowed: %#', (review, uri) => {
    expect(isAllowedResource(review, uri)).toBe(true);
  });

  it.each<[Review, unknown]>([
    [ORDER, 'hitrate://order/39/recording.wav'],
    [ORDER, 'hitrate://order/39/recording.mp3?start_s=0&end_s=20'],
    [ORDER, 'hitrate://order/391/recording.wav?start_s=0&end_s=20'],
    [ORDER, 'hitrate://order/39/recording.wav?start_s=0&end_s=20&channel=left'],
    [ORDER, 'hitrate://order/39/recording.wav?start_s=0'],
    [ORDER, 'hitrate://order/39/recording.wav?start_s=-1&end_s=20'],
    [ORDER, 'hitrate://order/40/waveform'],
    [ORDER, 'hitrate://call/4371/waveform'],
    [ORDER, 'hitrate://customer/922/sms.pdf'],
    [ORDER, 39],
    [CALL_AT_NORTH, 'hitrate://south/call/7/waveform'],
    [CALL_AT_NORTH, 'hitrate://call/7/waveform'],
  ])('of anything else are refused: %#', (review, uri) => {
    expect(isAllowedResource(review, uri)).toBe(false);
  });
});
