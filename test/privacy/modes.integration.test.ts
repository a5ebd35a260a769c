import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { afterThisTest } from '../support/cleanup.ts';
import { newFolder } from '../support/files.ts';
import { listener } from '../support/hearing-engine.ts';
import { addSms, table } from '../support/sandbox-rows.ts';
import { failing, type SandboxServices, sandboxServices } from '../support/sandbox-services.ts';

const TOKEN = { person: /^person-[0-9a-f]{4,}$/, phone: /^phone-[0-9a-f]{4,}$/ };

const inMode = (mode: string, env: Record<string, string> = {}): Promise<SandboxServices> =>
  sandboxServices({ HITRATE_PRIVACY: mode, HITRATE_STATE_DIR: join(newFolder(), 'state'), ...env });

describe('tokens as arguments', () => {
  it('a phone token finds the customer whose number it is', async () => {
    const here = await inMode('pseudonyms');
    const card = await here.ask('get_customer', { customer_id: 922 });
    expect(card.phone).toMatch(TOKEN.phone);
    expect(card.name).toMatch(TOKEN.person);
    const again = await here.ask('customer_overview', { phone: card.phone });
    expect(again.card).toMatchObject({ customer_id: 922, name: card.name, phone: card.phone });
    expect(here.requests.some(({ query }) => query.phone === '+46701740605')).toBe(true);
  });

  it('tokens within texts are saved as what they stand for, also after a restart', async () => {
    const here = await inMode('pseudonyms');
    const { name, phone } = await here.ask('get_customer', { customer_id: 922 });
    here.fresh();
    await here.ask('update_order_status', { order_id: 41, comment: `Talade med ${name}, ${phone}.` });
    expect(here.state.orders.get(41)!.comments.at(-1)!.comment).toBe('Talade med Anna Ek, +46701740605.');
    const order = await here.ask('get_order', { order_id: 41 });
    expect(order.comments).toContain(`Talade med ${name}, ${phone}.`);
  });

  it('an unknown token is refused in words, and nothing is sent', async () => {
    const here = await inMode('pseudonyms');
    expect(await here.refused('get_customer', { phone: 'phone-0000' })).toBe(
      'invalid_arguments: There is no phone-0000 in this installation: take tokens from its answers as they stand, or give the value itself.',
    );
    expect(here.requests.filter(({ path }) => path === '/api/customer')).toEqual([]);
  });

  it('what an outsider writes is no token, even where it is one of somebody else', async () => {
    const here = await inMode('pseudonyms');
    const { phone } = await here.ask('get_customer', { customer_id: 90 });
    addSms(here.state, { customer_id: 922, message: `Ring ${phone} nu`, sent: 1_700_000_000 });
    const answer = await here.ask('get_sms_history', { customer_id: 922, sort: 'oldest' });
    expect(table(answer)[0].message).toBe(`Ring ${phone.replace('-', '_')} nu`);
  });

  it('an act is confirmed by the token of its preview, which shows people as tokens', async () => {
    const here = await inMode('pseudonyms');
    const args = { customer_id: 922 };
    const { name, phone } = await here.ask('get_customer', args);
    const { confirmation } = await here.ask('remove_customer', args);
    const shown = JSON.stringify(confirmation);
    expect(shown).toContain(name);
    expect(shown).toContain(phone);
    const done = await here.ask('remove_customer', { ...args, confirm: confirmation.token });
    expect(done.status).toBe('done');
  });

  it('a masked value is no argument in the strict mode', async () => {
    const here = await inMode('strict');
    const { phone, address } = await here.ask('get_customer', { customer_id: 922 });
    expect([phone, address]).toEqual(['070-*** ** 05', 'B***']);
    for (const changes of [{ address }, { phone }, { email: 'a***@example.org' }])
      expect(await here.refused('update_customer', { customer_id: 922, changes })).toContain('is masked');
    expect(here.state.customers.get(922)!.address).toBe('Björkvägen 4');
  });
});

