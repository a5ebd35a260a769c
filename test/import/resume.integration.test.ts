/** Broken off in the middle: what is in is known, and only the rest is sent again. */
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Script } from '../support/fake-dialer.ts';
import { csvOf, importTo, inserted, NUMBERS, tallied, useTakingDialer } from '../support/import.ts';

const given = useTakingDialer();
const RESULT = 'kunder-list-6-result.csv';
const RUN = { file: 'kunder.csv', allow_duplicates: true, dry_run: false };
const run = (more: object = {}) => given().run({ ...RUN, ...more });
const statuses = () => tallied(given().results(RESULT));

/** As often as said it takes parts, then it does something else. */
function afterParts(parts: number, then: Script): Script {
  let came = 0;
  return (request, response) => (++came > parts ? then(request, response) : inserted(request, response));
}
const dies: Script = (_, response) => {
  response.destroy();
  return undefined;
};
const refuses: Script = () => ({
  status: 403,
  body: { message: 'Permission denied, missing admin contactlists permission' },
});

describe('an answer that never came', () => {
  it('a part without an answer ends the run, which reports the rows that are in, may be in and were not sent', async () => {
    given().file('kunder.csv', csvOf(14_000));
    given().dialer.onPart(afterParts(1, dies));
    const answer = await run();
    expect(answer).toMatchObject({
      status: 'broken_off',
      why: expect.stringContaining('outcome_unknown'),
      created: 5000,
      unknown: 5000,
      not_sent: 4000,
      lines: { created: '2-5001', unknown: '5002-10001', not_sent: '10002-14001' },
    });
    expect(statuses()).toEqual({ created: 5000, unknown: 5000, not_sent: 4000 });
    expect(given().dialer.parts()).toHaveLength(2);
  });

  it('a second run sends only the remaining rows, and sends uncertain rows without allowing duplicates', async () => {
    given().file('kunder.csv', csvOf(14_000));
    given().dialer.onPart(afterParts(1, dies));
    await run();
    const rehearsal = await run({ dry_run: true });
    expect(rehearsal).toMatchObject({ to_send: 9000, created: 5000, earlier_run: { unknown: 5000 } });
    given().dialer.requests.length = 0;
    given().dialer.onPart((request, response) =>
      request.body.allow_duplicates
        ? inserted(request, response)
        : {
            body: {
              filtered_duplicates: request.body.data.map((row: object) => ({
                ...row,
                duplcates: [{ contactlist_id: 6 }],
              })),
            },
          },
    );
    const answer = await run();
    expect(answer).toMatchObject({ status: 'done', sent_now: 9000, created: 9000, duplicate: 5000 });
    expect(answer.reasons[0]).toBe(
      '5000: on contact list 6 already: it may have come in when no answer came',
    );
    const parts = given()
      .dialer.parts()
      .map(({ phones, allow_duplicates }) => [phones.length, allow_duplicates]);
    expect(parts.sort()).toEqual([
      [4000, true],
      [5000, false],
    ]);
  });

  it('a run after a finished run sends nothing', async () => {
    given().file('kunder.csv', csvOf(20));
    await run();
    given().dialer.requests.length = 0;
    expect(await run()).toMatchObject({ status: 'done', sent_now: 0, created: 20 });
    expect(given().dialer.parts()).toEqual([]);
  });
});

describe('a refusal', () => {
  it('a refused part ends the run with the dialer’s words, and its rows are reported as not sent', async () => {
    given().file('kunder.csv', csvOf(12_000));
    given().dialer.onPart(afterParts(1, refuses));
    const answer = await run();
    expect(answer).toMatchObject({ status: 'broken_off', created: 5000, unknown: 0, not_sent: 7000 });
    expect(answer.why).toContain('Permission denied');
    expect(statuses()).toEqual({ created: 5000, not_sent: 7000 });
  });

  it('the rows of a part that the dialer answers with 500 are reported as unknown', async () => {
    given().file('kunder.csv', csvOf(10));
    given().dialer.onPart(() => ({ status: 500, body: { message: 'Row 7 is too long' } }));
    expect(await run()).toMatchObject({ status: 'broken_off', unknown: 10 });
  });

  it('a later refusal does not change unknown rows to not sent', async () => {
    given().file('kunder.csv', csvOf(10));
    given().dialer.onPart(dies);
    await run();
    given().dialer.onPart(refuses);
    expect(await run()).toMatchObject({ status: 'broken_off', unknown: 10, not_sent: 0 });
    given().dialer.requests.length = 0;
    given().dialer.onPart(inserted);
    await run();
    expect(given().dialer.parts()).toMatchObject([{ allow_duplicates: false }]);
  });

  it('a second run sends failed rows again, but not invalid rows and duplicates', async () => {
    given().file('kunder.csv', csvOf(3));
    given().dialer.onPart(({ body: { data } }) => ({
      body: { failed_insert: [data[0]], illegal_phone: [data[1]], filtered_duplicates: [data[2]] },
    }));
    await run();
    given().dialer.requests.length = 0;
    given().dialer.onPart(inserted);
    expect(await run()).toMatchObject({ created: 1, invalid: 1, duplicate: 1, sent_now: 1 });
    expect(
      given()
        .dialer.parts()
        .map(({ phones }) => phones),
    ).toEqual([['+46701740605']]);
  });

  it('a part that is refused before the dialer leaves all its rows not sent', async () => {
    given().file('kunder.csv', csvOf(10));
    await run();
    expect(given().dialer.parts()).toHaveLength(1);
    given().dialer.requests.length = 0;
    // Too much of it, says a gate before the dialer.
    given().dialer.onPart(() => ({ status: 413, body: 'too large' }));
    const answer = await run({ result_file: 'other.csv' });
    expect(answer).toMatchObject({ status: 'broken_off', not_sent: 10 });
    expect(answer.why).toContain('too_large');
  });
});

