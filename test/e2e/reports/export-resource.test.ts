/** Without a folder an export is a resource, for as long as the server runs; through the built server. */
import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../../src/mcp/client.ts';
import { createSandbox } from '../../../src/sandbox/index.ts';
import { answerRow, startHost } from '../../support/host.ts';
import { TOKEN } from '../../support/sandbox-services.ts';

let host: Host;
let sandbox: { url: string; close(): Promise<void> };
beforeAll(async () => {
  sandbox = await createSandbox({ calls: 6000 }).listen();
  host = await startHost({ HITRATE_URL: sandbox.url, HITRATE_TOKEN: TOKEN, HITRATE_RESOURCE_MB: '1' });
});
afterAll(async () => {
  await host.close();
  await sandbox.close();
});

const call = async (args: object): Promise<any> =>
  host.client.callTool({ name: 'export_rows', arguments: args as Record<string, unknown> });
const listed = async () => (await host.client.listResources()).resources;

describe('an export without a folder', () => {
  it.each([
    ['csv', 'text/csv'],
    ['ndjson', 'application/x-ndjson'],
  ])(
    'an export as %s without a folder is a resource that can be read and is listed',
    async (format, type) => {
      const { content } = await call({ what: 'orders', format });
      const answer = answerRow({ content });
      expect(answer).not.toHaveProperty('path');
      expect(answer.uri).toMatch(new RegExp(`^hitrate://export/[0-9a-f]{8}/orders-[0-9a-f]{6}\\.${format}$`));
      expect(content[1]).toMatchObject({ type: 'resource_link', uri: answer.uri, mimeType: type });
      const read = await host.client.readResource({ uri: answer.uri });
      const { text, mimeType } = read.contents[0] as { text: string; mimeType: string };
      expect(mimeType).toBe(type);
      expect(Buffer.byteLength(text)).toBe(answer.bytes);
      const rows =
        format === 'csv'
          ? parse(text, { columns: true, delimiter: ';', bom: true })
          : text
              .trimEnd()
              .split('\n')
              .map((line) => JSON.parse(line));
      expect(rows).toHaveLength(answer.rows);
      expect(rows.some((row: any) => Number(row.order_id) === 39)).toBe(true);
      expect(await listed()).toContainEqual(
        expect.objectContaining({ uri: answer.uri, mimeType: type, size: answer.bytes }),
      );
    },
  );

  it('two exports are the same resource exactly when their rows are the same', async () => {
    const uri = async (filter: object) => answerRow(await call({ what: 'orders', filter })).uri;
    const first = await uri({ customer_id: 922 });
    expect(await uri({ customer_id: 922 })).toBe(first);
    expect(await uri({ customer_id: 6 })).not.toBe(first);
    expect((await listed()).filter((one) => one.uri === first)).toHaveLength(1);
    const hash = createHash('sha256');
    const { contents } = await host.client.readResource({ uri: first });
    expect(
      hash
        .update((contents[0] as { text: string }).text)
        .digest('hex')
        .slice(0, 8),
    ).toBe(first.split('/')[3]);
  });

  it('an export that is too large for a resource is refused with what to do, and nothing of it is kept', async () => {
    const before = await listed();
    const answer = await call({ what: 'calls', format: 'ndjson' });
    expect(answer.isError).toBe(true);
    expect(answer.content[0].text).toMatch(
      /^too_large: .*more than 1\.0 MB.*shorter time.*HITRATE_DOWNLOAD_DIR/,
    );
    expect(await listed()).toEqual(before);
    const shorter = await call({ what: 'calls', format: 'ndjson', filter: { period: 'last_7_days' } });
    expect(shorter.isError).not.toBe(true);
  });

  it('the address of an export that was never made is not found', async () => {
    await expect(host.client.readResource({ uri: 'hitrate://export/00000000/orders.csv' })).rejects.toThrow(
      /no resource/,
    );
  });

  it('export_rows reports its progress to a host that asks for progress', async () => {
    const told: number[] = [];
    await host.client.callTool({ name: 'export_rows', arguments: { what: 'orders' } }, undefined, {
      onprogress: ({ progress }) => void told.push(progress),
    });
    expect(told.length).toBeGreaterThan(0);
  });
});

it('collect_customer_data is neither listed nor allowed without a folder', async () => {
  const { tools } = await host.client.listTools();
  expect(tools.some(({ name }) => name === 'export_rows')).toBe(true);
  expect(tools.some(({ name }) => name === 'collect_customer_data')).toBe(false);
  const { text, isError } = await host.call('collect_customer_data', { customer_id: 922 });
  expect(isError).toBe(true);
  expect(text).toMatch(/^permission_denied: .*HITRATE_DOWNLOAD_DIR/);
});
