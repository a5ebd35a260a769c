/** Sending: in parts, each row with what became of it. */
import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  added,
  csvOf,
  LIST,
  lastId,
  NUMBERS,
  tallied,
  useSandbox,
  useTakingDialer,
} from '../support/import.ts';

const RESULT = 'kunder-list-6-result.csv';

describe('at the sandbox', () => {
  const given = useSandbox();
  const TEXT =
    'telefon;namn;ort;Status för ansökan\n040-62804 00;Anna Ek;Malmö;ny\n12;Bo;Lund;\n040-6280401;Cia;;\n';

  it('a dry run sends and writes nothing', async () => {
    given().file('kunder.csv', TEXT);
    const before = structuredClone([...given().state.customers]);
    const answer = await given().run({ file: 'kunder.csv' });
    expect(answer).toMatchObject({ status: 'dry_run', rows: 3, to_send: 2, invalid: 1, parts: 1 });
    expect(answer.contactlist).toMatch(/\(6\)$/);
    expect(answer.customers_on_it).toBe(0);
    expect(answer.next).toContain('dry_run = false');
    expect([...given().state.customers]).toEqual(before);
    expect(given().files()).toEqual(['kunder.csv']);
  });

  it('imported customers are on the contact list with their fields', async () => {
    given().file('kunder.csv', TEXT);
    const before = lastId(given());
    const answer = await given().run({ file: 'kunder.csv', dry_run: false });
    expect(answer).toMatchObject({
      status: 'done',
      rows: 3,
      created: 2,
      invalid: 1,
      sent_now: 2,
      not_sent: 0,
    });
    expect(answer.result_file).toBe(join(given().folder, RESULT));
    expect(added(given(), before)).toMatchObject([
      {
        phone: '+46406280400',
        first_name: 'Anna',
        last_name: 'Ek',
        city: 'Malmö',
        custom_fields: [{ id: 30, value: 'ny' }],
      },
      { phone: '+46406280401', first_name: 'Cia', last_name: null },
    ]);
    const ids = added(given(), before).map(({ id }) => String(id));
    expect(given().results(RESULT)).toEqual([
      ['2', 'created', ids[0], "'+46406280400", ''],
      ['3', 'invalid', '', '', 'too few digits for a phone number'],
      ['4', 'created', ids[1], "'+46406280401", ''],
    ]);
  });

  it('customers who are already on the contact list or on a list in contactlist_duplicates are duplicates', async () => {
    given().file('kunder.csv', TEXT);
    await given().run({ file: 'kunder.csv', dry_run: false });
    const other = [...given().state.contactlists.values()].find(
      ({ id, deleted }) => id !== LIST && !deleted,
    )!.id;
    await given().run({ text: 'telefon\n040-6280402\n', contactlist_id: other, dry_run: false });
    const text = 'telefon\n040-6280400\n040-6280402\n040-6280403\n';
    const answer = await given().run({ text, contactlist_duplicates: [other], dry_run: false });
    expect(answer).toMatchObject({ created: 1, duplicate: 2 });
    expect(answer.reasons).toEqual(['1: on contact list 6 already', `1: on contact list ${other} already`]);
  });

  it('an unknown contact list is not_found, and nothing is written', async () => {
    given().file('kunder.csv', TEXT);
    for (const dry_run of [true, false])
      expect(await given().fails({ file: 'kunder.csv', contactlist_id: 999, dry_run })).toMatchObject({
        kind: 'not_found',
      });
    expect(given().files()).toEqual(['kunder.csv']);
  });
});

