/** Who may answer what at a server for a team, and how often. */
import { describe, expect, it } from 'vitest';
import { createTeamApprovals } from '../../../src/approval/team/team-approvals.ts';
import { REQUEST, TYPED } from '../../support/approval.ts';
import { loggedIn, newVisitor, teamBench } from './bench.ts';

describe('who asked', () => {
  it.each([
    ['yes', { state: 'approved', by: 'login', approver: 'anna' }],
    ['no', { state: 'declined' }],
  ] as const)('answers %s after a login', async (answer, outcome) => {
    const bench = await teamBench();
    const opened = await bench.open();
    const anna = await loggedIn(bench);
    expect((await anna.state(opened)).json).toMatchObject({
      state: 'waiting',
      dialer: 'demodialer',
      me: { name: 'Anna Ek (anna)' },
    });
    expect((await anna.answer(opened, answer)).json).toEqual({
      state: answer === 'yes' ? 'approved' : 'declined',
    });
    expect(await bench.look(opened)).toEqual(outcome);
  });

  it('is told nothing without a login', async () => {
    const bench = await teamBench();
    const opened = await bench.open();
    const nobody = newVisitor(bench);
    const offer = { state: 'login', ways: { provider: false, code: true }, again: false };
    for (const page of ['state', 'answer', 'logout'])
      expect((await nobody.post(page, { reference: opened.reference, answer: 'yes' })).json).toEqual(offer);
    expect(await bench.look(opened)).toEqual({ state: 'pending' });
  });

  it('finds no name, no number and no secret in the address', async () => {
    const bench = await teamBench();
    const { address, reference } = await bench.open();
    expect(address).toBe(`${bench.publicUrl}/approve/${reference}`);
    expect(reference).toMatch(/^[\w-]{22}$/);
  });

  it('can use a yes once', async () => {
    const bench = await teamBench();
    const opened = await bench.open();
    await (await loggedIn(bench)).answer(opened, 'yes');
    expect(await bench.look(opened)).toMatchObject({ state: 'approved' });
    expect(await bench.look(opened)).toMatchObject({ state: 'void', why: expect.stringMatching(/used/) });
  });

  it('can use a yes once from many calls at the same time', async () => {
    const bench = await teamBench();
    const opened = await bench.open();
    await (await loggedIn(bench)).answer(opened, 'yes');
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => bench.look(opened)));
    expect(outcomes.filter(({ state }) => state === 'approved')).toHaveLength(1);
  });

  it('comes too late after ten minutes', async () => {
    const bench = await teamBench();
    const opened = await bench.open();
    bench.later(600_000);
    const anna = await loggedIn(bench);
    expect((await anna.state(opened)).json.state).toBe('expired');
    expect((await anna.answer(opened, 'yes')).json).toEqual({ state: 'expired', already: true });
    expect(await bench.look(opened)).toMatchObject({ state: 'void' });
  });

  it('can use a yes no later than ten minutes after the question', async () => {
    const bench = await teamBench();
    const opened = await bench.open();
    await (await loggedIn(bench)).answer(opened, 'yes');
    bench.later(600_000);
    expect(await bench.look(opened)).toMatchObject({
      state: 'void',
      why: expect.stringMatching(/ten minutes/),
    });
  });

  it('has said yes to exactly this: another binding withdraws it', async () => {
    const bench = await teamBench();
    const opened = await bench.open();
    const anna = await loggedIn(bench);
    await anna.answer(opened, 'yes');
    expect(await bench.look(opened, 'another')).toMatchObject({ state: 'void' });
    expect(await bench.look(opened)).toMatchObject({ state: 'void' });
    expect((await anna.state(opened)).json.state).toBe('void');
  });

  it('must type what can not be undone, and is cut off after ten wrong ones', async () => {
    const bench = await teamBench();
    const opened = await bench.open({ type: TYPED });
    const anna = await loggedIn(bench);
    for (let tries = 1; tries < 10; tries++)
      expect((await anna.answer(opened, 'yes', { typed: '923' })).json).toEqual({
        state: 'waiting',
        problem: { code: 'wrong_text' },
      });
    expect((await anna.answer(opened, 'yes', { typed: '923' })).json).toEqual({ state: 'void' });
    expect((await anna.answer(opened, 'yes', { typed: '922' })).json).toMatchObject({ already: true });
  });

  it('is shown the secret of the act once, and whoever acts gets the same', async () => {
    const bench = await teamBench();
    const handover = { label: 'The password', value: 'Skog-7-Bro' };
    const opened = await bench.open({ handover });
    const anna = await loggedIn(bench);
    expect((await anna.answer(opened, 'yes')).json.handover).toMatchObject({ value: handover.value });
    expect((await anna.answer(opened, 'yes')).json).toEqual({ state: 'approved', already: true });
    expect(await bench.look(opened)).toMatchObject({ handover: handover.value });
  });

  it('has at most twenty questions open, and another person none the fewer', async () => {
    const bench = await teamBench();
    for (let i = 0; i < 20; i++) await bench.open({ binding: `act ${i}` });
    await expect(bench.open({ binding: 'one more' })).rejects.toThrow(/20 requests wait/);
    await bench.open({ binding: 'one more' }, 'bo');
    const { items } = (await (await loggedIn(bench)).state()).json;
    expect(items).toHaveLength(20);
    await (await loggedIn(bench)).answer(items[0], 'no');
    await bench.open({ binding: 'one more' });
  });

  it('gets the same page for the same act, until it is answered', async () => {
    const bench = await teamBench();
    const opened = await bench.open();
    expect(await bench.open()).toEqual(opened);
    expect(await bench.approvalsOf('anna').find(opened.reference, REQUEST.binding)).toEqual(opened);
    await (await loggedIn(bench)).answer(opened, 'no');
    expect(await bench.approvalsOf('anna').find(opened.reference, REQUEST.binding)).toBeUndefined();
    expect((await bench.open()).reference).not.toBe(opened.reference);
  });

  it('gets another page where the same act asks for more', async () => {
    const bench = await teamBench();
    const opened = await bench.open();
    for (const more of [{ proof: 'PIN or passkey' }, { tier: 'write' }] as const)
      expect((await bench.open(more)).reference).not.toBe(opened.reference);
  });

  it('can take it back', async () => {
    const bench = await teamBench();
    const opened = await bench.open();
    await bench.approvalsOf('anna').withdraw(opened.reference);
    expect((await (await loggedIn(bench)).answer(opened, 'yes')).json).toMatchObject({ state: 'void' });
  });

  it('is refused where a passkey is wanted', async () => {
    await expect((await teamBench()).open({ proof: 'passkey' })).rejects.toThrow(/passkey/);
  });
});

