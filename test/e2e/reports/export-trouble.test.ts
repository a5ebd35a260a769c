/** An export that can't be finished leaves no file, and what stands in its way is told or replaced, never followed. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fakeDialer } from '../../support/fake-dialer.ts';
import { newFolder } from '../../support/files.ts';
import { startBehind } from '../../support/host.ts';
import { type SandboxServices, sandboxServices, TOKEN } from '../../support/sandbox-services.ts';

async function start(env: Record<string, string> = {}) {
  const outside = newFolder();
  const folder = join(outside, 'downloads');
  mkdirSync(folder);
  return { outside, folder, here: await sandboxServices({ HITRATE_DOWNLOAD_DIR: folder, ...env }) };
}

const ORDERS = { what: 'orders' };
const CALLS = { what: 'calls' };
const call = (id: number) => ({
  id,
  phonenumber: '46701740605',
  init_time: new Date(Date.UTC(2026, 0, 1) + id * 1000).toISOString(),
  recording: false,
});

/** Calls of two pages, the second one as given. */
const paged =
  (second: () => unknown): Parameters<SandboxServices['instead']>[0] =>
  (request) => {
    if (!/search/.test(request.path)) return 'sandbox';
    const page = { count: 10, current_page: 0, last_page: 1, rows: [1, 2, 3, 4, 5].map(call) };
    return request.body.page ? (second() as object) : { body: page };
  };
const rest = { body: { count: 10, current_page: 1, last_page: 1, rows: [6, 7, 8, 9, 10].map(call) } };

describe('a dialer that dies in the middle', () => {
  it.each([
    ['with an error', { status: 500, body: { message: 'It broke' } }],
    ['with an answer of another form', { body: { rows: 1 } }],
    ['with a web page', { body: '<html>' }],
  ])('an export of calls whose second page fails %s leaves no file', async (_, answer) => {
    const { here, folder } = await start();
    here.instead(paged(() => rest));
    expect(await here.ask('export_rows', CALLS)).toMatchObject({ rows: 10 });
    const [name] = readdirSync(folder);
    const before = readFileSync(join(folder, name!), 'utf8');
    rmSync(join(folder, name!));
    here.instead(paged(() => answer));
    expect(await here.refused('export_rows', CALLS)).toMatch(/^(rejected|bad_answer|unavailable): /);
    expect(readdirSync(folder)).toEqual([]);
    // An older one stays as it is.
    writeFileSync(join(folder, name!), before);
    await here.refused('export_rows', CALLS);
    expect(readdirSync(folder)).toEqual([name]);
    expect(readFileSync(join(folder, name!), 'utf8')).toBe(before);
  });

  it.each([
    ['closes the connection', (all: string) => all.slice(0, all.length / 2), true],
    ['ends too early', (all: string) => all.slice(0, all.length / 2), false],
    ['sends what is no order', () => '[{"id": 1}, {"id": 2, "order_products": [null]}]', false],
  ])('an export of orders from a dialer that %s leaves no file', async (_, part, dies) => {
    const { here, folder } = await start({ HITRATE_TIMEOUT_MS: '5000' });
    const rows = Array.from({ length: 2000 }, (_, id) => ({
      id: id + 1,
      create_time: '2026-01-01T10:00:00.000Z',
    }));
    here.instead(({ path }, response) => {
      if (!/orders/.test(path)) return 'sandbox';
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(part(JSON.stringify(rows)), () =>
        setTimeout(() => (dies ? response.destroy() : response.end()), 30),
      );
      return undefined;
    });
    const answer = await here.refused('export_rows', ORDERS);
    expect(answer).toMatch(/^(unavailable|bad_answer): /);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('an export that the host cancels leaves no file', async () => {
    const { here, folder } = await start();
    const stop = new AbortController();
    here.instead(paged(() => new Promise(() => {})));
    const asked = here.ask('export_rows', CALLS, { signal: stop.signal }).catch((error) => error.message);
    setTimeout(() => stop.abort(), 100);
    expect(await asked).toMatch(/cancelled/);
    expect(readdirSync(folder)).toEqual([]);
  });
});

it('an export that runs out of time is saved in part and says how much was read', async () => {
  const { here, folder } = await start({ HITRATE_TIMEOUT_MS: '1400' });
  here.instead(paged(() => rest));
  const answer = await here.ask('export_rows', CALLS);
  expect(answer).toMatchObject({ rows: 5, partial: expect.stringMatching(/5 of 10 calls were read/) });
  expect(readFileSync(join(folder, readdirSync(folder)[0]!), 'utf8').split('\r\n')).toHaveLength(7);
});

it('an export reports its progress with every part, up to the last row', async () => {
  const { here } = await start();
  here.instead(paged(() => rest));
  const told: [number, number?][] = [];
  const progress = (done: number, total?: number) => void told.push([done, total]);
  await here.ask('export_rows', CALLS, { progress });
  expect(told).toEqual([
    [5, 10],
    [10, 10],
  ]);
  told.length = 0;
  await here.ask('export_rows', ORDERS, { progress });
  expect(told.at(-1)![0]).toBe(here.state.orders.size);
});

describe('in the folder', () => {
  /** The name that the export will have. */
  async function named() {
    const all = await start();
    const { path } = await all.here.ask('export_rows', ORDERS);
    rmSync(path);
    return { ...all, path: path as string };
  }

  it('a link under the name of the export is replaced and not followed', async () => {
    const { here, path, outside } = await named();
    writeFileSync(join(outside, 'mine'), 'mine');
    for (const target of [join(outside, 'mine'), join(outside, 'nothing'), path]) {
      symlinkSync(target, path);
      expect(await here.ask('export_rows', ORDERS)).toMatchObject({ path, replaced: true });
      expect(lstatSync(path).isFile()).toBe(true);
      rmSync(path);
    }
    expect(readFileSync(join(outside, 'mine'), 'utf8')).toBe('mine');
    expect(existsSync(join(outside, 'nothing'))).toBe(false);
  });

  it('a folder under the name of the export stays as it is, and the error names it', async () => {
    const { here, path, folder } = await named();
    mkdirSync(path);
    writeFileSync(join(path, 'mine'), '');
    expect(await here.refused('export_rows', ORDERS)).toMatch(/^rejected: .*is a folder: move it away\.$/);
    expect(readdirSync(path)).toEqual(['mine']);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('a download folder that is gone or has become a link gets no export', async () => {
    const { here, folder, outside } = await named();
    const there = join(outside, 'there');
    renameSync(folder, there);
    expect(await here.refused('export_rows', ORDERS)).toMatch(/^rejected: .*it is gone, or takes no files/);
    symlinkSync(there, folder);
    expect(await here.refused('export_rows', ORDERS)).toMatch(
      /^rejected: .*no longer the folder that it was/,
    );
    expect(readdirSync(there)).toEqual([]);
  });

  it('an export that exceeds the limit of the file size leaves no part of a file', async () => {
    const folder = newFolder();
    const row = { id: 1, customer_address: 'x'.repeat(400_000) };
    const dialer = await fakeDialer(() => ({ body: [row] }));
    const host = await startBehind('ulimit -f 400; exec "$@"', {
      HITRATE_URL: dialer.url,
      HITRATE_TOKEN: TOKEN,
      HITRATE_DOWNLOAD_DIR: folder,
    });
    expect((await host.call('export_rows', ORDERS)).text).toMatch(/^rejected: .*EFBIG\.$/);
    expect(readdirSync(folder)).toEqual([]);
    await host.close();
    await dialer.close();
  });
});
