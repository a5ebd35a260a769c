/** Names that people say become ids: how likely a match is, and what is told where there is none. */
import { describe, expect, it } from 'vitest';
import { table } from '../support/sandbox-rows.ts';
import { failing, type SandboxServices, sandboxServices, silent } from '../support/sandbox-services.ts';

/** One search: what was found, as `kind id sure`. */
async function found(here: SandboxServices, word: unknown, kinds?: string[]): Promise<string[]> {
  const answer = await here.ask('find', { words: [word], ...(kinds && { kinds }) });
  return table(answer).map(({ kind, id, sure }) => `${kind} ${id} ${sure}`);
}

describe('a name', () => {
  it.each([
    ['Kontorskaffe', ['campaign 10 exact']],
    ['KONTORSKAFFE', ['campaign 10 exact']],
    ['Djurboxen prov', ['campaign 8 prefix']],
    ['provlada djurboxen', ['campaign 8 words']],
    ['Kontorskafe', ['campaign 10 similar', 'client 10 similar']],
    ['Elin Sandvall', ['user 10 exact']],
    ['David Barnsten', ['user 14 same letters']],
    ['bärnsten david', ['user 14 words']],
    ['Barnstn', ['user 14 similar']],
    ['nathaniel', ['user 6 last name, 1 match']],
    ['Malmö', ['office 3 exact']],
    ['malmo', ['office 3 same letters']],
    ['goteborg', ['office 2 same letters']],
    ['Gotborg', ['office 2 similar']],
    ['Fiber 250', ['product 25 exact']],
    ['provlada', ['product 4 prefix', 'campaign 8 words']],
    ['kaffe 5', ['product 5 prefix']],
    ['10005', ['product 5 other name']],
    ['hosten 2026', ['contactlist 6 same letters']],
    ['hösten', ['contactlist 6 prefix']],
    ['annons svarat', ['contactlist 34 words']],
    ['Complaint', ['call_result 70 exact']],
    ['Complant', ['call_result 70 similar']],
    ['too expensive', ['call_result 54 words']],
    ['Har sagt nej', ['blocklist 6 exact']],
    ['sparrlista malmo', ['blocklist 10 same letters']],
    ['Norrsken Energi', ['client 6 exact']],
    ['öresunds', ['campaign 36 prefix', 'client 14 prefix']],
    ['Orderbekraftelse', ['sms_template 1 same letters']],
    ['orderbekräftelsen fiber', ['sms_template 10 similar']],
    ['Elområde', ['custom_field 18 exact']],
    ['nuvarande leverantor', ['custom_field 17 same letters']],
    ['antal husdjurr', ['custom_field 2 similar']],
    ['Mlain', ['user 42 similar']],
    ['Malmö-kontoret', ['office 3 words']],
    ['kontoret i Malmö', ['office 3 words']],
    ['Göteborgskontoret', ['office 2 similar']],
    ['provlådekampanjen', ['campaign 8 similar']],
    ['missade samtal', ['call_result 18 words', 'call_result 19 words']],
    ['upptaget', ['call_result 10 other name']],
  ])('the name %s finds %j', async (word, expected) => {
    expect((await found(await sandboxServices(), word)).sort()).toEqual([...expected].sort());
  });

  it('a match of a first or last name alone says which of the two matched, and how many people have that name', async () => {
    const here = await sandboxServices();
    expect(await found(here, 'mawila', ['user'])).toEqual(['user 6 first name, 1 match']);
    Object.assign(here.state.users.get(26)!, {
      firstname: 'Mawila Sofia',
      lastname: 'Ida',
      username: 'mawi2',
    });
    here.fresh();
    expect(await found(here, 'Mawila', ['user'])).toEqual([
      'user 6 first name, 2 matches',
      'user 26 first name, 2 matches',
    ]);
    expect(await found(here, 'sofia', ['user'])).toEqual(['user 26 first name, 1 match']);
    expect(await found(here, 'ida', ['user'])).toEqual([
      'user 30 first name, 1 match',
      'user 26 last name, 1 match',
    ]);
    expect(await found(here, 'mawi2', ['user'])).toEqual(['user 26 other name']);
  });

  it('a match of a person is not hidden by an exact match of another kind', async () => {
    const here = await sandboxServices();
    here.state.contactlists.get(2)!.title = 'Mawila';
    expect(await found(here, 'Mawila')).toEqual(['contactlist 2 exact', 'user 6 first name, 1 match']);
  });

  it('a number finds entries with that id and entries with that name', async () => {
    const here = await sandboxServices();
    here.state.contactlists.get(2)!.title = '14';
    expect(await found(here, 14, ['user', 'campaign', 'contactlist'])).toEqual(
      ['campaign 14 id', 'user 14 id', 'contactlist 2 exact'].sort(
        (a, b) =>
          Number(a.endsWith('exact')) - Number(b.endsWith('exact')) || (a.startsWith('user') ? -1 : 1),
      ),
    );
  });

  it('a name of several entries finds all those entries, with the entries in use first', async () => {
    const here = await sandboxServices();
    expect(await found(here, 'kundvård')).toEqual(['campaign 18 exact', 'contactlist 69 exact']);
    here.fresh();
    here.state.users.get(74)!.lastname = 'Provén';
    here.state.users.get(6)!.active = 0;
    here.state.users.get(6)!.lastname = 'Provén';
    expect(await found(here, 'provén', ['user'])).toEqual([
      'user 74 last name, 3 matches',
      'user 6 last name, 3 matches',
      'user 78 last name, 3 matches',
    ]);
    const { rows } = await here.ask('find', { words: ['medlem'] });
    expect(rows).toEqual([['medlem', 'custom_field', 20, 'Medlem', 'exact', 'deleted']]);
  });

  it('an exact match hides matches that are only similar', async () => {
    const here = await sandboxServices();
    here.state.campaigns.get(18)!.name = 'Kontorskaffe 2';
    expect(await found(here, 'Kontorskaffe', ['campaign'])).toEqual(['campaign 10 exact']);
    expect(await found(here, 'Kontorskaff', ['campaign'])).toEqual([
      'campaign 10 prefix',
      'campaign 18 prefix',
    ]);
  });

  it('a name of three letters finds no similar names', async () => {
    expect(await found(await sandboxServices(), 'Aba', ['user'])).toEqual([]);
    expect(await found(await sandboxServices(), 'Ida', ['user'])).toEqual(['user 30 first name, 1 match']);
  });
});

