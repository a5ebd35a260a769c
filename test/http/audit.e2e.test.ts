/** The audit log of a server for a team: one for all, whole, with the person of each act. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { order } from '../e2e/guard/things.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { fakeDialer } from '../support/fake-dialer.ts';
import { newFolder } from '../support/files.ts';
import { worldScript } from '../support/guard-bench.ts';
import { finished } from '../support/process.ts';
import { type Member, member, startTeamServer, type TeamServer } from '../support/team-server.ts';

const anna = member('anna@example.se');
const bob = member('bob@example.se');
const ids = Array.from({ length: 12 }, (_, at) => 100 + at);

async function begin(): Promise<{ server: TeamServer; audit: string; state: string }> {
  const dialer = await fakeDialer(
    worldScript(Object.fromEntries(ids.map((id) => [`/api/order/${id}`, [order(id)]]))),
  );
  const [audit, state] = [newFolder(), newFolder()];
  const server = await startTeamServer([anna, bob], {
    HITRATE_URL: dialer.url,
    HITRATE_ACCESS: 'destructive',
    HITRATE_CONFIRM: 'token',
    HITRATE_AUDIT_DIR: audit,
    HITRATE_STATE_DIR: state,
  });
  afterThisTest(async () => {
    await server.end('SIGTERM');
    await dialer.close();
  });
  return { server, audit, state };
}

const linesIn = (folder: string): any[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line));

async function cancel(server: TeamServer, { key }: Member, id: number): Promise<any> {
  const args = { order_ids: [id] };
  const rowOf = ({ result }: any) => JSON.parse(result.content[0].text);
  const { confirmation } = rowOf(await server.call(key, 'cancel_orders', args));
  return rowOf(await server.call(key, 'cancel_orders', { ...args, confirm: confirmation.token }));
}

describe('the audit log of a server for a team', () => {
  it('has every act with its person, and stays whole while several act at once', async () => {
    const { server, audit, state } = await begin();
    const done = await Promise.all(ids.map((id, at) => cancel(server, at % 2 ? anna : bob, id)));
    expect(done.map(({ status }) => status)).toEqual(ids.map(() => 'done'));
    await server.end('SIGTERM');

    const acts = linesIn(audit).filter(({ type }) => type === 'act');
    expect(acts).toHaveLength(ids.length);
    for (const { subject } of [anna, bob])
      expect(acts.filter((act) => JSON.stringify(act).includes(`"${subject}"`))).toHaveLength(ids.length / 2);
    expect(JSON.stringify(acts)).not.toMatch(/hmcp_|dialer-token/);
    const verified = await finished(['audit', 'verify'], {
      env: { HITRATE_AUDIT_DIR: audit, HITRATE_STATE_DIR: state },
    });
    expect(verified.code, verified.stdout + verified.stderr).toBe(0);
  });
});
