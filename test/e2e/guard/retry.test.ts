/** Forms of the revision 2026-07-28: the answer comes with a second request, and whatever comes may be a lie. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeDialer, fakeDialer, isRead } from '../../support/fake-dialer.ts';
import { askingByDefault, effects, requestsOf, worldScript } from '../../support/guard-bench.ts';
import { type Running, serve } from '../../support/process.ts';
import { statelessCall } from '../../support/stateless-messages.ts';
import { TRUST_ENV } from '../../support/trust-env.ts';
import { acts } from './acts-escalated.ts';

let dialer: FakeDialer;
let server: Running;
let id = 0;

beforeAll(async () => {
  dialer = await fakeDialer();
  server = serve(dialer.url, {
    ...TRUST_ENV,
    ...askingByDefault(),
    HITRATE_ACCESS: 'destructive',
    HITRATE_TIMEOUT_MS: '2000',
  });
});
afterAll(async () => {
  await server.end();
  await dialer.close();
});

interface Given {
  state?: string;
  response?: unknown;
}

/** Calls a tool, with what a host says that a person answered. */
async function call(tool: string, args: object, { state, response }: Given = {}): Promise<any> {
  server.send(
    statelessCall(++id, tool, args, {
      ...(state !== undefined && { requestState: state }),
      ...(response !== undefined && { inputResponses: { confirm: response } }),
    }),
  );
  const { result, error } = await server.answer(id);
  return error ?? result;
}

const rowOf = ({ content }: any) => JSON.parse(content[0].text);
const accept = (confirm: unknown) => ({ action: 'accept', content: { confirm } });
/** What hosts may send for a no, or for nothing. */
const NO_YES = [
  undefined,
  'yes',
  { action: 'decline' },
  { action: 'cancel' },
  { action: 'accept' },
  { action: 'accept', content: {} },
  accept(false),
  accept('yes please'),
  accept(1),
];

const scene = (world: any) => {
  dialer.script(typeof world === 'function' ? world : worldScript(world));
  dialer.requests.length = 0;
};

describe.each(acts)('$title', (act) => {
  const { tool, args, world, body, shown, typed } = act;
  const yes = accept(typed ?? true);

  /** Asks, and returns the question. */
  const ask = async () => {
    scene(world);
    const asked = await call(tool, args);
    expect(asked.resultType).toBe('input_required');
    expect(effects(dialer)).toEqual([]);
    return asked;
  };

  it('is asked about, and done exactly once after a yes that comes with the second request', async () => {
    const { inputRequests, requestState: state } = await ask();
    const { mode, message, requestedSchema } = inputRequests.confirm.params;
    expect(mode ?? 'form').toBe('form');
    for (const part of shown) expect(message).toContain(part);
    expect(requestedSchema.required).toEqual(['confirm']);
    const done = await call(tool, args, { state, response: yes });
    expect(rowOf(done).status).toBe('done');
    expect(effects(dialer)).toEqual(requestsOf(act));
    expect(dialer.requests.find((one) => !isRead(one))!.body).toEqual(body);
  });

  it('is not done a second time with the same answer: it is asked about anew', async () => {
    const { requestState: state } = await ask();
    await call(tool, args, { state, response: yes });
    const before = effects(dialer).length;
    const again = await call(tool, args, { state, response: yes });
    expect(again.resultType).toBe('input_required');
    expect(effects(dialer)).toHaveLength(before);
  });

  it('is not done after anything but that yes', async () => {
    for (const response of NO_YES) {
      const { requestState: state } = await ask();
      const answer = await call(tool, args, { state, response });
      if (answer.resultType !== 'input_required' && !answer.error)
        expect(rowOf(answer).status).toBe('declined');
      expect(effects(dialer)).toEqual([]);
    }
  });

  it('is not done with a yes to no question, or to another one', async () => {
    await ask();
    for (const state of [undefined, '', 'x', 'AAAAAAAAAAAA.zzzzzzzz.AAAAAAAAAAAAAAAAAAAAAA']) {
      const answer = await call(tool, args, { state, response: yes });
      expect(answer.resultType).toBe('input_required');
    }
    expect(effects(dialer)).toEqual([]);
  });
});

describe('a question of one act', () => {
  const [first, second] = [acts[0]!, acts[1]!];

  it('is no question of another', async () => {
    scene(first.world);
    const { requestState: state } = await call(first.tool, first.args);
    scene(second.world);
    const answer = await call(second.tool, second.args, { state, response: accept(second.typed ?? true) });
    expect(answer.resultType).toBe('input_required');
    expect(effects(dialer)).toEqual([]);
  });

  it('is no token of the two steps, for a host that says that it shows no forms', async () => {
    scene(first.world);
    const { requestState: state } = await call(first.tool, first.args);
    server.send(statelessCall(++id, first.tool, { ...first.args, confirm: state }, {}, {}));
    const { result } = await server.answer(id);
    expect(rowOf(result).status).not.toBe('done');
    expect(effects(dialer)).toEqual([]);
  });

  it('is asked anew, with a word of it, where the target has changed meanwhile', async () => {
    const changing = acts.find(({ changed }) => changed !== undefined)!;
    scene(changing.world);
    const { requestState: state } = await call(changing.tool, changing.args);
    scene({ ...changing.world, ...changing.changed });
    const again = await call(changing.tool, changing.args, {
      state,
      response: accept(changing.typed ?? true),
    });
    expect(again.resultType).toBe('input_required');
    expect(again.inputRequests.confirm.params.message).toMatch(/^It changed while you were asked/);
    expect(effects(dialer)).toEqual([]);
  });
});
