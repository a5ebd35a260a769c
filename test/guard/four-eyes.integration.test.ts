/** The yes of another person, from the guard's question on the team's page to the act. */
import { describe, expect, it } from 'vitest';
import { loggedIn, type TeamBench, teamBench } from '../approval/team/bench.ts';
import { by, cancel, question } from '../support/confirmation.ts';
import { sandboxServices } from '../support/sandbox-services.ts';

/** As it is on a server for a team that anna's assistant calls. */
const atTeam = (bench: TeamBench, more: Parameters<typeof by>[0] = {}) => {
  const given = by(more);
  return { ...given, approvals: async () => bench.approvalsOf('anna') };
};
const fourEyes = { confirm: 'auto', timezone: 'Europe/Stockholm', ask: ['money'], fourEyes: true } as const;

async function reference(verdict: ReturnType<typeof cancel>): Promise<string> {
  const { yes, ...rest } = await verdict;
  expect(yes).toBe(false);
  const { answer } = rest as { answer: any };
  expect(answer.status).toBe('approval_required');
  return answer.approval.reference;
}

describe('on a server for a team', () => {
  it('the page takes the yes of who asks, after a login', async () => {
    const bench = await teamBench();
    const given = atTeam(bench, { policy: { ...fourEyes, confirm: 'human', fourEyes: false } });
    const asked = await reference(cancel(given));
    await (await loggedIn(bench)).answer({ reference: asked }, 'yes');
    expect(await cancel(given, asked)).toMatchObject({ yes: true, by: 'login', approver: 'anna' });
    expect(await cancel(given, asked)).toMatchObject({ yes: false });
  });

  it('four eyes need the page, also where the host shows forms or a token would do', async () => {
    const bench = await teamBench({ fourEyes: true });
    const given = atTeam(bench, { policy: fourEyes, ask: async () => true });
    const asked = await reference(cancel(given));
    const { answer }: any = await cancel(given);
    expect(answer.next).toMatch(/Another person than the one who asks must say yes/);
    await (await loggedIn(bench)).answer({ reference: asked }, 'yes');
    await (await loggedIn(bench, 'bo')).answer({ reference: asked }, 'yes');
    expect(await cancel(given, asked)).toMatchObject({ yes: true, by: 'login', approver: 'bo' });
  });

  it('the approver must be allowed what the arguments make of an act', async () => {
    const bench = await teamBench({ fourEyes: true });
    const given = atTeam(bench, { policy: fourEyes });
    const asked = await reference(cancel(given));
    expect((await (await loggedIn(bench, 'cilla')).state({ reference: asked })).status).toBe(404);
  });

  it('what erases asks for a fresh login', async () => {
    const bench = await teamBench();
    const erase = {
      ...atTeam(bench, { policy: { ...fourEyes, fourEyes: false } }),
      preview: async () => ({
        args: { customer_id: 922 },
        target: 'customer 922',
        state: {},
        summary: 'Erase customer 922.',
        effects: [],
      }),
    };
    const asked = await reference(question('prune_customer', { customer_id: 922 }, erase));
    const anna = await loggedIn(bench);
    bench.later(6 * 60_000);
    expect((await anna.answer({ reference: asked }, 'yes')).json).toMatchObject({ again: true });
  });

  it('a state out of reach refuses the act', async () => {
    const bench = await teamBench();
    bench.loseStore();
    await expect(cancel(atTeam(bench, { policy: fourEyes }))).rejects.toThrow(/Nothing was done/);
  });
});

describe('for one person at their own computer', () => {
  it.each(['auto', 'token'])('four eyes refuse whatever is asked about: %s', async (confirm) => {
    const services = await sandboxServices({ HITRATE_FOUR_EYES: 'on', HITRATE_CONFIRM: confirm });
    const { id } = services.state.orders.values().next().value as any;
    const refused = await services.refused('cancel_orders', { order_ids: [id] });
    expect(refused).toMatch(/Another person must say yes to this/);
    expect(services.requests.every(({ method }) => method === 'GET')).toBe(true);
  });
});
