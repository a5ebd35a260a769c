import { describe, expect, it } from 'vitest';
import { type Case, cases } from '../contract/cases/index.ts';
import { asRecorded } from '../contract/recorded.ts';
import { states } from '../contract/states.ts';
import { useDialer } from './client.ts';

const dialer = useDialer({ calls: 300 });

const keyOf = ({ endpoint, example }: Case): string => `${endpoint} / ${example}`;

/** Examples that can't be put to any dialer that answers the other ones, and why. */
const leftOut: Record<string, string> = {};

const played = cases.filter((one) => !(keyOf(one) in leftOut));
const titled = (list: Case[]): [title: string, example: Case][] => list.map((one) => [keyOf(one), one]);

/** Sends what the documentation shows, to a dialer in the state that the example supposes. */
async function play(example: Case) {
  const key = keyOf(example);
  const { as, prepare } = states[key] ?? {};
  prepare?.(dialer().sandbox.state);
  const { method, path, query, body } = (asRecorded[key] ?? example.request)!;
  const search = query ? `?${new URLSearchParams(query)}` : '';
  return dialer().call(`${method} ${path}${search}`, { as, body });
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

describe('the sandbox answers a recorded request with the status, type and form that was recorded', () => {
  it.each(titled(played))('%s', async (_, example) => {
    const { status, type, json, text } = await play(example);
    expect({ status, type }).toEqual({ status: example.answer.status, type: example.answer.type });
    expect(differences(json ?? text, example.answer.body)).toEqual([]);
  });
});

describe('the sandbox refuses in the very words that were recorded', () => {
  const refused = played.filter((one) => one.answer.status >= 400 || one.stopped);

  it.each(titled(refused))('%s', async (_, example) => {
    const { json, text } = await play(example);
    expect(json ?? text).toEqual(example.answer.body);
  });
});

it('what is left out is named, with a reason', () => {
  expect(leftOut).toEqual({});
  expect(Object.keys(leftOut).filter((key) => !cases.some((one) => keyOf(one) === key))).toEqual([]);
});
