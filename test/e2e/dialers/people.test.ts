/** A server for a team with two companies: a person has those at which they have a token. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOfCode } from '../../../src/auth/approval-code.ts';
import { newVisitor } from '../../approval/team/bench.ts';
import { writeDialersFile } from '../../support/dialers-file.ts';
import { type FakeDialer, fakeDialer } from '../../support/fake-dialer.ts';
import { newFolder } from '../../support/files.ts';
import { worldScript } from '../../support/guard-bench.ts';
import { member, startTeamServer, type TeamServer } from '../../support/team-server.ts';
import { acts } from '../guard/acts-escalated.ts';

const CODE = 'a code of hers 7';
let north: FakeDialer;
let south: FakeDialer;
let server: TeamServer;

const folder = newFolder();
const tokenFile = (name: string): string => {
  const path = join(folder, `${name}.token`);
  writeFileSync(path, `token-${name}\n`, { mode: 0o600 });
  return path;
};
const at = (...dialers: string[]) => ({
  token_file: undefined,
  token_files: Object.fromEntries(dialers.map((dialer) => [dialer, tokenFile(`of-${dialer}`)])),
});
const anna = member('anna', 'destructive', at('north', 'south'));
const bo = member('bo', 'read', at('south'));

beforeAll(async () => {
  const orders = () => ({ body: { id: 39, products: [], comments: [], documents: [] } });
  [north, south] = await Promise.all([fakeDialer(orders), fakeDialer(orders)]);
  server = await startTeamServer([anna, bo], {
    HITRATE_DIALERS: writeDialersFile(newFolder(), {
      north: { url: north.url, title: 'Norra bolaget', token_file: undefined },
      south: { url: south.url, token_file: undefined },
    }),
    HITRATE_ACCESS: 'destructive',
  });
});
afterAll(async () => {
  await server.end('SIGTERM');
  await Promise.all([north.close(), south.close()]);
});

const listed = async (key: string): Promise<any[]> => {
  const answer: any = await (await server.post({ jsonrpc: '2.0', id: 1, method: 'tools/list' }, key)).json();
  return answer.result.tools;
};

describe('people of two companies', () => {
  it('who has a token at both says which, and it goes there with the token of that one', async () => {
    expect((await listed(anna.key))[0].inputSchema.properties.dialer.enum).toEqual(['north', 'south']);
    const { result } = await server.call(anna.key, 'get_order', { order_id: 39 });
    expect(result.content[0].text).toMatch(/^invalid_arguments: dialer is missing/);
    expect([...north.requests, ...south.requests]).toEqual([]);
    await server.call(anna.key, 'get_order', { dialer: 'north', order_id: 39 });
    expect(north.requests.length).toBeGreaterThan(0);
    expect(south.requests).toEqual([]);
    for (const { headers } of north.requests) expect(headers.authorization).toBe('Bearer token-of-north');
  });

  it('who has a token at one sees no other, and need not say it', async () => {
    const tools = await listed(bo.key);
    expect(tools.length).toBeGreaterThan(10);
    for (const { inputSchema } of tools) expect(inputSchema.properties).not.toHaveProperty('dialer');
    const before = north.requests.length;
    await server.call(bo.key, 'get_order', { order_id: 39 });
    expect(south.requests.at(-1)!.headers.authorization).toBe('Bearer token-of-south');
    await server.call(bo.key, 'get_order', { dialer: 'north', order_id: 39 });
    expect(north.requests.length).toBe(before);
  });

  it('an error says where it was, in the stateless era too', async () => {
    south.script(() => ({ status: 404, body: { error: 'Order not found' } }));
    const args = { dialer: 'south', order_id: 40 };
    const { result } = await server.callStateless(anna.key, 'get_order', args);
    expect(result.content[0].text).toMatch(/^not_found: At south: .* \[request [\w-]+\]$/);
  });

  it('is ready while any dialer answers', async () => {
    await north.close();
    const { status } = await fetch(`${server.url}/readyz`);
    expect(status).toBe(200);
  });
});

describe('four eyes over two companies', () => {
  it('are those of people at the company that it is for', async () => {
    const code = await hashOfCode(CODE);
    const [asker, here, elsewhere] = [
      member('anna', 'destructive', { ...at('north', 'south'), code }),
      member('cilla', 'destructive', { ...at('north'), code }),
      member('disa', 'destructive', { ...at('south'), code }),
    ];
    const prune = acts.find(({ tool }) => tool === 'prune_customer')!;
    const dialers = await Promise.all([fakeDialer(worldScript(prune.world)), fakeDialer()]);
    const team = await startTeamServer([asker, here, elsewhere], {
      HITRATE_DIALERS: writeDialersFile(newFolder(), {
        north: { url: dialers[0].url, token_file: undefined },
        south: { url: dialers[1].url, token_file: undefined },
      }),
      HITRATE_ACCESS: 'destructive',
      HITRATE_FOUR_EYES: 'on',
    });
    try {
      const { result } = await team.call(asker.key, prune.tool, { ...prune.args, dialer: 'north' });
      const { approval } = JSON.parse(result.content[0].text);
      const typed = { typed: prune.typed };

      const stranger = newVisitor({ publicUrl: team.url });
      await stranger.logIn(elsewhere.subject, CODE);
      expect((await stranger.state()).json.items).toEqual([]);
      expect((await stranger.state(approval)).json.state).toBe('unknown');
      expect((await stranger.answer(approval, 'yes', typed)).json.state).toBe('unknown');

      const colleague = newVisitor({ publicUrl: team.url });
      await colleague.logIn(here.subject, CODE);
      expect((await colleague.state()).json.items).toHaveLength(1);
      expect((await colleague.answer(approval, 'yes', typed)).json.state).toBe('approved');
    } finally {
      await team.end('SIGTERM');
      await Promise.all(dialers.map((dialer) => dialer.close()));
    }
  });
});

describe('a user file that does not fit the dialers', () => {
  const start = (entry: object, env: Record<string, string>) =>
    startTeamServer([member('anna', 'read', entry)], env).then(
      async (started) => {
        await started.end('SIGTERM');
        return '';
      },
      (error: Error) => error.message,
    );
  const two = () => writeDialersFile(newFolder(), { north: { sandbox: true }, south: { sandbox: true } });

  it('one token for two dialers is refused', async () => {
    expect(await start({}, { HITRATE_DIALERS: two() })).toContain(
      'users[0].token_file: there are several dialers: give token_files, by north, south',
    );
  });

  it('a token for a dialer that is not there is refused', async () => {
    expect(await start(at('north', 'east'), { HITRATE_DIALERS: two() })).toContain(
      'users[0].token_files: there is no dialer east; there are north, south',
    );
    expect(await start(at('north'), { HITRATE_SANDBOX: 'on' })).toContain(
      'users[0].token_files: there is no dialer north; give token_file, or name the dialers by HITRATE_DIALERS',
    );
  });

  it('both kinds at once, or none, are refused', async () => {
    expect(await start({ ...at('north'), token_file: tokenFile('x') }, { HITRATE_DIALERS: two() })).toContain(
      'users[0]: token_file and token_files are both there: give one of them',
    );
    expect(await start(at(), { HITRATE_DIALERS: two() })).toContain(
      'users[0].token_file is missing: it must be text',
    );
  });
});
