/** The lists behind the names: fetched together, kept for a minute, and forgotten when a write changes them. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { table } from '../support/sandbox-rows.ts';
import { type SandboxServices, sandboxServices } from '../support/sandbox-services.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const paths = ({ requests }: SandboxServices) => requests.map(({ path }) => path);
const words = ['zzzz'];
const campaigns = { words: ['Animal snacks'], kinds: ['campaign'] };

/** How often the list of campaigns was asked for. */
const asked = (here: SandboxServices) => paths(here).filter((path) => path === '/api/campaigns').length;

describe('the lists', () => {
  it('find requests its lists at the same time', async () => {
    const here = await sandboxServices({ HITRATE_MAX_CONNECTIONS: '20' });
    let open = 0;
    let most = 0;
    here.instead(async () => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setTimeout(resolve, 60));
      open--;
      return 'sandbox' as const;
    });
    await here.ask('find', { words });
    // Nine lists, and products a second time, for their clients.
    expect(most).toBe(10);
  });

  it('find does not fetch lists of other kinds than the given kinds', async () => {
    const here = await sandboxServices();
    await here.ask('find', { words, kinds: ['office', 'user'] });
    expect(paths(here).sort()).toEqual(['/api/users', '/api/users/office']);
  });

  it('lists are cached for a minute and no longer', async () => {
    const here = await sandboxServices();
    // A whole number, which sums and differences do not round.
    const start = Math.ceil(performance.now());
    const clock = vi.spyOn(performance, 'now');
    const at = (ms: number) => clock.mockReturnValue(start + ms);
    at(0);
    await here.ask('find', campaigns);
    here.state.campaigns.get(2)!.name = 'Renamed';
    at(59_999);
    expect((await here.ask('find', campaigns)).total).toBe(1);
    expect(asked(here)).toBe(1);
    at(60_000);
    expect((await here.ask('find', campaigns)).total).toBe(0);
    expect(asked(here)).toBe(2);
  });

  it('a list that several calls need at once is fetched once', async () => {
    const here = await sandboxServices();
    await Promise.all([1, 2, 3].map(() => here.ask('find', campaigns)));
    expect(asked(here)).toBe(1);
  });

  it('a list that failed is fetched again at the next call', async () => {
    const here = await sandboxServices();
    here.instead(() => ({ status: 500, body: { message: 'It broke' } }));
    await here.refused('find', campaigns);
    here.instead(() => 'sandbox');
    expect((await here.ask('find', campaigns)).total).toBe(1);
  });

  it('a list that is not permitted is not requested again within the minute', async () => {
    const here = await sandboxServices();
    here.instead(() => ({ status: 403, body: { message: 'Denied' } }));
    for (const _ of ['first', 'second'])
      expect(await here.refused('find', campaigns)).toMatch(/^permission_denied: /);
    expect(asked(here)).toBe(1);
  });

  it('find for a user who is limited to an office finds only what belongs to that office', async () => {
    const here = await sandboxServices({ HITRATE_TOKEN: 'sandbox-office' });
    const answer = await here.ask('find', { words: ['Öresunds Fiber', 'Animal snacks', 'Uppsala'] });
    expect(table(answer).map(({ kind, id }) => [kind, id])).toEqual([
      ['campaign', 36],
      ['client', 14],
    ]);
    expect(answer.nothing_for).toEqual(['Animal snacks', 'Uppsala']);
  });
});

describe('a write', () => {
  const result = { words: ['Too dear'], kinds: ['call_result'] };
  const confirmed = async (here: SandboxServices, tool: string, args: object) => {
    const { status, confirmation } = await here.ask(tool, args);
    expect(status).toBe('confirmation_required');
    return here.ask(tool, { ...args, confirm: confirmation.token });
  };
  /** One that is there, and known by its name. */
  async function made() {
    const here = await sandboxServices();
    expect((await here.ask('find', result)).total).toBe(0);
    const { call_result_id } = await here.ask('create_call_result', { type: 'loss', title: 'Too dear' });
    expect(table(await here.ask('find', result))).toMatchObject([{ id: call_result_id, sure: 'exact' }]);
    return { here, call_result_id };
  }

  it('a write that creates, renames or deletes is seen by find at once', async () => {
    const { here, call_result_id } = await made();
    await here.ask('update_call_result', { call_result_id, title: 'Too cheap' });
    expect((await here.ask('find', result)).total).toBe(0);
    expect((await here.ask('find', { ...result, words: ['Too cheap'] })).total).toBe(1);
    await confirmed(here, 'delete_call_result', { call_result_id });
    expect((await here.ask('find', { ...result, words: ['Too cheap'] })).total).toBe(0);
  });

  it('a write with an unknown outcome makes find fetch the list again', async () => {
    const { here, call_result_id } = await made();
    here.instead(({ method }) => {
      if (method !== 'PUT') return 'sandbox';
      here.state.call_results.get(call_result_id)!.title = 'Too cheap';
      return { status: 200, body: '<html>' };
    });
    const args = { call_result_id, title: 'Too cheap' };
    expect(await here.refused('update_call_result', args)).toMatch(/^outcome_unknown: /);
    expect((await here.ask('find', result)).total).toBe(0);
  });

  it('a read of another list does not make find fetch its list again', async () => {
    const here = await sandboxServices();
    await here.ask('find', campaigns);
    await here.ask('list_offices');
    await here.ask('find', campaigns);
    expect(asked(here)).toBe(1);
  });

  it('a write that waits for a confirmation does not make find fetch the list again', async () => {
    const { here, call_result_id } = await made();
    const before = here.requests.length;
    await here.ask('delete_call_result', { call_result_id });
    await here.ask('find', result);
    expect(paths(here).slice(before)).toEqual([`/api/call_result/${call_result_id}`]);
  });
});
