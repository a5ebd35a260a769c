import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallHost } from '../../src/call/call.ts';
import { createServices, type Services } from '../../src/call/services.ts';
import { readConfig } from '../../src/config/config.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import type { Row } from '../../src/define/row.ts';
import { endpoint } from '../../src/define/tool.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { tools } from '../../tools/index.ts';
import { type Arrived, type FakeDialer, fakeDialer, isRead } from '../support/fake-dialer.ts';
import { newFolder } from '../support/files.ts';
import { TRUST_ENV } from '../support/trust-env.ts';
import { type Case, cases } from './cases/index.ts';
import { readTarget, typedName } from './targets.ts';

let dialer: FakeDialer;
let engine: Services;
/** What the server makes for a user, as the example has it. */
let password = '';

beforeAll(async () => {
  dialer = await fakeDialer();
  const env = {
    ...TRUST_ENV,
    HITRATE_ASK: SETTINGS.ask.default,
    HITRATE_URL: dialer.url,
    HITRATE_ACCESS: 'destructive',
    HITRATE_TOKEN: 'test-token',
    HITRATE_DOWNLOAD_DIR: newFolder(),
  };
  const noSandbox = () => Promise.reject(new Error('there is no sandbox here'));
  engine = createServices(readConfig([], env), {}, noSandbox, { newPassword: () => password });
});
afterEach(() => {
  dialer.requests.length = 0;
});
afterAll(async () => {
  await engine.close();
  await dialer.close();
});

const titled = (list: Case[]): [title: string, example: Case][] =>
  list.map((one) => [`${one.tool}: ${one.endpoint} / ${one.example}`, one]);
const named = (endpoint: string, example: string): Case =>
  cases.find((one) => one.endpoint === endpoint && one.example === example)!;
const toolOf = ({ tool }: Case) => endpoint(tools, tool);

const sending = cases.filter((one) => one.request);
const stopped = cases.filter((one) => one.stopped);
const idle = sending.filter((one) => one.outcome === 'unchanged');
const refused = sending.filter((one) => one.outcome !== 'answer' && one.outcome !== 'unchanged');
const answered = sending.filter((one) => one.outcome === 'answer');

const isAct = (asked: Arrived, { request }: Case): boolean =>
  asked.method === request?.method && asked.path === request.path;

