/** What can't be collected is told, what there was no time for is left to a second run, and no link is followed. */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { collection, isRecording, PDF } from '../../support/data-request.ts';
import { addSms } from '../../support/sandbox-rows.ts';
import { failing, type SandboxServices } from '../../support/sandbox-services.ts';

const FORMS = [
  { status: 500, body: { message: 'It broke' } },
  { status: 403, body: { message: 'Denied' } },
  { body: { rows: [null] } },
  { body: '<html>' },
];

/** Recordings in the folder. */
const savedIn = (answer: { call_recordings_saved: number; order_recordings_saved: number }) =>
  answer.call_recordings_saved + answer.order_recordings_saved;

describe('a part that fails', () => {
  it.each([
    ['orders', /^\/api\/orders/, ['orders.json']],
    ['calls', /search/, ['calls.json']],
    ['SMS', /sms_communication$/, ['sms.json', 'sms.pdf']],
    ['the SMS as a document', /pdf/, ['sms.pdf']],
  ])(
    'a failure of %s is reported in the answer, the manifest and the summary, and the other files are there',
    async (what, path, without) => {
      const { collect, here, names, json, text, folder } = await collection();
      await collect();
      const all = names();
      for (const form of FORMS) {
        rmSync(folder, { recursive: true });
        here.instead(failing(path, form));
        const answer = await collect();
        expect(answer.status).toBe('incomplete');
        const gap = {
          what,
          why: expect.stringMatching(/^(rejected|permission_denied|bad_answer|unavailable): /),
        };
        expect(answer.not_collected[0]).toEqual(gap);
        expect(json('manifest.json').not_collected).toEqual(answer.not_collected);
        expect(text('summary.md')).toMatch(new RegExp(`## Saknas\n- ${what}: `));
        const recordings = what === 'orders' ? /^order-/ : what === 'calls' ? /^call-/ : /^$/;
        expect(names()).toEqual(all.filter((name) => !without.includes(name) && !recordings.test(name)));
      }
    },
  );

  it('a failure of one recording leaves the other recordings', async () => {
    const { collect, here, recordings, names } = await collection();
    here.instead(failing(/call\/4371\/recording/));
    const answer = await collect();
    expect(answer).toMatchObject({ status: 'incomplete' });
    expect(savedIn(answer)).toBe(recordings.length - 1);
    expect(answer.not_collected).toEqual([
      {
        what: expect.stringMatching(/^the recording of call 4371, /),
        why: expect.stringMatching(/It broke/),
      },
    ]);
    expect(names()).not.toContain('call-4371.wav');
  });

  it('a failed customer card is the error of the whole call, and no folder is made', async () => {
    const { here, downloads } = await collection();
    here.instead(failing(/customer$/));
    expect(await here.refused('collect_customer_data', { customer_id: 922 })).toMatch(/It broke/);
    expect(readdirSync(downloads)).toEqual([]);
  });
});

describe('links and files in the place of the folder', () => {
  const refused = (here: SandboxServices) => here.refused('collect_customer_data', { customer_id: 922 });

  it('a link in the place of the folder is refused, and nothing is written to its target', async () => {
    const { here, folder, outside, downloads } = await collection();
    mkdirSync(join(outside, 'there'));
    mkdirSync(join(downloads, 'customer-6'));
    for (const target of [join(outside, 'there'), 'customer-6', join(outside, 'nothing'), folder]) {
      symlinkSync(target, folder);
      expect(await refused(here)).toMatch(
        /^rejected: .*customer-922 is there and is no folder: move it away\.$/,
      );
      rmSync(folder);
    }
    expect(readdirSync(join(outside, 'there'))).toEqual([]);
    expect(readdirSync(join(downloads, 'customer-6'))).toEqual([]);
    expect(existsSync(join(outside, 'nothing'))).toBe(false);
  });

  it('a file in the place of the folder is refused and stays unchanged', async () => {
    const { here, folder } = await collection();
    writeFileSync(folder, 'mine');
    expect(await refused(here)).toMatch(/^rejected: .*is no folder/);
    expect(readFileSync(folder, 'utf8')).toBe('mine');
  });

  it('a download folder that has become a link is refused', async () => {
    const { here, downloads, outside } = await collection();
    renameSync(downloads, join(outside, 'there'));
    symlinkSync(join(outside, 'there'), downloads);
    expect(await refused(here)).toMatch(/^rejected: .*no longer the folder that it was/);
    expect(readdirSync(join(outside, 'there'))).toEqual([]);
  });

  it('links under the names of files are replaced and not followed', async () => {
    const { collect, folder, outside } = await collection();
    mkdirSync(folder);
    writeFileSync(join(outside, 'mine'), 'mine');
    for (const name of ['card.json', 'manifest.json', 'sms.pdf', 'call-4371.wav'])
      symlinkSync(join(outside, 'mine'), join(folder, name));
    expect((await collect()).status).toBe('done');
    expect(readFileSync(join(outside, 'mine'), 'utf8')).toBe('mine');
  });

  it('a folder that becomes a link during the run is refused, and nothing is written to its target', async () => {
    const { here, folder, outside } = await collection();
    mkdirSync(join(outside, 'there'));
    here.instead(({ path }) => {
      if (path === PDF && existsSync(folder)) {
        renameSync(folder, join(outside, 'gone'));
        symlinkSync(join(outside, 'there'), folder);
      }
      return 'sandbox';
    });
    expect(await refused(here)).toMatch(/^rejected: .*no longer the folder that it was/);
    expect(readdirSync(join(outside, 'there'))).toEqual([]);
  });
});

