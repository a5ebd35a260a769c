/** Two people with rights and companies of their own at one server: nothing of one is ever seen by the other. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tools } from '../../tools/index.ts';
import { newFolder } from '../support/files.ts';
import { markedDialer, markOf } from '../support/marked-dialer.ts';
import { readArgs, readTools } from '../support/read-tools.ts';
import { envelope } from '../support/stateless-messages.ts';
import { type Member, member, startTeamServer, type TeamServer } from '../support/team-server.ts';

const anna = member('anna');
const bob = member('bob', 'destructive', { privacy: 'pseudonyms' });
const rut = member('rut', 'read');
const people = [anna, bob, rut];
const ROUNDS = 3;

let dialer: Awaited<ReturnType<typeof markedDialer>>;
let server: TeamServer;

beforeAll(async () => {
  dialer = await markedDialer(people.map(({ subject }) => subject));
  const program = join(newFolder(), 'hears.mjs');
  writeFileSync(program, `console.log(JSON.stringify({ segments: [{ start: 0, end: 1, text: 'Hej' }] }));`);
  server = await startTeamServer(people, {
    HITRATE_URL: dialer.url,
    HITRATE_ACCESS: 'destructive',
    HITRATE_CONFIRM: 'token',
    HITRATE_LOG_LEVEL: 'debug',
    HITRATE_HTTP_LIMITS: 'requests_per_minute=100000,at_once=1000',
    HITRATE_TRANSCRIBE_COMMAND: `${process.execPath} ${program} {file}`,
  });
});
afterAll(async () => {
  await server.end('SIGTERM');
  await dialer.close();
});

interface Answer {
  of: Member;
  what: string;
  status: number;
  /** Headers and body. */
  text: string;
}

type Message = [method: string, params: Record<string, unknown>];

async function ask(who: Member, [method, params]: Message, isStateless: boolean): Promise<Answer> {
  const name = String(params.name ?? params.uri ?? '');
  const response = await server.post(
    { jsonrpc: '2.0', id: 1, method, params: isStateless ? { ...params, _meta: envelope() } : params },
    who.key,
    isStateless
      ? { 'mcp-protocol-version': '2026-07-28', 'mcp-method': method, ...(name && { 'mcp-name': name }) }
      : {},
  );
  const text = JSON.stringify([...response.headers]) + (await response.text());
  return { of: who, what: `${method} ${name}`, status: response.status, text };
}

const call = (name: string, args: object): Message => ['tools/call', { name, arguments: args }];
const prompt = { type: 'ref/prompt', name: 'order_lookup' };
const MESSAGES: Message[] = [
  ...readTools.filter(({ needs }) => needs === undefined).map(({ name }) => call(name, readArgs(name))),
  call('cancel_orders', { order_ids: [39] }),
  call('find', { words: [markOf('anna')] }),
  call('find', { words: [markOf('bob')] }),
  call('transcribe_recording', { call_id: 4371 }),
  call('update_order_status', { order_id: 39, confirmed: true }),
  ['tools/list', {}],
  ['resources/list', {}],
  ['resources/templates/list', {}],
  ['prompts/list', {}],
  ['completion/complete', { ref: prompt, argument: { name: 'customer', value: 'a' } }],
  ...['agent', 'campaign', 'order_id', 'phone'].map(
    (name): Message => ['completion/complete', { ref: prompt, argument: { name, value: '' } }],
  ),
];

