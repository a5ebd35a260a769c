/** The prompts of daily work: what they call, that the tools take it, and what they must not forget to say. */
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validateArguments } from '../../../src/define/input/validate.ts';
import { renderPrompt } from '../../../src/define/prompt.ts';
import type { Host } from '../../../src/mcp/client.ts';
import { tools } from '../../../tools/index.ts';
import { prompts } from '../../../tools/prompts.ts';
import { startHost } from '../../support/host.ts';

const settings = { region: 'SE', timezone: 'Europe/Stockholm', downloads: tmpdir() };

const told = (name: string, args: Record<string, string>, missing: string[] = []): string =>
  renderPrompt(prompts.find((prompt) => prompt.name === name)!, args, (tool) => !missing.includes(tool));

/** The calls that stand in a text with all that they need. */
const callsIn = (text: string): [tool: string, args: object][] =>
  [...text.matchAll(/^\d+\. (\w+) (\{.*?\})/gm)].map(([, tool, args]) => [
    tool!,
    JSON.parse(args!.replace(/\[[^\d\]"]+\]/g, '[7]').replace(/: (kundens id|the customer's id)/, ': 922')),
  ]);

const CASES: [prompt: string, args: Record<string, string>, calls: string[]][] = [
  ['daily_report', {}, ['order_report', 'call_report']],
  ['daily_report', { period: 'last_week' }, ['order_report', 'call_report']],
  ['order_lookup', { order_id: '39' }, ['get_order']],
  ['order_lookup', { customer: '070-174 06 05' }, ['search_orders']],
  ['order_lookup', { customer: '922' }, ['search_orders']],
  ['order_lookup', {}, []],
  ['callback_list', {}, ['list_call_results', 'search_calls', 'search_calls']],
  ['callback_list', { agent: '6' }, ['list_call_results', 'search_calls', 'search_calls']],
  ['data_request', { customer: '922' }, ['customer_overview', 'collect_customer_data']],
];

describe.each(CASES)('%s with %j', (prompt, args, names) => {
  it.each(['sv', 'en'])('a prompt calls its tools with valid arguments in the language %s', (language) => {
    const calls = callsIn(told(prompt, { ...args, language }));
    expect(calls.map(([tool]) => tool)).toEqual(names);
    for (const [name, given] of calls) {
      const tool = tools.find((one) => one.name === name)!;
      expect(() => validateArguments(tool, given, settings)).not.toThrow();
    }
  });
});

it('the prompt daily_report asks for a comparison, no sums of its own and no customer names', () => {
  expect(told('daily_report', { period: 'yesterday' }).match(/"period": "yesterday"/g)).toHaveLength(2);
  expect(told('daily_report', {})).toMatch(/"compare": true[\s\S]*Räkna inget själv[\s\S]*Nämn inga kunder/);
  expect(told('daily_report', { language: 'en' })).toMatch(/Do no sums yourself[\s\S]*Name no customers/);
});

it('the prompt order_lookup names check_order_acceptance only where that tool is on offer', () => {
  expect(told('order_lookup', { order_id: '39' })).toContain('check_order_acceptance');
  const without = told('order_lookup', { order_id: '39' }, ['check_order_acceptance']);
  expect(without).not.toContain('check_order_acceptance');
  expect(without).not.toContain('skriftligt efter samtalet');
});

it('the prompt order_lookup asks for an order number when neither order nor customer is given', () => {
  expect(told('order_lookup', {})).toContain('Fråga efter ordernummer');
});

it('the prompt callback_list searches the calls of a named agent and says that the agreed time is not available', () => {
  expect(told('callback_list', { agent: '6' })).toContain('"user_ids": [6]');
  expect(told('callback_list', {})).not.toContain('user_ids');
  for (const language of ['sv', 'en'])
    expect(told('callback_list', { language })).toMatch(/inte lämnar ut vilken tid|does not tell the time/);
});

it('the prompt data_request goes on only after a yes, and erases nothing', () => {
  expect(told('data_request', { customer: '922' })).toMatch(/Fortsätt först efter ja[\s\S]*Radera ingenting/);
  expect(told('data_request', { customer: '922', language: 'en' })).toMatch(
    /Go on only after a yes[\s\S]*Erase nothing/,
  );
  expect(told('data_request', { customer: '922' })).not.toContain('prune_customer');
});

describe('a host may offer', () => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost({ HITRATE_SANDBOX: 'on' });
  });
  afterAll(() => host.close());

  const offered = async (prompt: string, name: string, value: string) =>
    (await host.client.complete({ ref: { type: 'ref/prompt', name: prompt }, argument: { name, value } }))
      .completion.values;

  it('completions of the argument period are names of periods', async () => {
    expect(await offered('daily_report', 'period', 'last')).toEqual([
      'last_week',
      'last_month',
      'last_7_days',
      'last_30_days',
    ]);
  });

  it('completions of the argument agent are the ids of active agents', async () => {
    const ids = await offered('callback_list', 'agent', '');
    expect(ids).toEqual(expect.arrayContaining(['6', '26']));
    // Kalle Provén has left.
    expect(ids).not.toContain('78');
  });
});
