import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectHost } from '../../../src/mcp/client.ts';
import { tools } from '../../../tools/index.ts';
import { bundle } from '../../support/host.ts';

/** A folder in which a part was deleted under a server's feet, as by an update. */
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hitrate-mcp-'));
  cpSync(dirname(bundle), join(folder, 'dist'), { recursive: true });
  cpSync(join(dirname(bundle), '../package.json'), join(folder, 'package.json'));
  const services = readdirSync(join(folder, 'dist')).find((name) => name.startsWith('services-'))!;
  rmSync(join(folder, 'dist', services));
});
afterAll(() => rmSync(folder, { recursive: true }));

it('a server with missing files reports an error at each call, goes on answering, and ends cleanly', async () => {
  const host = await connectHost({
    command: process.execPath,
    args: [join(folder, 'dist/main.js'), '--sandbox'],
  });
  const withoutSettings = tools.filter(({ tier, needs }) => tier === 'read' && !needs);
  expect((await host.client.listTools()).tools.map(({ name }) => name)).toEqual(
    withoutSettings.map(({ name }) => name),
  );
  for (let call = 0; call < 3; call++) {
    const { isError, text } = await host.call('list_campaigns');
    expect(isError).toBe(true);
    expect(text).toContain('unavailable: hitrate-mcp itself failed');
  }
  await host.client.ping();
  // The SDK's client ends stdin, waits two seconds, and only then kills.
  const started = performance.now();
  await host.close();
  expect(performance.now() - started).toBeLessThan(2_000);
});