/** Calls the case's tool at a dialer that answers as recorded, for a person who says yes to what is asked. */
async function play(example: Case, answer: Case['answer'] = example.answer): Promise<Row | ToolError> {
  password = (example.request?.body as Row | undefined)?.password ?? '';
  dialer.script((asked) => (isAct(asked, example) ? answer : { body: readTarget(asked, example) }));
  const context: CallHost = {
    signal: new AbortController().signal,
    ask: async ({ field }) => (field.type === 'boolean' ? true : typedName(example)),
  };
  try {
    return (await engine.caller.call(example.tool, example.args, context)).row;
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
}

async function refusal(example: Case): Promise<ToolError> {
  const outcome = await play(example);
  if (outcome instanceof ToolError) return outcome;
  throw new Error(`it was answered with ${JSON.stringify(outcome)}`);
}

async function answerTo(example: Case, answer?: Case['answer']): Promise<Row> {
  const outcome = await play(example, answer);
  if (outcome instanceof ToolError) throw outcome;
  return outcome;
}

it('each recorded example is a case of its own that either sends a request or says why not', () => {
  expect(sending.length + stopped.length).toBe(cases.length);
  expect(new Set(cases.map((one) => `${one.endpoint} / ${one.example}`)).size).toBe(cases.length);
});

describe('requests', () => {
  it.each(titled(sending))(
    '%s sends exactly the recorded request, once, with the token',
    async (_, example) => {
      await play(example);
      const all = dialer.requests.filter((asked) => isAct(asked, example));
      const { fetch, tier } = toolOf(example);
      // A read may look for more at the same address, by other arguments; a write leaves once in any form.
      const looksFurther = fetch !== undefined && tier === 'read';
      const asFirst = ({ query, body }: Arrived) =>
        isDeepStrictEqual([query, body], [all[0]!.query, all[0]!.body]);
      const acts = looksFurther ? all.filter(asFirst) : all;
      expect(acts.map(({ method, path, query, body }) => ({ method, path, query, body }))).toEqual([
        { query: {}, body: undefined, ...example.request },
      ]);
      expect(acts[0]!.headers.authorization).toBe('Bearer test-token');
      expect(acts[0]!.url).not.toMatch(/[+ ]/);
      if (acts[0]!.query.phone) expect(acts[0]!.url).toContain('phone=%2B');
    },
  );
});

describe('further requests', () => {
  const acting = sending.filter((one) => toolOf(one).tier !== 'read');
  it.each(titled(acting))('%s sends only reads beside its recorded request', async (_, example) => {
    await play(example);
    const others = dialer.requests.filter((asked) => !isAct(asked, example));
    expect(others.filter((asked) => !isRead(asked))).toEqual([]);
  });
});

describe('recorded successes', () => {
  it.each(titled(answered))('%s returns the recorded success as an answer', async (_, example) => {
    const answer = await answerTo(example);
    const { tier, answer: kind } = toolOf(example);
    if (kind.is === 'rows') expect(answer.total).toBe(recordedTotal(example));
    else if (tier === 'read') expect(answer.customer_id ?? answer.id).toBe(recordedId(example.answer.body));
    else expect(answer.status).toBe('done');
  });
});

describe('recorded failures', () => {
  it.each(titled(refused))(
    '%s returns the right kind of error, in the words of the dialer',
    async (_, example) => {
      const error = await refusal(example);
      expect(error.kind).toBe(example.outcome);
      expect(error.message).toContain(example.words);
      expect(error.status).toBe(example.answer.status);
    },
  );
});

describe('refusals because nothing would change', () => {
  it.each(titled(idle))('%s reports the status unchanged, without database terms', async (_, example) => {
    const answer = await answerTo(example);
    expect(answer.status).toBe('unchanged');
    expect(JSON.stringify(answer)).not.toMatch(/nixlist|entry|key/i);
  });
});

describe('refusals by the tool', () => {
  it.each(titled(stopped))('%s is refused by the tool before anything is changed', async (_, example) => {
    const error = await refusal(example);
    expect(error.kind).toBe(example.outcome);
    // A target that the dialer would refuse was read; for wrong arguments nothing leaves at all.
    const reads = example.outcome === 'invalid_arguments' ? [] : ['GET'];
    expect(dialer.requests.map((asked) => asked.method)).toEqual(reads);
  });
});

describe('passwords', () => {
  it.each(titled(answered))('%s returns no password and no hash', async (_, example) => {
    expect(JSON.stringify(await answerTo(example))).not.toMatch(/"password"|\b[0-9a-f]{32,}\b/i);
  });

  it('update_user reports that a password was set, but not the password', async () => {
    const example = named('Update user', 'Update user success');
    const request = { ...example.request!, body: { password: 'Sommar-2026!' } };
    const answer = await answerTo({ ...example, request });
    expect(JSON.stringify(answer)).toContain('password (a new one)');
    expect(answer.handed_over).toMatch(/^The new password of user 23 is in the file .*txt\./);
    expect(JSON.stringify(answer)).not.toContain('Sommar');
  });
});

describe('values that the dialer does not echo', () => {
  const dropped: Record<string, string[]> = { 'Edit contactlist / Edited contactlist': ['user_group_id'] };
  const echoed = answered.filter((one) => {
    const { answer } = toolOf(one);
    return answer.is === 'record' && answer.echo;
  });

  it.each(titled(echoed))(
    '%s reports exactly the values that the dialer did not echo',
    async (_, example) => {
      const answer = await answerTo(example);
      expect(answer.not_taken).toEqual(dropped[`${example.endpoint} / ${example.example}`]);
    },
  );

  it('update_user reports a date that the dialer dropped', async () => {
    const { answer, args } = named('Update user', 'One value being wrong format');
    const request = { method: 'PUT', path: '/api/user/6' };
    const example: Case = { ...named('Update user', 'Update user success'), request, answer };
    const outcome = await answerTo({ ...example, args: { ...args, hire_date: '2021-02-11' } });
    expect(outcome.not_taken).toEqual(['hire_date']);
  });
});

it('prune_customer by number erases the customer id that the person confirmed', async () => {
  const example = named('GDPR prune customer', 'Customer pruned');
  await answerTo({ ...example, args: { phone: '070-174 06 05' } });
  const looks = dialer.requests.filter(({ method, path }) => method === 'GET' && path === '/api/customer');
  expect(looks.map(({ query }) => query)).toEqual([{ phone: '+46701740605' }, { phone: '+46701740605' }]);
  const acts = dialer.requests.filter((asked) => !isRead(asked));
  expect(acts.map(({ query }) => query)).toEqual([{ id: '158200' }]);
});

/** How many there are in all, as the recorded answer says it or shows it. */
function recordedTotal({ answer: { body } }: Case): number {
  if (Array.isArray(body)) return body.length;
  const { count, rows, call_results, id } = body as Row;
  return count ?? (rows ?? call_results)?.length ?? (id ? 1 : Object.keys(body as Row).length);
}

/** The id of the one thing that a recorded answer tells of, however deep it lies there. */
function recordedId(body: unknown): unknown {
  // A list of one is an order, which has its customer's id too.
  if (Array.isArray(body)) return body[0].id;
  const { customer_id, id, ...rest } = body as Row;
  return customer_id ?? id ?? recordedId(rest.call_result ?? rest.call_results ?? rest.client);
}
