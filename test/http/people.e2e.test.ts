/** Who is let in by a key, and what each person may: their own token, tier, tools and privacy, as the file is now. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hashOfKey, newKey } from '../../src/auth/bearer-key.ts';
import { order } from '../e2e/guard/things.ts';
import { type FakeDialer, fakeDialer } from '../support/fake-dialer.ts';
import { effects, worldScript } from '../support/guard-bench.ts';
import { type Member, member, startTeamServer, type TeamServer } from '../support/team-server.ts';

const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };
const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
const world = {
  '/api/order/39': [order(39)],
  '/api/users': [{ id: 6, firstname: 'Mawila', lastname: 'Nathaniel' }],
};

let dialer: FakeDialer;
let server: TeamServer;
const anna = member('anna');
const reader = member('rut', 'read', { toolsets: ['orders'] });
const writer = member('wille', 'write');
const standard = member('stina', 'read', { privacy: 'standard' });
const gone = member('gunnar', 'destructive', { disabled: true });
const all = [anna, reader, writer, standard, gone];

beforeAll(async () => {
  dialer = await fakeDialer(worldScript(world));
  server = await startTeamServer(all, {
    HITRATE_URL: dialer.url,
    HITRATE_ACCESS: 'destructive',
    HITRATE_CONFIRM: 'token',
    // The files are looked at once a second, and asked for until then.
    HITRATE_HTTP_LIMITS: 'requests_per_minute=100000',
  });
});
afterAll(async () => {
  await server.end('SIGTERM');
  await dialer.close();
});
beforeEach(() => void dialer.requests.splice(0));

const toolsOf = async ({ key }: Member): Promise<string[]> => {
  const { result } = (await (await server.post(list, key)).json()) as any;
  return result.tools.map(({ name }: { name: string }) => name);
};
const rowOf = ({ result }: any) => JSON.parse(result.content[0].text);
const cancelling = { order_ids: [39] };

describe('the way in', () => {
  it('is open to a key of the user file', async () => {
    expect((await server.post(ping, anna.key)).status).toBe(200);
  });

  it.each([
    ['no key', undefined],
    ['a key that nobody has', newKey()],
    ['half a key', anna.key.slice(0, -1)],
    ['a key and more', `${anna.key}x`],
    ['the hash in the user file', hashOfKey(anna.key)],
    ["the dialer's token", 'dialer-token-of-anna'],
  ])('is closed to %s: 401, with a challenge and no word of who is known', async (_, key) => {
    const response = await server.post(ping, key);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
    const text = await response.text();
    for (const { subject } of all) expect(text).not.toContain(subject);
  });

  it('is closed to other schemes, to a key in the address, and to a cookie', async () => {
    for (const headers of [
      { authorization: `Basic ${Buffer.from(`anna:${anna.key}`).toString('base64')}` },
      { authorization: anna.key },
      { cookie: `authorization=Bearer ${anna.key}` },
      { 'x-api-key': anna.key },
    ])
      expect((await server.post(ping, undefined, headers as never)).status).toBe(401);
    const inAddress = await fetch(`${server.url}/mcp?access_token=${anna.key}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ping),
    });
    expect(inAddress.status).toBe(401);
  });

  it('is closed to who is switched off: 403, that says whom to ask', async () => {
    const response = await server.post(ping, gone.key);
    expect(response.status).toBe(403);
    expect(await response.text()).toBe(
      'The access of the subject "gunnar" is switched off. Ask the person who set this server up.\n',
    );
  });

  it('is not opened by a dialer token in the environment', () => {
    expect(server.stderr()).not.toContain('warn');
  });
});

describe('the dialer', () => {
  it("sees each person's own token, and never what a client sent", async () => {
    for (const { key, subject } of [anna, reader, writer, standard]) {
      dialer.requests.splice(0);
      await server.call(key, 'get_order', { order_id: 39 });
      await server.callStateless(key, 'get_order', { order_id: 39 });
      expect(dialer.requests.length).toBeGreaterThan(1);
      for (const { headers, url, body } of dialer.requests) {
        expect(headers.authorization).toBe(`Bearer dialer-token-of-${subject}`);
        expect(JSON.stringify([headers, url, body])).not.toContain('hmcp_');
      }
    }
  });
});

describe('rights', () => {
  it('the list of tools is that of the person', async () => {
    const [most, few, some] = [await toolsOf(anna), await toolsOf(reader), await toolsOf(writer)];
    expect(most).toEqual(expect.arrayContaining(['cancel_orders', 'prune_customer', 'list_users']));
    expect(some).not.toContain('cancel_orders');
    expect(some).toContain('update_order_status');
    expect(few).toContain('get_order');
    expect(few).not.toContain('list_users');
    expect(few.filter((name) => /^(create|update|delete|cancel|prune)_/.test(name))).toEqual([]);
  });

  it.each([
    ['above the tier', writer, 'cancel_orders', cancelling],
    ['of another toolset', reader, 'list_users', {}],
  ])(
    'a tool %s is refused when it is called all the same, and nothing is sent',
    async (_, who, name, args) => {
      for (const { result } of [
        await server.call(who.key, name, args),
        await server.callStateless(who.key, name, args),
      ]) {
        expect(result.isError).toBe(true);
        expect(result.content[0].text).toMatch(/^permission_denied: /);
      }
      expect(dialer.requests).toEqual([]);
    },
  );

  it('privacy is never below what the server has, whatever a person has', async () => {
    const strict = await startTeamServer([standard], {
      HITRATE_URL: dialer.url,
      HITRATE_PRIVACY: 'pseudonyms',
    });
    const masked = await strict.call(standard.key, 'get_order', { order_id: 39 });
    expect(rowOf(masked).customer).toMatch(/^person-/);
    expect(JSON.stringify(masked)).not.toContain('Anna');
    const open = await server.call(standard.key, 'get_order', { order_id: 39 });
    expect(JSON.stringify(open)).toContain('Anna');
    await strict.end('SIGTERM');
  });

  it('a person may have stricter privacy than the server', async () => {
    const strict = member('siv', 'read', { privacy: 'pseudonyms' });
    const other = await startTeamServer([strict], { HITRATE_URL: dialer.url });
    const answer = await other.call(strict.key, 'get_order', { order_id: 39 });
    expect(rowOf(answer)).toBeTruthy();
    expect(JSON.stringify(answer)).not.toContain('Anna');
    await other.end('SIGTERM');
  });

  it('the tier of the server goes before that of a person', async () => {
    const low = await startTeamServer([anna], { HITRATE_URL: dialer.url, HITRATE_ACCESS: 'read' });
    const { result } = await low.call(anna.key, 'cancel_orders', cancelling);
    expect(result.content[0].text).toMatch(/^permission_denied: .*HITRATE_ACCESS/);
    await low.end('SIGTERM');
  });
});

/** Changes somebody's entry in the user file; undefined takes it out. */
function edit({ subject }: Member, change: object | undefined): void {
  const file = JSON.parse(readFileSync(server.users, 'utf8'));
  file.users = file.users.flatMap((entry: any) =>
    entry.subject !== subject ? [entry] : change ? [{ ...entry, ...change }] : [],
  );
  writeFileSync(server.users, JSON.stringify(file));
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 30));

