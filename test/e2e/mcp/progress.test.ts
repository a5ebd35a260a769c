/** Progress as a host gets it: growing, with words for a person, and a total at the latest at the end. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { greet, type Running, run, toolCall } from '../../support/process.ts';
import { TRUST_ENV } from '../../support/trust-env.ts';

let server: Running;
let folder: string;
let calls = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hitrate-mcp-progress-'));
  const env = {
    ...TRUST_ENV,
    HITRATE_LOG_LEVEL: 'silent',
    HITRATE_DOWNLOAD_DIR: folder,
    HITRATE_ACCESS: 'write',
  };
  server = run(['--sandbox'], { env });
  await greet(server);
});
afterAll(async () => {
  await server.end();
  rmSync(folder, { recursive: true });
});

interface Told {
  progress: number;
  total?: number;
  message: string;
}

async function told(tool: string, args: object): Promise<Told[]> {
  const id = ++calls;
  server.send(toolCall(id, tool, args, { progressToken: `of ${id}` }));
  const { result } = await server.answer(id);
  expect(result.isError, JSON.stringify(result)).toBeFalsy();
  return server
    .messages()
    .filter(
      ({ method, params }) => method === 'notifications/progress' && params.progressToken === `of ${id}`,
    )
    .map(({ params }) => params);
}

/** On a busy machine a call can take seconds: then the host is told how many. */
const isCounted = ({ message }: Told): boolean => !message.includes(' seconds w');

const CSV = 'telefon\n070-1740605\n070-1740606\n';

describe('progress', () => {
  it.each([
    ['order_report', { period: 'last_30_days' }, 'orders read'],
    ['call_report', { period: 'last_30_days' }, 'calls read'],
    ['export_rows', { what: 'orders', filter: { period: 'last_30_days' } }, 'orders read'],
    ['export_rows', { what: 'calls', filter: { period: 'last_30_days' } }, 'calls read'],
    ['collect_customer_data', { customer_id: 922 }, 'files saved'],
    ['get_call_recording', { call_id: 4371, deliver: 'file' }, 'bytes read'],
    ['import_customers', { contactlist_id: 6, text: CSV, dry_run: false }, 'rows done'],
  ])('the progress of %s %o ends with its total, in words: %s', async (tool, args, what) => {
    const all = await told(tool, args);
    const last = all.at(-1)!;
    expect(last.total).toBe(last.progress);
    expect(last.message).toMatch(new RegExp(`^([1-9][\\d,]*) of \\1 ${what}$`));
    for (const [i, { progress }] of all.entries())
      expect(progress).toBeGreaterThan(all[i - 1]?.progress ?? -1);
    for (const { message } of all.filter(isCounted)) expect(message).toContain(what);
  });

  it('the progress of reading orders has no total before the end, since the dialer gives none', async () => {
    const all = await told('order_report', { period: 'this_year' });
    for (const { total, message } of all.filter(isCounted).slice(0, -1)) {
      expect(total).toBeUndefined();
      expect(message).toMatch(/^[\d,]+ orders read$/);
    }
    expect(all.at(-1)!.total).toBeGreaterThan(0);
  });
});