describe('nothing found', () => {
  it('an answer without matches says for which words nothing was found and which lists were searched', async () => {
    const here = await sandboxServices();
    const answer = await here.ask('find', { words: ['zzzz', 'Malmö'], kinds: ['office', 'campaign'] });
    expect(answer).toMatchObject({ total: 1, nothing_for: ['zzzz'] });
    expect(answer.note).toMatch(/^Looked in office, campaign\. .*customer_overview/);
    expect(answer).not.toHaveProperty('not_looked_in');
    const { note } = await here.ask('find', { words: ['zzzz'] });
    expect(note).toMatch(/custom_field\. Only clients with a product are known\. /);
  });

  it('a list that failed is not named as searched', async () => {
    const here = await sandboxServices();
    here.instead(failing(/users\/office/));
    const answer = await here.ask('find', { words: ['zzzz'], kinds: ['office', 'campaign'] });
    expect(answer.note).toMatch(/^Looked in campaign\. /);
    expect(answer.not_looked_in).toEqual({ office: expect.stringMatching(/^rejected: .*It broke/) });
  });
});

describe('a list that fails', () => {
  const LISTS = {
    campaign: /^\/api\/campaigns$/,
    user: /^\/api\/users$/,
    office: /^\/api\/users\/office$/,
    contactlist: /contactlist/,
    call_result: /call_results/,
    blocklist: /blocklist/,
    client: /^\/api\/client/,
    sms_template: /sms_templates/,
    custom_field: /field/,
  };
  const words = ['Kundvård', 'Elin Sandvall', 'Uppsala', 'Dog box', 'Loss', 'Har sagt nej', 'Djurboxen AB'];

  it.each(Object.entries(LISTS))(
    'a failed list of the kind %s is named, and the other lists answer',
    async (kind, path) => {
      const here = await sandboxServices();
      const all = table(await here.ask('find', { words }));
      for (const answer of [
        { status: 500, body: { message: 'It broke' } },
        { status: 403, body: { message: 'Permission denied' } },
        { body: { undocumented: true } },
      ]) {
        here.fresh();
        here.instead(failing(path, answer));
        const left = await here.ask('find', { words });
        // Clients are told one by one: a form without a client is one that is not there.
        if (!(kind === 'client' && !('status' in answer)))
          expect(Object.keys(left.not_looked_in)).toEqual([kind]);
        expect(table(left)).toEqual(all.filter((row) => row.kind !== kind));
      }
    },
  );

  it('a failed list of products is reported for products and clients, since clients are found through products', async () => {
    const here = await sandboxServices();
    for (const answer of [{ status: 403, body: { message: 'no' } }, { body: { undocumented: true } }]) {
      here.fresh();
      here.instead(failing(/^\/api\/products?$/, answer));
      const { not_looked_in } = await here.ask('find', { words });
      expect(Object.keys(not_looked_in)).toEqual(['product', 'client']);
    }
  });

  it('a list without an answer costs no more than the time limit of the call', async () => {
    const here = await sandboxServices({ HITRATE_TIMEOUT_MS: '1000' });
    here.instead(silent(/^\/api\/users$/));
    const started = performance.now();
    const answer = await here.ask('find', { words: ['Kundvård'] });
    expect(performance.now() - started).toBeLessThan(2000);
    expect(answer.total).toBe(2);
    expect(answer.not_looked_in.user).toMatch(/^timeout: /);
  });

  it('find is refused where all lists fail', async () => {
    const here = await sandboxServices();
    here.instead(() => ({ status: 401, body: { message: 'Unauthenticated' } }));
    expect(await here.refused('find', { words })).toMatch(/^unauthenticated: /);
    here.instead(failing(/offices?$/, { status: 403, body: { message: 'Denied' } }));
    expect(await here.refused('find', { words, kinds: ['office', 'office'] })).toMatch(
      /^permission_denied: /,
    );
  });
});