describe('what can not be kept to the policy', () => {
  it('is not answered where the state folder is none', async () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'state'), '');
    const here = await sandboxServices({
      HITRATE_PRIVACY: 'pseudonyms',
      HITRATE_STATE_DIR: join(folder, 'state'),
    });
    expect(await here.refused('list_users')).toMatch(
      /^unavailable: HITRATE_PRIVACY=pseudonyms keeps its table/,
    );
    expect(here.requests).toEqual([]);
  });

  it('is not answered where the table is damaged', async () => {
    const state = join(newFolder(), 'state');
    const here = await inMode('pseudonyms', { HITRATE_STATE_DIR: state });
    await here.ask('get_customer', { customer_id: 922 });
    writeFileSync(join(state, 'pseudonyms.table'), 'something else\n');
    here.fresh();
    expect(await here.refused('get_customer', { customer_id: 922 })).toMatch(/^unavailable: .*damaged/);
  });

  it('an act whose answer can not be shown is told as sent', async () => {
    const state = join(newFolder(), 'state');
    const here = await inMode('pseudonyms', { HITRATE_STATE_DIR: state });
    here.instead(({ method, path }) => {
      if (method === 'POST' && path === '/api/customer') rmSync(state, { recursive: true });
      return 'sandbox';
    });
    const args = { contactlist_id: 6, phone: '070-174 06 41', first_name: 'Bosse', allow_duplicates: true };
    const refusal = await here.refused('create_customer', args);
    expect(refusal).toMatch(/^outcome_unknown: The dialer took it, .* Look with get_customer/);
  });

  it('texts about a customer are not shown where the card can not be read', async () => {
    const here = await inMode('pseudonyms');
    here.instead(failing(/^\/api\/customer$/));
    expect(await here.refused('get_sms_history', { customer_id: 922 })).toMatch(
      /Customer 922 could not be read, so names in texts could not be kept back/,
    );
    expect(await here.ask('list_offices')).toHaveProperty('total');
  });

  it('a transcript is not shown where nobody can tell whose it is', async () => {
    const speech = await listener();
    afterThisTest(() => speech.close());
    const here = await inMode('pseudonyms', { HITRATE_TRANSCRIBE_URL: speech.url });
    here.instead(failing(/^\/api\/order\/39$/));
    const args = { order_id: 39 };
    expect(await here.refused('transcribe_recording', args)).toContain(
      'Whose recording it is could not be read',
    );
    here.instead(() => 'sandbox');
    const { rows } = await here.ask('transcribe_recording', args);
    expect(JSON.stringify(rows)).toMatch(/Talar jag med person-[0-9a-f]+\?/);
  });

  it('nothing is shown where the users can not be read, but a missing permission is no hindrance', async () => {
    const here = await inMode('pseudonyms');
    here.instead(failing(/^\/api\/users$/));
    expect(await here.refused('list_offices')).toContain('The users could not be read');
    here.instead(failing(/^\/api\/users$/, { status: 403, body: { message: 'permission denied' } }));
    expect(await here.ask('list_offices')).toHaveProperty('total');
  });
});

describe('names that no field beside a text tells', () => {
  it('are read from the card first, so that a fresh process knows them', async () => {
    const here = await inMode('pseudonyms');
    addSms(here.state, { customer_id: 922, message: 'Hej Anna! Mawila ringer.', sent: 1_700_000_000 });
    const answer = await here.ask('get_sms_history', { customer_id: 922, sort: 'oldest' });
    const [{ message }] = table(answer);
    expect(message).toMatch(/^Hej person-[0-9a-f]+! person-[0-9a-f]+ ringer\.$/);
  });

  it('are words where they are written like words of ours', async () => {
    const here = await inMode('pseudonyms');
    here.state.customers.get(922)!.first_name = 'Per';
    addSms(here.state, { customer_id: 922, message: 'Hej Per! 399 kr per låda.', sent: 1_700_000_000 });
    const answer = await here.ask('get_sms_history', { customer_id: 922, sort: 'oldest' });
    const [{ message }] = table(answer);
    expect(message).toMatch(/^Hej person-[0-9a-f]+! 399 kr per låda\.$/);
  });
});