describe('another person', () => {
  it('learns no more of it than of what does not exist', async () => {
    const bench = await teamBench();
    const opened = await bench.open();
    const bo = await loggedIn(bench, 'bo');
    const unknown = { reference: 'x'.repeat(22) };
    for (const [of, none] of [
      [await bo.state(opened), await bo.state(unknown)],
      [await bo.answer(opened, 'yes'), await bo.answer(unknown, 'yes')],
    ] as const)
      expect([of.status, of.text]).toEqual([none.status, none.text]);
    expect((await bo.state(opened)).status).toBe(404);
    expect((await bo.state()).json.items).toEqual([]);
    expect(await bench.look(opened)).toEqual({ state: 'pending' });
  });

  it('neither uses, finds nor withdraws it', async () => {
    const bench = await teamBench();
    const opened = await bench.open();
    await (await loggedIn(bench)).answer(opened, 'yes');
    const approvals = bench.approvalsOf('bo');
    await approvals.withdraw(opened.reference);
    expect(await approvals.find(opened.reference, REQUEST.binding)).toBeUndefined();
    expect(await bench.look(opened, REQUEST.binding, 'bo')).toMatchObject({ state: 'void' });
    expect(await bench.look(opened)).toMatchObject({ state: 'approved' });
  });
});

describe('four eyes', () => {
  it('let who asked say no and never yes', async () => {
    const bench = await teamBench({ fourEyes: true });
    const opened = await bench.open();
    const anna = await loggedIn(bench);
    expect((await anna.state(opened)).json).toMatchObject({ needs_another: true });
    expect((await anna.answer(opened, 'yes')).json).toEqual({
      state: 'waiting',
      problem: { code: 'needs_another' },
    });
    expect(await bench.look(opened)).toEqual({ state: 'pending' });
    expect((await anna.answer(opened, 'no')).json).toEqual({ state: 'declined' });
  });

  it('take the yes of another who may as much, and say who it was', async () => {
    const bench = await teamBench({ fourEyes: true });
    const opened = await bench.open({ tier: 'destructive' });
    const bo = await loggedIn(bench, 'bo');
    expect((await bo.state()).json.items).toMatchObject([
      { reference: opened.reference, asker: 'Anna Ek (anna)' },
    ]);
    expect((await bo.state(opened)).json).toMatchObject({ asker: 'Anna Ek (anna)' });
    expect((await bo.answer(opened, 'yes')).json).toEqual({ state: 'approved' });
    expect(await bench.look(opened)).toEqual({ state: 'approved', by: 'login', approver: 'bo' });
  });

  it('show nothing to whoever may less', async () => {
    const bench = await teamBench({ fourEyes: true });
    const [grave, light] = [
      await bench.open({ tier: 'destructive' }),
      await bench.open({ tier: 'write', binding: 'another' }),
    ];
    const cilla = await loggedIn(bench, 'cilla');
    expect((await cilla.state()).json.items).toMatchObject([{ reference: light.reference }]);
    expect((await cilla.state(grave)).status).toBe(404);
    expect((await cilla.answer(grave, 'yes')).status).toBe(404);
    expect(await bench.look(grave)).toEqual({ state: 'pending' });
    expect((await cilla.answer(light, 'yes')).json).toEqual({ state: 'approved' });
  });

  it('hold where one replica alone is told of them', async () => {
    const bench = await teamBench();
    const { store, publicUrl } = bench;
    const strict = createTeamApprovals({ store, publicUrl, subject: 'anna', fourEyes: true });
    const opened = await strict.open(REQUEST);
    expect((await (await loggedIn(bench)).answer(opened, 'yes')).json).toMatchObject({
      problem: { code: 'needs_another' },
    });
  });

  it.each(['bo', 'anna'])('count nothing once %s was removed', async (removed) => {
    const bench = await teamBench({ fourEyes: true });
    const opened = await bench.open();
    const bo = await loggedIn(bench, 'bo');
    const { token } = (await bo.state(opened)).json.me;
    bench.people.delete(removed);
    const reply = await bo.post('answer', { reference: opened.reference, answer: 'yes', token });
    expect(reply.json.state).toBe(removed === 'bo' ? 'login' : 'unknown');
    expect(await bench.look(opened)).toEqual({ state: 'pending' });
  });
});

describe('a user file that can not be read', () => {
  it('lets nobody in, and nothing be approved', async () => {
    const bench = await teamBench();
    const opened = await bench.open();
    const anna = await loggedIn(bench);
    const { token } = (await anna.state(opened)).json.me;
    bench.damageUsers();
    const { reference } = opened;
    expect((await anna.post('answer', { reference, answer: 'yes', token })).status).toBe(503);
    expect((await newVisitor(bench).logIn('anna')).status).toBe(503);
    expect(await bench.look(opened)).toEqual({ state: 'pending' });
    bench.damageUsers(false);
    expect((await anna.post('answer', { reference, answer: 'yes', token })).json).toEqual({
      state: 'approved',
    });
  });
});

describe('a right that was lowered meanwhile', () => {
  it('leaves who asked the no alone', async () => {
    const bench = await teamBench();
    const opened = await bench.open({ tier: 'destructive' });
    const anna = await loggedIn(bench);
    bench.people.set('anna', { ...bench.people.get('anna')!, access: 'write' });
    expect((await anna.answer(opened, 'yes')).json).toMatchObject({ problem: { code: 'needs_another' } });
    expect((await anna.answer(opened, 'no')).json).toEqual({ state: 'declined' });
  });
});