describe('an import in parts', () => {
  const given = useTakingDialer();
  const all = { file: 'kunder.csv', allow_duplicates: true, dry_run: false };

  it('an import is sent in parts of at most 5,000 rows, with progress that only grows', async () => {
    given().file('kunder.csv', csvOf(12_000));
    expect((await given().run({ ...all, dry_run: true })).parts).toBe(3);
    const told: [number, number | undefined][] = [];
    const answer = await given().run(all, { progress: (done, total) => told.push([done, total]) });
    expect(answer).toMatchObject({ status: 'done', created: 12_000 });
    expect(
      given()
        .dialer.parts()
        .map(({ phones }) => phones.length),
    ).toEqual([5000, 5000, 2000]);
    expect(told).toEqual([5000, 10_000, 12_000].map((done) => [done, 12_000]));
  });

  it('a part of long rows has fewer rows and stays below 10 MB', async () => {
    given().file('kunder.csv', csvOf(3000).replaceAll(';Kund', `;${'å"'.repeat(1200)} Kund`));
    expect(await given().run(all)).toMatchObject({ status: 'done', created: 3000 });
    const sizes = given().dialer.requests.filter(({ body }) => body?.data);
    expect(sizes.length).toBeGreaterThan(1);
    for (const { headers } of sizes) expect(Number(headers['content-length'])).toBeLessThan(9_500_000);
    expect(sizes.reduce((sum, { body }) => sum + body.data.length, 0)).toBe(3000);
  });

  it('the answer stays below 5,000 characters, whatever is wrong with the rows', async () => {
    const rows = Array.from(
      { length: 3000 },
      (_, i) => `${i % 2 ? NUMBERS[i % 390] : 'x'.repeat(200)};${'y'.repeat(300)};`,
    );
    const head = Array.from({ length: 60 }, (_, i) => `kolumn ${i} ${'z'.repeat(80)}`).join(';');
    given().file('kunder.csv', `telefon;namn;${head}\n${rows.map((row) => row + ';'.repeat(59)).join('\n')}`);
    for (const dry_run of [true, false])
      expect(JSON.stringify(await given().run({ ...all, dry_run })).length).toBeLessThan(5000);
  });

  it('rows in the dialer’s answer are matched by phone number in any order, and each row is matched once', async () => {
    given().dialer.onPart(({ body: { data } }) => ({
      body: {
        success_insert: [
          { ...data[4], customer_id: 8 },
          { ...data[0], customer_id: '7' },
        ],
        filtered_duplicates: [{ ...data[1], duplcates: [{ contactlist_id: 9, nr: 1 }] }],
        illegal_phone: [data[2], { phone: '+46701740699' }, null],
        failed_insert: ['what', data[3]],
      },
    }));
    const names = ['A', 'B', 'C', 'D', 'E', 'F'];
    given().file('kunder.csv', `telefon;namn\n${names.map((name, i) => `${NUMBERS[i]};${name}`).join('\n')}`);
    const answer = await given().run({ ...all, allow_duplicates: false });
    expect(answer).toMatchObject({
      created: 2,
      duplicate: 1,
      invalid: 1,
      failed: 1,
      unknown: 1,
      not_sent: 0,
    });
    expect(answer.lines).toMatchObject({ created: '2, 6', failed: '5', unknown: '7' });
    expect(
      given()
        .results(RESULT)
        .map(([, status, id, , why]) => `${status} ${id} ${why}`.trim()),
    ).toEqual([
      'created 7',
      'duplicate  on contact list 9 already',
      'invalid  the dialer takes the number for invalid',
      'failed  the dialer could not insert it',
      'created 8',
      'unknown  the dialer said nothing of it: it may be in',
    ]);
  });

  it('two rows with the same number are told apart by the other fields in the dialer’s answer', async () => {
    given().dialer.onPart(({ body: { data } }) => ({
      body: { failed_insert: [data[0]], success_insert: [{ ...data[1], customer_id: 5 }] },
    }));
    given().file('kunder.csv', 'telefon;namn\n070-1740605;A\n070-1740605;B\n');
    await given().run(all);
    expect(
      given()
        .results(RESULT)
        .map(([, status]) => status),
    ).toEqual(['failed', 'created']);
  });

  it('an answer that tells nothing of the rows ends the run, and the rows of that part are unknown', async () => {
    given().dialer.onPart(() => ({ body: { ok: true } }));
    given().file('kunder.csv', csvOf(6000));
    const answer = await given().run(all);
    expect(answer).toMatchObject({ status: 'broken_off', unknown: 5000, not_sent: 1000 });
    expect(given().dialer.parts()).toHaveLength(1);
  });
});

describe('the result file', () => {
  const given = useTakingDialer();
  const run = (more: object = {}) => given().run({ file: 'kunder.csv', dry_run: false, ...more });

  it('the result file is accessible to its owner alone, and no temporary file is left beside that file', async () => {
    given().file('kunder.csv', csvOf(3));
    await run();
    expect(lstatSync(join(given().folder, RESULT)).mode & 0o777).toBe(0o600);
    expect(readdirSync(given().folder).sort()).toEqual([RESULT, 'kunder.csv']);
  });

  it('the result file of imported text has a name that belongs to the text', async () => {
    const { result_file } = await given().run({ text: csvOf(2), dry_run: false });
    expect(result_file).toMatch(/\/text-[0-9a-f]{8}-list-6-result\.csv$/);
  });

  it.each(['a link', 'a folder', 'another file', 'the file itself'])(
    'the result is never written to %s',
    async (what) => {
      const { folder } = given();
      given().file('kunder.csv', csvOf(3));
      const other = join(folder, '..', 'other.csv');
      writeFileSync(other, 'keep');
      if (what === 'a link') symlinkSync(other, join(folder, RESULT));
      if (what === 'a folder') mkdirSync(join(folder, RESULT));
      if (what === 'another file') given().file(RESULT, 'keep');
      const result_file = what === 'the file itself' ? 'Kunder.csv' : RESULT;
      const { text } = await given().fails({ file: 'kunder.csv', dry_run: false, result_file });
      expect(text).toMatch(/another (result_file|name)/);
      expect(given().dialer.parts()).toEqual([]);
      expect(readFileSync(other, 'utf8')).toBe('keep');
      if (what === 'another file') expect(readFileSync(join(folder, RESULT), 'utf8')).toBe('keep');
      if (what !== 'the file itself')
        expect((await given().run({ file: 'kunder.csv' })).result_file_trouble).toContain(
          'another result_file',
        );
    },
  );

  it('text in the dialer’s answer can not break the lines of the result file', async () => {
    given().dialer.onPart(({ body: { data } }) => ({
      body: { success_insert: [{ ...data[0], customer_id: '1;\r\n2' }] },
    }));
    given().file('kunder.csv', csvOf(1));
    await run();
    expect(tallied(given().results(RESULT))).toEqual({ created: 1 });
  });
});
