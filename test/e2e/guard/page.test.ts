/** In a host without forms: what needs a person is asked about on the approval page, and by nothing that a model has. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SETTINGS } from '../../../src/config/settings.ts';
import { givePin, PIN, post } from '../../support/approval.ts';
import { afterThisTest } from '../../support/cleanup.ts';
import { isRead } from '../../support/fake-dialer.ts';
import { newFolder } from '../../support/files.ts';
import { type Bench, effects, openBench, requestsOf } from '../../support/guard-bench.ts';
import type { Act } from './acts.ts';
import { acts } from './acts-escalated.ts';

let bench: Bench;
let withoutPin: Bench;

const env = { HITRATE_ASK: SETTINGS.ask.default, HITRATE_TIMEOUT_MS: '5000', HITRATE_CONFIRM: 'auto' };

const open = async (confirm: string) => {
  const stateDir = newFolder();
  await givePin(stateDir);
  return openBench({ ...env, HITRATE_CONFIRM: confirm, HITRATE_STATE_DIR: stateDir });
};

beforeAll(async () => {
  withoutPin = await openBench({ ...env, HITRATE_STATE_DIR: newFolder() });
});
afterAll(() => withoutPin.close());

/** What the tests of one act leave open is not to be in the way of the next. */
function useBench(): void {
  beforeAll(async () => {
    bench = await open('auto');
  });
  afterAll(() => bench.close());
}

const named = (title: string): Act => acts.find((act) => act.title === title)!;

/** The acts that a token is not enough for, and those that it is. */
const grave = [
  'prune_customer by id',
  'delete_user',
  'create_user',
  'update_user with new_password',
  'call_customer',
  'activate_contactlist',
  'move_customer onto a list that is rung',
  'create_contactlist with prune_date',
  'delete_blocklist',
].map(named);
const lighter = ['cancel_orders', 'update_order_product', 'confirm_order', 'update_product with price'].map(
  named,
);
/** Those of which a page without a PIN proves nothing. */
const needsProof = ({ title }: Act) => /prune|user/.test(title);

/** Answers on the page as a person does. */
const answerOn = (address: string, { typed }: Act, answer = 'yes', pin = PIN) =>
  post({ address }, '/answer', { secret: new URL(address).hash.slice(1), answer, typed: typed ?? '', pin });

async function required(at: Bench, { tool, args, world }: Act) {
  at.scene(world);
  const { data, text } = await at.host.call(tool, args);
  expect(text).toContain('"status":"approval_required"');
  expect(effects(at.dialer)).toEqual([]);
  return data.approval as { address: string; reference: string; summary: string; effects: string[] };
}

describe.each(grave)('$title', (act) => {
  const { tool, args } = act;
  useBench();

  it('an act that needs a person is done once after a yes on the page, and the reference is used up', async () => {
    const { address, reference, summary, effects: lines } = await required(bench, act);
    for (const part of act.shown) expect([summary, ...lines].join('\n')).toContain(part);
    expect((await answerOn(address, act)).json.state).toBe('approved');
    const answer = await bench.host.call(tool, { ...args, confirm: reference });
    expect(answer.text).toContain('"status":"done"');
    expect(effects(bench.dialer)).toEqual(requestsOf(act));
    if (act.body) expect(bench.dialer.requests.find((one) => !isRead(one))!.body).toEqual(act.body);
    const again = await bench.host.call(tool, { ...args, confirm: reference });
    expect(again.data.status).toBe('approval_required');
    expect(again.data.refused).toMatch(/used already.*Nothing was done/);
    expect(effects(bench.dialer)).toEqual(requestsOf(act));
  });

  it('an act that needs a person is not done after a no on the page', async () => {
    const { address, reference } = await required(bench, act);
    expect((await answerOn(address, act, 'no')).json.state).toBe('declined');
    const answer = await bench.host.call(tool, { ...args, confirm: reference });
    expect(answer.data).toMatchObject({ status: 'declined' });
    expect(effects(bench.dialer)).toEqual([]);
  });

  it('an act that needs a person is not done by anything that stands in the answers', async () => {
    const { address, reference } = await required(bench, act);
    const secret = new URL(address).hash.slice(1);
    // Random letters may all be capitals.
    const inCapitals =
      reference === reference.toUpperCase() ? reference.toLowerCase() : reference.toUpperCase();
    for (const confirm of [secret, address, `${reference}x`, 'yes', inCapitals]) {
      const answer = await bench.host.call(tool, { ...args, confirm });
      expect(answer.data?.status ?? answer.text).toMatch(/^(approval_required|rate_limited)/);
    }
    expect(effects(bench.dialer)).toEqual([]);
  });

  it('an approval is good for nothing but the act that was shown', async () => {
    const { address, reference } = await required(bench, act);
    await answerOn(address, act);
    const other = await bench.host.call(tool, { ...act.other, confirm: reference });
    expect(other.text).not.toContain('"status":"done"');
    expect(effects(bench.dialer)).toEqual([]);
  });

  if (act.changed)
    it('a yes on the page does not hold when the target has changed since', async () => {
      const { address, reference } = await required(bench, act);
      await answerOn(address, act);
      bench.scene({ ...act.world, ...act.changed });
      const answer = await bench.host.call(tool, { ...args, confirm: reference });
      expect(answer.data.status).toBe('approval_required');
      expect(answer.data.refused).toMatch(/Nothing was done\.$/);
      expect(effects(bench.dialer)).toEqual([]);
    });

  it('without PIN and passkey an erasure and a right are refused, and all else is asked about on the page', async () => {
    withoutPin.scene(act.world);
    const { data, text } = await withoutPin.host.call(tool, args);
    if (needsProof(act)) expect(text).toMatch(/^permission_denied: .*hitrate-mcp approve --pin/);
    else expect(data.status).toBe('approval_required');
    expect(effects(withoutPin.dialer)).toEqual([]);
  });
});

