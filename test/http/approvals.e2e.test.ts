/** Approvals on the real team server: two replicas behind a proxy, people with codes, and a page that any replica serves. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hashOfCode } from '../../src/auth/approval-code.ts';
import { newVisitor, type Visitor } from '../approval/team/bench.ts';
import { acts } from '../e2e/guard/acts-escalated.ts';
import { type FakeDialer, fakeDialer } from '../support/fake-dialer.ts';
import { newFolder } from '../support/files.ts';
import { effects, requestsOf, worldScript } from '../support/guard-bench.ts';
import { type Replicas, startReplicas } from '../support/replicas.ts';
import { type Member, member } from '../support/team-server.ts';

const CODE = 'a code of hers 7';
const auditDir = newFolder();
let dialer: FakeDialer;
let anna: Member;
let bo: Member;
let cilla: Member;
let replicas: Replicas;
let fourEyes: Replicas;

beforeAll(async () => {
  dialer = await fakeDialer();
  const code = await hashOfCode(CODE);
  anna = member('anna@example.com', 'destructive', { name: 'Anna Ek', code });
  bo = member('bo@example.com', 'destructive', { name: 'Bo Alm', code });
  cilla = member('cilla@example.com', 'write', { name: 'Cilla Dahl', code });
  const env = { HITRATE_URL: dialer.url, HITRATE_ACCESS: 'destructive', HITRATE_LOG_LEVEL: 'warn' };
  [replicas, fourEyes] = await Promise.all([
    startReplicas([anna, bo, cilla], { ...env, HITRATE_AUDIT_DIR: auditDir }),
    startReplicas([anna, bo, cilla], { ...env, HITRATE_FOUR_EYES: 'on' }),
  ]);
});
afterAll(() => dialer.close());
beforeEach(() => {
  dialer.requests.length = 0;
});

const rowOf = ({ result }: any) => JSON.parse(result.content[0].text);
/** Irreversible, so that no token is enough. */
const prune = acts.find(({ tool }) => tool === 'prune_customer')!;

/** Asks in the initialize era, which has no forms over HTTP. @returns the reference */
async function ask(team: Replicas, { key }: Member): Promise<string> {
  dialer.script(worldScript(prune.world));
  const row = rowOf(await team.call(key, prune.tool, prune.args));
  expect(row.status).toBe('approval_required');
  expect(new URL(row.approval.address).origin).toBe(team.url);
  return row.approval.reference;
}

const comeBack = async (team: Replicas, { key }: Member, confirm: string) =>
  rowOf(await team.call(key, prune.tool, { ...prune.args, confirm }));

async function visitor({ url }: Replicas, { subject }: Member): Promise<Visitor> {
  const browser = newVisitor({ publicUrl: url });
  await browser.logIn(subject, CODE);
  return browser;
}

const typed = { typed: prune.typed };

describe('an act that needs a person', () => {
  it('is done once after the yes of who asked, whichever replica is asked', async () => {
    const reference = await ask(replicas, anna);
    const browser = await visitor(replicas, anna);
    // The call waits at one replica, the answer may come to the other.
    const waiting = comeBack(replicas, anna, reference);
    expect((await browser.answer({ reference }, 'yes', typed)).json).toEqual({ state: 'approved' });
    expect((await waiting).status).toBe('done');
    expect(effects(dialer)).toEqual(requestsOf(prune));
    const again = await comeBack(replicas, anna, reference);
    expect(again.status).toBe('approval_required');
    expect(effects(dialer)).toEqual(requestsOf(prune));
  });

  it('is not done by two calls that come back at once', async () => {
    const reference = await ask(replicas, anna);
    await (await visitor(replicas, anna)).answer({ reference }, 'yes', typed);
    const rows = await Promise.all([1, 2, 3, 4].map(() => comeBack(replicas, anna, reference)));
    expect(rows.filter(({ status }) => status === 'done')).toHaveLength(1);
    expect(effects(dialer)).toEqual(requestsOf(prune));
  });

  it('is not done after a no', async () => {
    const reference = await ask(replicas, anna);
    await (await visitor(replicas, anna)).answer({ reference }, 'no');
    expect((await comeBack(replicas, anna, reference)).status).toBe('declined');
    expect(effects(dialer)).toEqual([]);
  });

  it('is nothing that another person can see or say yes to, nor come back with', async () => {
    const reference = await ask(replicas, anna);
    const browser = await visitor(replicas, bo);
    expect((await browser.state({ reference })).json.state).toBe('unknown');
    expect((await browser.answer({ reference }, 'yes', typed)).json.state).toBe('unknown');
    await (await visitor(replicas, anna)).answer({ reference }, 'yes', typed);
    expect((await comeBack(replicas, bo, reference)).status).toBe('approval_required');
    expect(effects(dialer)).toEqual([]);
    expect((await comeBack(replicas, anna, reference)).status).toBe('done');
  });

  it('names who asked and how it was approved in the audit log', async () => {
    const lines = readdirSync(auditDir)
      .filter((name) => name.endsWith('.jsonl'))
      .flatMap((name) => readFileSync(join(auditDir, name), 'utf8').trim().split('\n'))
      .map((line) => JSON.parse(line));
    const acted = lines.filter(({ tool }) => tool === prune.tool);
    expect(acted.length).toBeGreaterThan(0);
    for (const line of acted) expect(line).toMatchObject({ principal: anna.subject, approved_by: 'login' });
  });
});

describe('with four eyes', () => {
  it('the yes of who asked is none, that of another person with the tier is one', async () => {
    const reference = await ask(fourEyes, anna);
    expect((await (await visitor(fourEyes, anna)).answer({ reference }, 'yes', typed)).json.state).not.toBe(
      'approved',
    );
    expect((await (await visitor(fourEyes, cilla)).answer({ reference }, 'yes', typed)).json.state).toBe(
      'unknown',
    );
    expect(effects(dialer)).toEqual([]);
    expect((await (await visitor(fourEyes, bo)).answer({ reference }, 'yes', typed)).json).toEqual({
      state: 'approved',
    });
    expect((await comeBack(fourEyes, anna, reference)).status).toBe('done');
    expect(effects(dialer)).toEqual(requestsOf(prune));
  });

  it('no form in the host is enough', async () => {
    dialer.script(worldScript(prune.world));
    const answer = await fourEyes.callStateless(anna.key, prune.tool, prune.args);
    expect(answer.result.resultType).not.toBe('input_required');
    expect(rowOf(answer).status).toBe('approval_required');
  });
});
