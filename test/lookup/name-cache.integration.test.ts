/** Names beside the ids of calls: a kindness that the search itself never waits long for, nor fails of. */
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { table } from '../support/sandbox-rows.ts';
import { failing, type SandboxServices, sandboxServices } from '../support/sandbox-services.ts';
import { NAMES_PATIENCE_MS } from '../support/services.ts';

const LISTS = {
  agent: /^\/api\/users$/,
  campaign: /^\/api\/campaigns$/,
  result: /call_results/,
};
const search = { customer_ids: [922], limit: 5 };
const idOf: Record<string, string> = { agent: 'user_id', campaign: 'campaign_id', result: 'call_result_id' };

/** The calls of customer 922, as the sandbox has them, the newest first: `Name (id)` or the id alone. */
function expected(here: SandboxServices, without: readonly string[] = []) {
  const { users, campaigns, call_results, calls } = here.state;
  const label = (column: string, id: number | null, name?: string) =>
    id === null ? null : without.includes(column) ? String(id) : `${name} (${id})`;
  return calls
    .filter((call) => call.customer_id === 922)
    .reverse()
    .map((call) => {
      const user = users.get(call.user_id ?? 0);
      return {
        agent: label('agent', call.user_id, `${user?.firstname} ${user?.lastname}`),
        campaign: label('campaign', call.campaign_id, campaigns.get(call.campaign_id)!.name),
        result: label('result', call.call_result_id, call_results.get(call.call_result_id)!.title),
      };
    });
}

const shown = async (here: SandboxServices) =>
  table(await here.ask('search_calls', search)).map(({ agent, campaign, result }) => ({
    agent,
    campaign,
    result,
  }));

describe('search_calls', () => {
  it('search_calls shows the name and the id of agent, campaign and result', async () => {
    const here = await sandboxServices();
    expect(await shown(here)).toEqual(expected(here));
    expect((await shown(here))[0]).toMatchObject({ campaign: 'Animal snacks (2)' });
  });

  it.each(Object.entries(LISTS))(
    'search_calls shows the id alone where the list of names for %s fails',
    async (column, path) => {
      const here = await sandboxServices();
      for (const answer of [
        { status: 403, body: { message: 'Denied' } },
        { status: 500, body: { message: 'It broke' } },
        { body: { undocumented: true } },
        { body: '<html>' },
        { body: [] },
      ]) {
        here.fresh();
        here.instead(failing(path, answer));
        expect(await shown(here)).toEqual(expected(here, [column]));
      }
    },
  );

  it('search_calls shows the id alone where no list has that id', async () => {
    const here = await sandboxServices();
    here.state.campaigns.delete(2);
    expect(await shown(here)).toEqual(
      expected({ ...here, state: { ...here.state, campaigns: new Map([[2, { name: '' } as never]]) } }, [
        'campaign',
      ]),
    );
  });

  it('search_calls waits for a slow list of names as long as the limit says, and shows those names in later answers', async () => {
    const here = await sandboxServices();
    here.instead(async ({ path }) => {
      if (/users$/.test(path)) await wait(NAMES_PATIENCE_MS + 300);
      return 'sandbox' as const;
    });
    const started = performance.now();
    expect(await shown(here)).toEqual(expected(here, ['agent']));
    const took = performance.now() - started;
    expect(took).toBeGreaterThan(NAMES_PATIENCE_MS - 50);
    expect(took).toBeLessThan(NAMES_PATIENCE_MS + 1500);
    await wait(500);
    expect(await shown(here)).toEqual(expected(here));
    expect(here.requests.filter(({ path }) => path === '/api/users')).toHaveLength(1);
  });

  it.each([
    [500, /^(rejected|unavailable): /],
    [403, /^(permission_denied|rejected): /],
    [401, /^unauthenticated: /],
  ])('search_calls requests no names where the search failed with %i', async (status, kind) => {
    const here = await sandboxServices();
    here.instead(failing(/search/, { status, body: { message: 'No' } }));
    expect(await here.refused('search_calls', search)).toMatch(kind);
    expect(here.requests.map(({ path }) => path)).toEqual(['/api/calls/search']);
  });

  it('search_calls removes hidden characters from names', async () => {
    const here = await sandboxServices();
    here.state.campaigns.get(2)!.name = 'Sn\u202eack\u0000s';
    expect((await shown(here))[0]!.campaign).toBe('Snacks (2)');
  });
});

describe('get_call', () => {
  it('get_call shows names, and needs no list of users for the name of the agent', async () => {
    const here = await sandboxServices();
    const answer = await here.ask('get_call', { call_id: 4371 });
    const { agent, campaign, result } = expected(here).find(({ result }) => result === 'Order (5)')!;
    expect(answer).toMatchObject({ campaign, result });
    expect(answer.agent).toMatch(/^\S+ \S+ \(\d+\)$/);
    expect(agent).toMatch(/\(\d+\)$/);
    expect(here.requests.map(({ path }) => path).sort()).toEqual([
      '/api/call/4371',
      '/api/call_results',
      '/api/campaigns',
    ]);
    for (const id of Object.values(idOf)) expect(answer).not.toHaveProperty(id);
  });

  it('get_call shows ids alone where no list of names can be read', async () => {
    const here = await sandboxServices();
    here.instead(failing(/campaigns|call_results/, { status: 403, body: { message: 'Denied' } }));
    const answer = await here.ask('get_call', { call_id: 4371 });
    expect(answer).toMatchObject({ campaign: '2', result: '5' });
  });

  it('get_call requests no names where the call is not found', async () => {
    const here = await sandboxServices();
    expect(await here.refused('get_call', { call_id: 1 })).toMatch(/^not_found: /);
    expect(here.requests).toHaveLength(1);
  });
});