/** Asks again until it is as expected: the file is looked at once a second. */
async function comesTo(expected: number, key: string): Promise<void> {
  let status = 0;
  while (status !== expected) {
    await pause();
    ({ status } = await server.post(ping, key));
  }
}

describe('a change of the user file', () => {
  const preview = async () =>
    rowOf(await server.call(anna.key, 'cancel_orders', cancelling)).confirmation.token as string;
  const yes = (key: string, confirm: string) => server.call(key, 'cancel_orders', { ...cancelling, confirm });

  it('a preview and a yes lead to the act where nothing is changed', async () => {
    const answer = await yes(anna.key, await preview());
    expect(rowOf(answer).status).toBe('done');
  });

  it('a tier that is lowered between preview and yes takes the act away', async () => {
    const token = await preview();
    edit(anna, { access: 'write' });
    while ((await toolsOf(anna)).includes('cancel_orders')) await pause();
    dialer.requests.splice(0);
    const { result } = await yes(anna.key, token);
    expect(result.content[0].text).toMatch(/^permission_denied: /);
    expect(dialer.requests).toEqual([]);
    edit(anna, { access: 'destructive' });
    while (!(await toolsOf(anna)).includes('cancel_orders')) await pause();
  });

  it('a dialer token that is replaced between preview and yes makes the yes void', async () => {
    const token = await preview();
    const path = join(dirname(server.users), '0.token');
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, 'another-dialer-token\n');
    const seen = () => dialer.requests.some(({ headers }) => headers.authorization?.includes('another'));
    while (!seen()) await server.call(anna.key, 'get_order', { order_id: 39 });
    dialer.requests.splice(0);
    expect(rowOf(await yes(anna.key, token)).refused).toMatch(/Nothing was done\.$/);
    expect(dialer.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    writeFileSync(path, before);
    dialer.requests.splice(0);
    const back = () => dialer.requests.some(({ headers }) => headers.authorization?.includes('of-anna'));
    while (!back()) await server.call(anna.key, 'get_order', { order_id: 39 });
  });

  it('a refusal names the user file too, which is what may be in the way', async () => {
    const { result } = await server.call(reader.key, 'cancel_orders', cancelling);
    expect(result.content[0].text).toContain(
      "this person's entry in HITRATE_USERS and their login allow it too",
    );
  });

  it('a person who is shut out while their call is under way does nothing more', async () => {
    const token = await preview();
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const answer = worldScript(world);
    dialer.requests.splice(0);
    dialer.script(async (request, response) => {
      await gate;
      return answer(request, response);
    });
    const underWay = yes(anna.key, token);
    while (!dialer.requests.length) await pause();
    edit(anna, { disabled: true });
    await comesTo(403, anna.key);
    release();
    const { result } = await underWay;
    expect(result.content[0].text).toMatch(/^permission_denied: .*changed meanwhile.*Nothing was sent/);
    expect(effects(dialer)).toEqual([]);
    dialer.script(answer);
    edit(anna, { disabled: undefined });
    await comesTo(200, anna.key);
  });

  it('a key that is replaced lets nobody in any more, and the new one does', async () => {
    const key = newKey();
    edit(anna, { key: hashOfKey(key) });
    await comesTo(401, anna.key);
    expect((await server.post(ping, key)).status).toBe(200);
    edit(anna, { key: hashOfKey(anna.key) });
    await comesTo(200, anna.key);
  });

  it('who is switched off or taken out is out, also between preview and yes', async () => {
    const token = await preview();
    edit(anna, { disabled: true });
    await comesTo(403, anna.key);
    dialer.requests.splice(0);
    expect(
      (
        await server.post(
          {
            ...ping,
            method: 'tools/call',
            params: { name: 'cancel_orders', arguments: { ...cancelling, confirm: token } },
          },
          anna.key,
        )
      ).status,
    ).toBe(403);
    edit(anna, undefined);
    await comesTo(401, anna.key);
    expect(dialer.requests).toEqual([]);
  });
});
