/** What the page of one recording may ask for: nothing else, whoever knows its secret. */
import { describe, expect, it } from 'vitest';
import { isAllowedCall, isAllowedResource, type Review } from '../../src/review/review.ts';

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

describe('calls', () => {
  it.each<[Review, string, object]>([
    [ORDER, 'get_order', { order_id: 39 }],
    [ORDER, 'transcribe_recording', { order_id: 39 }],
    [ORDER, 'transcribe_recording', { order_id: 39, offset: 120 }],
    [ORDER, 'transcribe_recording', { transcript: 't1' }],
    [ORDER, 'transcribe_recording', { transcript: 't2', offset: 0 }],
    [CALL_AT_NORTH, 'get_call', { dialer: 'north', call_id: 7 }],
    [CALL_AT_NORTH, 'transcribe_recording', { call_ids: [7], dialer: 'north' }],
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
  ])('of anything else are refused: %#', (review, name, args) => {
    expect(isAllowedCall(review, name, args)).toBe(false);
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
