/** Which rows are sent, and why the others are not. */
import { describe, expect, it } from 'vitest';
import { useTakingDialer } from '../support/import.ts';

const given = useTakingDialer();
const look = (text: string, more: object = {}) => given().run({ text, ...more });

describe('phone numbers', () => {
  it.each([
    ['', 'no phone number'],
    ['4,67E+10', 'the spreadsheet has cut the number'],
    ['4.67017E+10', 'the spreadsheet has cut the number'],
    ['846500405', 'its leading 0, or the country, is missing'],
    ['8-465 004 05', 'its leading 0, or the country, is missing'],
    ['saknas', 'no phone number but words'],
    ['112', 'too few digits'],
    ['070-1740605 / 070-1740606', 'are they two?'],
    ['070-1740605 Anna', 'no valid phone number'],
    ['7203111234', 'no valid phone number'],
  ])('a row with the phone number %j is invalid, and the answer says why', async (phone, why) => {
    const answer = await look(`telefon;namn\n${phone};A\n070-1740605;B\n`);
    expect(answer).toMatchObject({ rows: 2, invalid: 1, to_send: 1 });
    expect(answer.problems).toMatchObject([{ line: 2, ...(phone && { phone }) }]);
    expect(answer.problems[0].why).toContain(why);
  });

  it.each([
    '070-174 06 05',
    '+46 (0)70 174 06 05',
    '0046701740605',
    '46701740605',
    "'+46701740605",
    '070/1740605',
  ])('the phone number %j is read as +46701740605', async (phone) => {
    expect((await look(`telefon;namn\n${phone};A\n`)).examples[0].phone).toBe('+46701740605');
  });

  it.each(['701740605', '70-174 06 05'])(
    'the phone number %j gets its lost leading 0 back, and the answer says so',
    async (phone) => {
      const answer = await look(`telefon;namn\n${phone};A\n070-1740606;B\n`);
      expect(answer).toMatchObject({ to_send: 2, examples: [{ phone: '+46701740605' }, {}] });
      expect(answer.zero_restored).toMatch(/^1 /);
    },
  );

  it('a phone number with a foreign country code keeps that country code', async () => {
    expect((await look('telefon\n+4521221234\n')).examples[0].phone).toBe('+4521221234');
  });
});

describe('dates', () => {
  it.each(['2026-13-01', '1/12 2026', '20261201'])(
    'a row with the earliest_ringtime %s is invalid',
    async (date) => {
      const answer = await look(`telefon;earliest_ringtime\n070-1740605;${date}\n070-1740606;\n`);
      expect(answer).toMatchObject({ invalid: 1, to_send: 1 });
      expect(answer.problems).toEqual([{ line: 2, why: 'earliest_ringtime is no date YYYY-MM-DD' }]);
    },
  );
});

describe('duplicates in the file', () => {
  const TEXT = 'telefon;namn\n070-1740605;A\n070-1740606;B\n+46701740605;C\n0046 70 1740605;D\n';

  it('the first row with a number is sent, and its duplicates name the line of that row', async () => {
    expect(await look(TEXT)).toMatchObject({ rows: 4, to_send: 2, duplicate: 2 });
    const { result_file } = await look(TEXT, { dry_run: false });
    expect(given().dialer.parts()).toMatchObject([{ phones: ['+46701740605', '+46701740606'] }]);
    expect(
      given()
        .results(result_file.split('/').pop())
        .map(([row, status, , , why]) => [row, status, why]),
    ).toEqual([
      ['2', 'created', ''],
      ['3', 'created', ''],
      ['4', 'duplicate', 'same number as line 2'],
      ['5', 'duplicate', 'same number as line 2'],
    ]);
  });

  it('duplicates in the file are sent where duplicates are allowed', async () => {
    expect(await look(TEXT, { allow_duplicates: true })).toMatchObject({ to_send: 4, duplicate: 0 });
    await look(TEXT, { allow_duplicates: true, dry_run: false });
    expect(given().dialer.parts()).toMatchObject([{ allow_duplicates: true, phones: { length: 4 } }]);
  });

  it('an invalid row does not make a later row with the same number a duplicate', async () => {
    const answer = await look('telefon;namn\n070-1740605;A;x\n070-1740605;B\n');
    expect(answer).toMatchObject({ invalid: 1, duplicate: 0, to_send: 1 });
  });
});
