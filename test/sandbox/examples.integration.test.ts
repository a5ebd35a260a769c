import { beforeAll, describe, expect, it } from 'vitest';
import { type Case, cases } from '../contract/cases/index.ts';
import { asRecorded } from '../contract/recorded.ts';
import { states, tokens } from '../contract/states.ts';
import { afterThisFile, afterThisTest } from '../support/cleanup.ts';
import { type Dialer, startDialer } from '../support/sandbox.ts';

/** For examples that change nothing. */
let unchanged: Dialer;
beforeAll(async () => {
  unchanged = await startDialer({ calls: 300 });
  afterThisFile(unchanged.close);
});

async function freshDialer(): Promise<Dialer> {
  const dialer = await startDialer({ calls: 300 });
  afterThisTest(dialer.close);
  return dialer;
}

const keyOf = ({ endpoint, example }: Case): string => `${endpoint} / ${example}`;

/** Examples that no dialer can answer which answers the other ones, and why. */
const leftOut: Record<string, string> = {
  'Get call results / Response types': 'calls retry a number, which is text in every recorded answer',
  'Get call result / Response types':
    'has the member call_results, which is call_result in the recorded answer',
  'Get  all product templates / Success': 'shows one product, as asked for by id, where a list is meant',
};

const played = cases.filter((one) => !(keyOf(one) in leftOut));
const titled = (list: Case[]): [title: string, example: Case][] => list.map((one) => [keyOf(one), one]);

/** Sends what the documentation shows, to a dialer in the state that the example supposes. */
async function play(example: Case) {
  const key = keyOf(example);
  const { method, path, query, body } = (asRecorded[key] ?? example.request)!;
  const prepare = states[key];
  const dialer = prepare || method !== 'GET' ? await freshDialer() : unchanged;
  prepare?.(dialer.sandbox.state);
  const search = query ? `?${new URLSearchParams(query)}` : '';
  return dialer.call(`${method} ${path}${search}`, { as: tokens[key], body });
}

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

/** Where a value differs in form from a recorded one: in keys, in types, in being empty. A recorded null may be anything. */
function differences(got: unknown, recorded: unknown, at = 'answer'): string[] {
  if (recorded === null) return [];
  if (typeOf(got) !== typeOf(recorded)) return [`${at} is ${typeOf(got)}, not ${typeOf(recorded)}`];
  if (Array.isArray(recorded)) {
    const list = got as unknown[];
    if ((list.length === 0) !== (recorded.length === 0)) return [`${at} has ${list.length} items`];
    return recorded.length === 0 ? [] : differences(list[0], recorded[0], `${at}[0]`);
  }
  if (typeof recorded !== 'object') return [];
  const [one, other] = [got as object, recorded as object];
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return keys.flatMap((key) => {
    if (!(key in one)) return [`${at}.${key} is missing`];
    if (!(key in other)) return [`${at}.${key} is not recorded`];
    return differences(one[key as never], other[key as never], `${at}.${key}`);
  });
}

/** The members by which an answer says how it went. */
const said = (body: unknown) => {
  const { success, status, message, error } = (body ?? {}) as Record<string, unknown>;
  return { success, status, message, error };
};

describe('recorded requests', () => {
  it.each(titled(played))(
    'the sandbox answers "%s" with the recorded status, type, form and outcome',
    async (_, example) => {
      const { status, type, json, text } = await play(example);
      expect({ status, type }).toEqual({ status: example.answer.status, type: example.answer.type });
      expect(differences(json ?? text, example.answer.body)).toEqual([]);
      expect(said(json)).toEqual(said(example.answer.body));
    },
  );
});

describe('recorded refusals', () => {
  const refused = played.filter((one) => one.answer.status >= 400 || one.stopped);

  it.each(titled(refused))('the sandbox refuses "%s" in exactly the recorded words', async (_, example) => {
    const { json, text } = await play(example);
    expect(json ?? text).toEqual(example.answer.body);
  });
});

it('three examples are left out because the documentation contradicts itself', () => {
  const left = cases.filter((one) => keyOf(one) in leftOut).map(keyOf);
  expect(left).toEqual(Object.keys(leftOut));
  expect(played).toHaveLength(174);
});

it('a listed product has the form that the documentation shows for a single product', async () => {
  const example = cases.find((one) => one.tool === 'list_products')!;
  const { json } = await play(example);
  expect(differences(json[0], example.answer.body)).toEqual([]);
});

it('no state, token or recorded request is kept for an example that does not exist', () => {
  const known = cases.map(keyOf);
  const kept = [...Object.keys(states), ...Object.keys(tokens), ...Object.keys(asRecorded)];
  expect(kept.filter((key) => !known.includes(key))).toEqual([]);
});
