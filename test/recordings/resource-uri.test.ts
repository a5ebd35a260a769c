/** The names of a recording or PDF: its URI, its title in lists, its file in the download folder. */
import { describe, expect, it } from 'vitest';
import { endpoint } from '../../src/define/tool.ts';
import { isFileTool, requestedFile } from '../../src/recordings/resource-uri.ts';
import { tools } from '../../tools/index.ts';

function requested(name: string, args: Record<string, unknown>) {
  const tool = endpoint(tools, name);
  if (!isFileTool(tool)) return expect.fail(`${name} gives no file`);
  const { uri, title, stem } = requestedFile(tool.answer, args, {});
  return { uri, title, stem };
}

describe('a recording', () => {
  it.each([
    [{}, 'recording.wav'],
    [{ format: 'wav' }, 'recording.wav'],
    [{ format: 'mp3' }, 'recording.mp3'],
    [{ channel: 'both' }, 'recording.wav'],
  ])('a recording requested with %j is named by its id and format', (args, file) => {
    expect(requested('get_call_recording', { call_id: 7, ...args })).toEqual({
      uri: `hitrate://call/7/${file}`,
      title: 'Recording of call 7',
      stem: 'call-7',
    });
  });

  it.each([
    [{ start_s: 1.5 }, '?start_s=1.5', ', 1.5 s to the end', '-1.5-end'],
    [{ end_s: 9 }, '?end_s=9', ', 0 s to 9 s', '-0-9'],
    [
      { channel: 'left', end_s: 9, start_s: 1 },
      '?start_s=1&end_s=9&channel=left',
      ', 1 s to 9 s, left channel',
      '-1-9-left',
    ],
  ])(
    'a recording requested with %j has the clip in its URI, title and file name',
    (args, query, title, stem) => {
      expect(requested('get_order_recording', { order_id: 7, ...args })).toEqual({
        uri: `hitrate://order/7/recording.wav${query}`,
        title: `Recording of order 7${title}`,
        stem: `order-7${stem}`,
      });
    },
  );
});

describe("a customer's SMS", () => {
  it('a PDF of SMS without filters is named by the customer, even when a period is given by a word', () => {
    expect(requested('get_sms_history_pdf', { customer_id: 7, period: 'today' })).toEqual({
      uri: 'hitrate://customer/7/sms.pdf',
      title: 'SMS of customer 7',
      stem: 'customer-7-sms',
    });
  });

  it('a PDF of SMS with filters is another document with a file name and an address of its own', () => {
    const filters = { start_date: '2026-01-01', user_ids: [1, 2] };
    expect(requested('get_sms_history_pdf', { customer_id: 7, ...filters })).toEqual({
      uri: 'hitrate://customer/7/sms.pdf?start_date=2026-01-01&user_ids=%5B1%2C2%5D',
      title: 'SMS of customer 7, a part',
      stem: expect.stringMatching(/^customer-7-sms-[0-9a-f]{8}$/),
    });
  });
});