describe('a wrong answer on the page', () => {
  useBench();

  it('a wrong PIN, a wrong id and a missing PIN leave the act undone', async () => {
    const act = named('prune_customer by id');
    const { address, reference } = await required(bench, act);
    for (const wrong of [
      await answerOn(address, act, 'yes', '000000'),
      await answerOn(address, act, 'yes', ''),
      await answerOn(address, { ...act, typed: '923' }),
    ])
      expect(wrong.json.problem).toBeTruthy();
    expect((await answerOn(address, act, 'no')).json.state).toBe('declined');
    expect((await bench.host.call(act.tool, { ...act.args, confirm: reference })).data.status).toBe(
      'declined',
    );
    expect(effects(bench.dialer)).toEqual([]);
  });
});

describe('a call that waits', () => {
  useBench();

  it('a call with the reference waits for the page and does the act as soon as the person says yes', async () => {
    const act = named('call_customer');
    const { address, reference } = await required(bench, act);
    const waiting = bench.host.call(act.tool, { ...act.args, confirm: reference });
    await answerOn(address, act);
    expect((await waiting).data.status).toBe('done');
    expect(effects(bench.dialer)).toEqual(requestsOf(act));
  });
});

describe('a password that the server makes', () => {
  useBench();

  it('a new password is shown once on the page, goes to the dialer, and stands in no answer', async () => {
    const act = named('create_user');
    const { address, reference } = await required(bench, act);
    const { handover } = (await answerOn(address, act)).json;
    expect(handover.label).toEqual({ en: 'password of eva', sv: 'lösenord för eva' });
    const answer = await bench.host.call(act.tool, { ...act.args, confirm: reference });
    expect(bench.dialer.requests.find((one) => !isRead(one))!.body.password).toBe(handover.value);
    expect(answer.text).not.toContain(handover.value);
    expect(answer.data.handed_over).toBe(
      'The password of eva was shown on the approval page, and nowhere else.',
    );
  });
});

describe('HITRATE_CONFIRM=auto without forms', () => {
  useBench();

  it.each(lighter)('$title is confirmed by a token', async ({ tool, args, world }) => {
    bench.scene(world);
    expect((await bench.host.call(tool, args)).data.status).toBe('confirmation_required');
  });

  it('a cancellation in bulk needs the page', async () => {
    const order_ids = Array.from({ length: 26 }, (_, i) => i + 1);
    const order = named('cancel_orders').world['/api/order/39'] as [object];
    bench.scene(Object.fromEntries(order_ids.map((id) => [`/api/order/${id}`, [{ ...order[0], id }]])));
    const { data } = await bench.host.call('cancel_orders', { order_ids });
    expect(data.status).toBe('approval_required');
    expect(data.approval.summary).toBe('Cancel 26 orders worth 10374 in all.');
    expect(data.approval.effects).toContainEqual(expect.stringMatching(/^the smallest: order /));
    expect(data.approval.effects).toHaveLength(6);
  });
});

describe('HITRATE_CONFIRM=human without forms', () => {
  it('every act is asked about on the page, whatever token it comes with', async () => {
    const human = await open('human');
    afterThisTest(human.close);
    for (const act of acts) {
      const { tool, args, world } = act;
      human.scene(world);
      for (const given of [args, { ...args, confirm: 'yes' }]) {
        const { data } = await human.host.call(tool, given);
        expect(data.status, act.title).toBe('approval_required');
        await answerOn(data.approval.address, act, 'no');
      }
      expect(effects(human.dialer)).toEqual([]);
    }
  });
});
