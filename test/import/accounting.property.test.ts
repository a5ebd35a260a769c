/** Whatever stands in the file and whatever the dialer does: every row has one status, and nobody is sent in twice. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Scripted } from '../support/fake-dialer.ts';
import { NUMBERS, tallied, useTakingDialer } from '../support/import.ts';
import { runs } from '../support/runs.ts';

const given = useTakingDialer();

const STATUSES = ['created', 'duplicate', 'invalid', 'failed', 'unknown', 'not_sent'];

const cell = fc.oneof(
  fc.constantFrom('', 'Ek', '"Ek; A"', 'a"b', '"two\nlines"', "'=1", 'å'),
  // Without the marks that a text for a machine is written with: after such a cell a person would be asked.
  fc.string({ maxLength: 6 }).map((text) => text.replace(/["\r\n;<>_`#{}[\]|=*-]/g, '')),
);
const phone = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...NUMBERS.slice(0, 12)) },
  { weight: 1, arbitrary: fc.constantFrom('', '12', '4,67E+10', 'x') },
);
/** Some rows have a cell too many. */
const row = fc
  .tuple(phone, cell, fc.boolean())
  .map(([a, b, more]) => `${a};${b}${more && b === 'Ek' ? ';' : ''}`);

/** What the dialer does with each row of a part, and with the part. */
const conduct = fc.record({
  part: fc.constantFrom('answers', 'answers', 'answers', 'dies before', 'dies after', 'refuses', 'babbles'),
  rows: fc.array(fc.constantFrom('takes', 'takes', 'fails', 'illegal', 'is silent', 'takes silently'), {
    minLength: 1,
    maxLength: 8,
  }),
  shuffled: fc.boolean(),
});

it('every row has exactly one status, and no imported row is imported again', async () => {
  await fc.assert(
    fc.asyncProperty(
      // A file of empty rows alone has nothing to import.
      fc
        .array(row, { minLength: 1, maxLength: 30 })
        .filter((rows) => rows.some((one) => !one.startsWith(';'))),
      fc.array(conduct, { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      fc.uuid(),
      async (rows, conducts, allow_duplicates, id) => {
        const { dialer } = given();
        /** Of each number, the rows that the dialer has put in, by what it was told of them. */
        const on = new Map<string, string[]>();
        let customer_id = 0;
        let turn = 0;
        dialer.onPart(({ body: { data, allow_duplicates: allowed } }, response): Scripted | undefined => {
          const { part, rows: acts, shuffled } = conducts[turn++ % conducts.length]!;
          const refusal = { status: 400, body: { message: 'no' } };
          if (part === 'refuses') return refusal;
          if (part === 'dies before') {
            response.destroy();
            return undefined;
          }
          const lists: Record<string, object[]> = {
            success_insert: [],
            filtered_duplicates: [],
            illegal_phone: [],
            failed_insert: [],
          };
          for (const [i, customer] of data.entries()) {
            const act = acts[i % acts.length]!;
            const had = on.get(customer.phone) ?? [];
            if (!allowed && had.length) lists.filtered_duplicates!.push(customer);
            else if (act === 'illegal') lists.illegal_phone!.push(customer);
            else if (act === 'fails') lists.failed_insert!.push(customer);
            else if (act !== 'is silent') {
              on.set(customer.phone, [...had, JSON.stringify(customer)]);
              if (act === 'takes') lists.success_insert!.push({ ...customer, customer_id: ++customer_id });
            }
          }
          if (part === 'dies after') {
            response.destroy();
            return undefined;
          }
          if (shuffled) for (const list of Object.values(lists)) list.reverse();
          return { body: part === 'babbles' ? { ok: 1 } : lists };
        });
        // Letters alone: a number in the name could be a count in an earlier answer, as which it would be looked at twice.
        const name = id.replaceAll(/[\d-]/g, (sign) => 'ghijklmnop'[Number(sign)] ?? 'q');
        const file = `${name}.csv`;
        const result_file = `${name}-result.csv`;
        given().file(file, `telefon;namn\n${rows.join('\n')}\n`);
        const args = { file, result_file, allow_duplicates, dry_run: false };
        const wanted = new Map<string, number>();
        for (let time = 0; time < 4; time++) {
          const shown = await given().run({ ...args, dry_run: true });
          const { to_send, created = 0, duplicate = 0, invalid = 0, unknown = 0 } = shown;
          expect(to_send + created + duplicate + invalid + unknown).toBe(shown.rows);
          const again = (shown.earlier_run?.failed ?? 0) + (shown.earlier_run?.unknown ?? 0);
          expect(again).toBeLessThanOrEqual(to_send);
          const answer = await given().run(args);
          expect(answer.rows).toBe(shown.rows);
          expect(answer.sent_now).toBeLessThanOrEqual(to_send);
          const noted = given().results(result_file);
          expect(noted).toHaveLength(answer.rows);
          expect(new Set(noted.map(([line]) => line)).size).toBe(answer.rows);
          const counts = tallied(noted);
          for (const status of STATUSES)
            expect([status, counts[status] ?? 0]).toEqual([status, answer[status]]);
          wanted.clear();
          for (const [, status, , number] of noted)
            if (number && status !== 'invalid')
              wanted.set(number.slice(1), (wanted.get(number.slice(1)) ?? 0) + 1);
        }
        for (const [number, times] of on) {
          // Nobody is in more often than the file has the number, and once where duplicates are not allowed.
          expect(times.length).toBeLessThanOrEqual(allow_duplicates ? (wanted.get(number) ?? 0) : 1);
        }
      },
    ),
    runs(120),
  );
});