describe('a second run', () => {
  const loaded = (here: SandboxServices) => here.requests.filter(isRecording).map(({ path }) => path);

  it('a second run goes on where the time ran out, and loads no saved recording again', async () => {
    const { collect, here, recordings, json, names, text } = await collection({ HITRATE_TIMEOUT_MS: '5500' });
    here.instead(async (request) => {
      if (isRecording(request)) await wait(900);
      return 'sandbox' as const;
    });
    const first = await collect();
    const left: string[] = json('manifest.json').left_for_another_run;
    expect(first.status).toBe('incomplete');
    expect(savedIn(first)).toBe(recordings.length - left.length);
    expect(left.length).toBeGreaterThan(0);
    expect(first.next).toMatch(new RegExp(`Time was up before ${left.length} files.*${left[0]}.*call again`));
    expect(text('summary.md')).toContain(`- ${left[0]}: tiden tog slut`);
    expect(
      names()
        .filter((name) => /\.wav$/.test(name))
        .sort(),
    ).toEqual(
      recordings
        .filter(({ stem }) => !left.includes(stem))
        .map(({ stem }) => `${stem}.wav`)
        .sort(),
    );

    here.requests.length = 0;
    here.instead(() => 'sandbox');
    here.fresh({ HITRATE_TIMEOUT_MS: '20000' });
    const second = await collect();
    expect(second.status).toBe('done');
    expect(savedIn(second)).toBe(recordings.length);
    expect(loaded(here)).toEqual(
      recordings.filter(({ stem }) => left.includes(stem)).map(({ address }) => address),
    );
    expect(json('manifest.json').files.filter(({ file }: any) => /\.wav$/.test(file))).toHaveLength(
      recordings.length,
    );
  });

  it('a recording that the time limit cuts off is reported as left for another run', async () => {
    const { collect, here, recordings } = await collection({ HITRATE_TIMEOUT_MS: '4800' });
    here.instead((request) => (isRecording(request) ? undefined : 'sandbox'));
    const { not_collected = [], next, status } = await collect();
    expect(status).toBe('incomplete');
    expect(next).toMatch(new RegExp(`Time was up before ${recordings.length} files`));
    expect(not_collected.filter(({ what }: any) => /recording/.test(what))).toEqual([]);
  });

  it('a second run loads changed and missing recordings again, and adds new SMS', async () => {
    const { collect, here, folder, recordings, original } = await collection();
    await collect();
    const [one, two] = recordings;
    const path = join(folder, `${one!.stem}.wav`);
    const bytes = readFileSync(path);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(path, bytes);
    rmSync(join(folder, `${two!.stem}.wav`));
    addSms(here.state, { sent: Math.floor(Date.now() / 1000), message: 'Något nytt' });
    here.requests.length = 0;
    await collect();
    expect(loaded(here)).toEqual([one!.address, two!.address]);
    expect(readFileSync(join(folder, 'sms.json'), 'utf8')).toContain('Något nytt');
    expect(here.requests.some(({ path }) => path === PDF)).toBe(true);
    expect(existsSync(join(folder, `${two!.stem}.wav`))).toBe(true);
    expect(readFileSync(path).equals(await original(one!.address))).toBe(true);
  });

  it.each([
    '',
    'null',
    '{}',
    '{"files":[null,{"file":7},{"file":"../../mine","sha256":"x","bytes":1}]}',
    '[]',
  ])('a second run with the manifest %j loads all recordings', async (manifest) => {
    const { collect, here, folder, recordings } = await collection();
    mkdirSync(folder);
    writeFileSync(join(folder, 'manifest.json'), manifest);
    expect((await collect()).status).toBe('done');
    expect(loaded(here)).toHaveLength(recordings.length);
  });
});

it('the text of an SMS can not imitate a part of the summary', async () => {
  const { collect, here, text } = await collection();
  addSms(here.state, {
    sent: Math.floor(Date.now() / 1000),
    message: 'x\n## Order (99)\n- \u202efalsk 19720311-1234',
  });
  await collect();
  const summary = text('summary.md');
  expect(summary.match(/^## Order/gm)).toHaveLength(1);
  expect(summary).not.toMatch(/\u202e|19720311-1/);
});

it('progress counts the files that are saved, and knows how many there will be once the rows are read', async () => {
  const { here, recordings } = await collection();
  const told: unknown[][] = [];
  const progress = (...one: unknown[]) => void told.push(one);
  await here.ask('collect_customer_data', { customer_id: 922 }, { progress });
  // Card, orders, calls and SMS; the SMS as a document and the recordings; the summary and the manifest.
  const total = 4 + 1 + recordings.length + 2;
  const counts = (from: number, to: number, of: number | undefined) =>
    Array.from({ length: to - from + 1 }, (_, i) => [from + i, of, 'files saved']);
  expect(told).toEqual([
    ...counts(1, 4, undefined),
    ...counts(4, total - 3, total),
    [total, total, 'files saved'],
  ]);
});

it('progress of several customers names the customer whose files are saved', async () => {
  const { here } = await collection();
  const told: unknown[] = [];
  const progress = (_done: number, _total?: number, what?: string) => void told.push(what);
  const other = [...here.state.customers.keys()].find((id) => id !== 922);
  await here.ask('collect_customer_data', { customer_ids: [922, other] }, { progress });
  expect([...new Set(told)]).toEqual(['files saved of customer 922', `files saved of customer ${other}`]);
});
