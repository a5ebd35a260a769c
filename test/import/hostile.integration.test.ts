/** Files and dialers that mean harm, or go wrong as if they did. */
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useTakingDialer } from '../support/import.ts';

const given = useTakingDialer();
const ROWS = 'telefon;förnamn\n070-1740605;Anna\n070-1740606;Bo\n';

describe('the content that the dry run showed', () => {
  it('a run refuses other content than the dry run showed', async () => {
    const it = given();
    it.file('kunder.csv', ROWS);
    const { content, next } = await it.run({ file: 'kunder.csv' });
    expect(next).toContain('which a person is asked about');
    it.file('kunder.csv', ROWS.replace('070-1740605', '070-1740607'));
    const run = { file: 'kunder.csv', dry_run: false, content };
    expect(await it.fails(run)).toMatchObject({ kind: 'conflict', text: expect.stringContaining('dry run') });
    expect(it.dialer.parts()).toEqual([]);
    it.file('kunder.csv', ROWS);
    expect(await it.run(run)).toMatchObject({ status: 'done', created: 2 });
  });

  it('a run breaks off when the content of the file changes under way, though its size and time stay the same', async () => {
    const it = given();
    const rows = (name: string) =>
      `telefon;förnamn\n${Array.from({ length: 12_000 }, (_, i) => `+4670${1000000 + i};${name}`).join('\n')}\n`;
    it.file('kunder.csv', rows('Anna'));
    const path = join(it.folder, 'kunder.csv');
    const time = new Date('2026-11-01');
    utimesSync(path, time, time);
    it.dialer.onPart(({ body }) => {
      writeFileSync(path, rows('EVIL'));
      utimesSync(path, time, time);
      return {
        body: {
          illegal_phone: [],
          filtered_duplicates: [],
          failed_insert: [],
          success_insert: body.data.map((row: object, i: number) => ({ ...row, customer_id: 1000 + i })),
        },
      };
    });
    const answer = await it.run({ file: 'kunder.csv', dry_run: false });
    expect(answer).toMatchObject({ status: 'broken_off', why: expect.stringContaining('changed') });
    expect(it.dialer.parts()).toHaveLength(1);
  });
});

it('a row of 30 million separators is refused after its first million characters', async () => {
  const it = given();
  it.file('kunder.csv', `${ROWS}${';'.repeat(30_000_000)}`);
  const { kind, text } = await it.fails({ file: 'kunder.csv' });
  expect(kind).toBe('rejected');
  expect(text).toContain('line 4 has more than 1000000 characters');
});

it.each([408, 425, 499])(
  'the rows of a part that the dialer answers with %i are unknown, and the next run sends that part without allowing duplicates',
  async (status) => {
    const it = given();
    it.file('kunder.csv', ROWS);
    const run = { file: 'kunder.csv', dry_run: false, allow_duplicates: true };
    it.dialer.onPart(() => ({ status, body: { message: 'Too late' } }));
    expect(await it.run(run)).toMatchObject({ status: 'broken_off', unknown: 2 });
    await it.run(run).catch(() => {});
    expect(it.dialer.parts().map(({ allow_duplicates }) => allow_duplicates)).toEqual([true, false]);
  },
);

it('a row with a masked identity number is invalid and is not sent', async () => {
  const answer = await given().run({ text: 'telefon;personnummer\n070-1740605;19720311-****\n' });
  expect(answer).toMatchObject({ invalid: 1, to_send: 0 });
  expect(answer.problems[0].why).toContain('identity number is masked');
});

it('identity numbers in cells and headers are masked before the text is cut', async () => {
  const it = given();
  const { problems } = await it.run({
    text: 'telefon;x\n070-174 06 05 pnr 19720311-1234;A\n070-1740606;B\n',
  });
  expect(JSON.stringify(problems)).not.toContain('19720311-1');
  const { text } = await it.fails({ text: 'namn på den som har 19720311-1234 som sitt;x\nA;B\n' });
  expect(text).not.toContain('-1234');
});

it.each(['CON', 'nul.csv', 'kunder.csv.', 'kunder.csv ', 'a\nb.csv'])(
  'the result_file name %j is refused',
  async (result_file) => {
    const it = given();
    it.file('kunder.csv', ROWS);
    expect(await it.fails({ file: 'kunder.csv', result_file })).toMatchObject({ kind: 'invalid_arguments' });
  },
);