describe('single words', () => {
  it('of a label are a token, also where the name is a word', async () => {
    const here = await inMode('pseudonyms');
    Object.assign(here.state.customers.get(922)!, { first_name: null, last_name: 'Ek' });
    const order = await here.ask('get_order', { order_id: 39 });
    expect(order.customer).toMatch(/^person-[0-9a-f]+ \(922\)$/);
  });

  it('of a file that is imported are tokens in the whole answer', async () => {
    const folder = join(newFolder(), 'downloads');
    mkdirSync(folder);
    const here = await inMode('pseudonyms', { HITRATE_DOWNLOAD_DIR: folder });
    const text =
      'telefon;förnamn;efternamn;Status för ansökan\n070-174 06 41;Torvald;Zetterqvist;Torvald ville vänta\n';
    const answer = await here.ask('import_customers', { contactlist_id: 6, text });
    expect(JSON.stringify(answer.examples)).not.toMatch(/Torvald|Zetterqvist/);
  });
});

describe('files and resources', () => {
  const orders = { what: 'orders', filter: { period: 'last_30_days' } };

  it('an export is real as a file and has tokens as a resource', async () => {
    const folder = join(newFolder(), 'downloads');
    mkdirSync(folder);
    const here = await inMode('pseudonyms');
    const { uri } = await here.ask('export_rows', orders);
    const { text } = await here.calls.engine.resources.read(uri, new AbortController().signal);
    expect(text).toMatch(/;person-[0-9a-f]+;/);
    expect(text).not.toContain('Anna Ek');
    here.fresh({ HITRATE_DOWNLOAD_DIR: folder });
    const { path } = await here.ask('export_rows', orders);
    expect(readFileSync(path, 'utf8')).toContain('Anna Ek');
    expect(readFileSync(path, 'utf8')).not.toContain('person-');
  });

  it('collected data are real in the folder, and tokens in the answer', async () => {
    const folder = join(newFolder(), 'downloads');
    mkdirSync(folder);
    const here = await inMode('pseudonyms', { HITRATE_DOWNLOAD_DIR: folder });
    for (const call of here.state.calls) call.recording = false;
    const answer = await here.ask('collect_customer_data', { customer_id: 922 });
    expect(answer.customer).toMatch(/^person-[0-9a-f]+ \(922\)$/);
    const files = readdirSync(answer.folder);
    const text = readFileSync(join(answer.folder, 'summary.md'), 'utf8');
    expect(text).toContain('Anna Ek');
    expect(text).toContain('19720311-****');
    for (const name of files.filter((file) => /json|md/.test(file)))
      expect(readFileSync(join(answer.folder, name), 'utf8')).not.toMatch(/person-|phone-/);
  });

  it.each(['strict', 'pseudonyms'])(
    'a PDF of SMS is refused to hosts in the mode %s, and saved for people',
    async (mode) => {
      const folder = join(newFolder(), 'downloads');
      mkdirSync(folder);
      const here = await inMode(mode, { HITRATE_DOWNLOAD_DIR: folder });
      const { uri, next } = await here.ask('get_sms_history_pdf', { customer_id: 922 });
      expect(next).toContain(`not handed out here (HITRATE_PRIVACY=${mode})`);
      const read = here.calls.engine.resources.read(uri, new AbortController().signal);
      await expect(read).rejects.toMatchObject({ kind: 'permission_denied' });
      const inline = { customer_id: 922, deliver: 'inline' };
      expect(await here.refused('get_sms_history_pdf', inline)).toContain('permission_denied');
      const { path } = await here.ask('get_sms_history_pdf', { customer_id: 922, deliver: 'file' });
      expect(readFileSync(path, 'latin1')).toContain('Anna Ek');
    },
  );

  it('the address of a document says no number', async () => {
    const here = await inMode('pseudonyms');
    const { row, files } = await here.reply('get_sms_history_pdf', { customer_id: 922, phone: '0701740605' });
    expect(row.uri).toMatch(/sms\.pdf\?phone=phone-[0-9a-f]+$/);
    expect(files[0]!.uri).toBe(row.uri);
    expect((await here.calls.engine.resources.list())[0]!.uri).toBe(row.uri);
  });
});