/** Mixed by a fixed rule, so that a failure comes again. */
const mixed = <T>(all: T[]): T[] =>
  all
    .map((one, at) => [(at * 7919) % 1009, one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);

/** Looks for the marks of others. They stand behind a name; a word that was looked for stands alone. */
const leaks = (answers: Answer[]): string[] =>
  answers.flatMap(({ of, what, text }) =>
    people
      .filter(({ subject }) => subject !== of.subject && text.includes(` ${markOf(subject)}`))
      .map(({ subject }) => `${of.subject} sees ${subject} in ${what}: ${text.slice(0, 3_000)}`),
  );

describe('people who use one server at the same time', () => {
  let answers: Answer[];
  beforeAll(async () => {
    const asked = Array.from({ length: ROUNDS }, () => MESSAGES).flatMap((messages) =>
      messages.flatMap((message) =>
        [anna, bob].flatMap((who) => [true, false].map((era) => () => ask(who, message, era))),
      ),
    );
    answers = await Promise.all(mixed(asked).map((one) => one()));
  });

  it('are many, and get what is theirs', () => {
    expect(answers.length).toBeGreaterThan(500);
    const own = answers.filter(({ of, text }) => text.includes(markOf(of.subject)));
    expect(own.filter(({ of }) => of === anna).length).toBeGreaterThan(100);
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it('see nothing of each other in answers and headers', () => {
    expect(leaks(answers)).toEqual([]);
  });

  it('have lists of resources of their own', async () => {
    for (const who of people) {
      const { text } = await ask(who, ['resources/list', {}], false);
      for (const other of people) if (other !== who) expect(text).not.toContain(markOf(other.subject));
    }
    expect((await ask(rut, ['resources/list', {}], false)).text).toContain('"resources":[]');
  });

  it('stand in no line of the log, nor does anything of what they asked', () => {
    expect(server.stderr()).not.toMatch(/MARK|dialer-token|hmcp_/);
  });

  it('have rights of their own, also while others with more ask', async () => {
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        ask(at % 2 ? anna : rut, call('cancel_orders', { order_ids: [39] }), at % 4 < 2),
      ),
    );
    for (const { of, text } of all)
      if (of === rut) expect(text).toContain('permission_denied');
      else expect(text).not.toContain('permission_denied');
  });
});

describe('what one person was given', () => {
  const rowOf = ({ result }: any) => JSON.parse(result.content[0].text);
  const args = { order_ids: [39] };

  it('as a confirmation is of no use to another, and still good for its owner', async () => {
    const { token } = rowOf(await server.call(anna.key, 'cancel_orders', args)).confirmation;
    const stolen = await server.call(bob.key, 'cancel_orders', { ...args, confirm: token });
    expect(rowOf(stolen)).toMatchObject({ status: 'confirmation_required' });
    expect(rowOf(stolen).refused).toMatch(/Nothing was done\.$/);
    const low = await server.call(rut.key, 'cancel_orders', { ...args, confirm: token });
    expect(low.result.content[0].text).toMatch(/^permission_denied/);
    expect(rowOf(await server.call(anna.key, 'cancel_orders', { ...args, confirm: token })).status).toBe(
      'done',
    );
  });

  it('as the state of a form is of no use to another', async () => {
    const human = await startTeamServer([anna, bob], {
      HITRATE_URL: dialer.url,
      HITRATE_ACCESS: 'destructive',
    });
    const given = { order_ids: [101] };
    const { result: asked } = await human.callStateless(anna.key, 'cancel_orders', given);
    expect(asked.resultType).toBe('input_required');
    const more = {
      requestState: asked.requestState,
      inputResponses: { confirm: { action: 'accept', content: { confirm: true } } },
    };
    const stolen = await human.callStateless(bob.key, 'cancel_orders', given, more);
    expect(JSON.stringify(stolen)).not.toContain('done');
    expect(JSON.stringify(stolen)).not.toContain(markOf('anna'));
    const own = await human.callStateless(anna.key, 'cancel_orders', given, more);
    expect(rowOf(own).status).not.toBe('confirmation_required');
    await human.end('SIGTERM');
  });

  it('as the reference of an approval is of no use to another', async () => {
    const human = await startTeamServer([anna, bob], {
      HITRATE_URL: dialer.url,
      HITRATE_ACCESS: 'destructive',
      HITRATE_CONFIRM: 'human',
      HITRATE_TIMEOUT_MS: '2000',
    });
    const given = { order_ids: [102] };
    const asked = rowOf(await human.call(anna.key, 'cancel_orders', given));
    expect(asked.status).toBe('approval_required');
    const stolen = await human.call(bob.key, 'cancel_orders', {
      ...given,
      confirm: asked.approval.reference,
    });
    expect(rowOf(stolen).status).toBe('approval_required');
    expect(rowOf(stolen).approval.reference).not.toBe(asked.approval.reference);
    expect(JSON.stringify(stolen)).not.toContain(markOf('anna'));
    await human.end('SIGTERM');
  });

  it('as the address of an export is of no use to another', async () => {
    const exported = await server.call(anna.key, 'export_rows', { what: 'orders' });
    const { uri } = exported.result.content.find(({ type }: any) => type === 'resource_link');
    const read: Message = ['resources/read', { uri }];
    expect((await ask(anna, read, false)).text).toContain('text/csv');
    for (const who of [bob, rut])
      for (const isStateless of [true, false]) {
        const { text } = await ask(who, read, isStateless);
        expect(text).not.toContain('text/csv');
        expect(text).toContain('error');
      }
  });

  it('as the name of a transcript is of no use to another', async () => {
    const { transcript } = rowOf(await server.call(anna.key, 'transcribe_recording', { call_id: 4371 }));
    expect(transcript).toBeTruthy();
    const { result } = await server.call(bob.key, 'transcribe_recording', { transcript });
    expect(result.isError).toBe(true);
    expect(result.content[0].text).not.toContain('Hej');
  });
});

it('the tools of this test are there', () => {
  for (const [method, { name }] of MESSAGES)
    if (method === 'tools/call') expect(tools.map((tool) => tool.name)).toContain(name);
});