it('a run whose time is up ends between two parts, and the next call goes on from there', async () => {
  const slow = importTo(given().dialer.url, { HITRATE_TIMEOUT_MS: '4000' });
  given().dialer.onPart(async (request, response) => {
    // Of three parts one or two fit into the time. So few rows are read in a small part of it on a slow machine too.
    await pause(1_500);
    return inserted(request, response);
  });
  slow.file('kunder.csv', csvOf(10_001));
  const first = await slow.run(RUN);
  expect(first).toMatchObject({
    status: 'incomplete',
    unknown: 0,
    next: expect.stringContaining('same arguments'),
  });
  expect(first.created).toBeGreaterThan(0);
  expect(first.created + first.not_sent).toBe(10_001);
  const second = await slow.run(RUN);
  expect(second.created).toBe(first.created + second.sent_now);
  expect(second.sent_now).toBeGreaterThan(0);
  await slow.calls.close();
});

describe('the journal of a run that was killed', () => {
  /** What is in the file while the first part is at the dialer. */
  async function killed(): Promise<string> {
    given().file('kunder.csv', csvOf(4));
    let text = '';
    given().dialer.onPart((_, response) => {
      text = readFileSync(join(given().folder, RESULT), 'utf8');
      response.destroy();
      return undefined;
    });
    await run();
    given().dialer.requests.length = 0;
    given().dialer.onPart(inserted);
    return text;
  }

  it('the journal of a killed run names the rows of a part before that part is sent', async () => {
    given().file(RESULT, await killed());
    expect(statuses()).toEqual({ unknown: 4 });
    await run();
    expect(given().dialer.parts()).toMatchObject([{ allow_duplicates: false, phones: { length: 4 } }]);
  });

  it('the journal of a killed run is read up to the point where its text was cut, wherever that is', async () => {
    const whole = `${await killed()}2;created;1;'+46701740605;\r\n3;created;22;'+46701740606;\r\n`;
    const from = whole.indexOf('2;created');
    for (let cut = from; cut <= whole.length; cut++) {
      given().file(RESULT, whole.slice(0, cut));
      given().dialer.requests.length = 0;
      const done = (cut >= from + 26 ? 1 : 0) + (cut >= whole.length - 2 ? 1 : 0);
      const answer = await run();
      expect([cut, answer.sent_now]).toEqual([cut, 4 - done]);
      expect(statuses()).toEqual({ created: 4 });
    }
  });
});

describe('a result file that belongs to something else', () => {
  it('a result file that belongs to other content is refused, and nothing is sent', async () => {
    given().file('kunder.csv', csvOf(4));
    await run();
    given().dialer.requests.length = 0;
    given().file('kunder.csv', csvOf(5));
    const before = readFileSync(join(given().folder, RESULT), 'utf8');
    const { kind, text } = await given().fails(RUN);
    expect(kind).toBe('conflict');
    expect(text).toContain('other content');
    expect(readFileSync(join(given().folder, RESULT), 'utf8')).toBe(before);
    expect(given().dialer.parts()).toEqual([]);
    expect(await run({ result_file: 'new.csv' })).toMatchObject({ created: 5 });
  });

  it('a result file that belongs to another contact list is refused', async () => {
    given().file('kunder.csv', csvOf(4));
    await run();
    const { kind, text } = await given().fails({ ...RUN, contactlist_id: 7, result_file: RESULT });
    expect(kind).toBe('conflict');
    expect(text).toContain('contact list 6');
  });
});

describe('changes of the files during a run', () => {
  const during = (act: () => void) => {
    given().file('kunder.csv', csvOf(12_000));
    given().dialer.onPart(
      afterParts(0, (request, response) => {
        act();
        return inserted(request, response);
      }),
    );
    return run();
  };

  it('a run breaks off when its file is changed meanwhile', async () => {
    const answer = await during(() => appendFileSync(join(given().folder, 'kunder.csv'), '070-1740605;X\n'));
    expect(answer).toMatchObject({ status: 'broken_off', created: 5000, not_sent: 7000 });
    expect(answer.why).toContain('changed');
  });

  it.each([
    ['added to', () => appendFileSync(join(given().folder, RESULT), '\r\n')],
    ['removed', () => rmSync(join(given().folder, RESULT))],
  ])('a result file that is %s by somebody else ends the run before the next part', async (_, act) => {
    const answer = await during(act);
    expect(answer).toMatchObject({ status: 'broken_off', created: 5000, not_sent: 7000 });
    expect(given().dialer.parts()).toHaveLength(1);
  });

  it('several runs at the same time import no customer twice', async () => {
    given().file('kunder.csv', `telefon\n${NUMBERS.join('\n')}\n`);
    const on = new Set<string>();
    let twice = 0;
    given().dialer.onPart(async ({ body: { data, allow_duplicates } }) => {
      await pause(50);
      const fresh = data.filter(({ phone }: { phone: string }) => allow_duplicates || !on.has(phone));
      for (const { phone } of fresh) {
        if (on.has(phone)) twice++;
        on.add(phone);
      }
      return {
        body: {
          success_insert: fresh,
          filtered_duplicates: data.filter((row: object) => !fresh.includes(row)),
        },
      };
    });
    await Promise.allSettled([run(), run(), pause(20).then(() => run())]);
    await run();
    expect([on.size, twice]).toEqual([NUMBERS.length, 0]);
    expect(statuses()).not.toHaveProperty('unknown');
    writeFileSync(join(given().folder, 'kunder.csv'), '');
  });
});
