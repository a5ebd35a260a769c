/** stop and start where replicas share their state: what they print, and what the servers do. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readStop } from '../../../src/limits/stop.ts';
import { fakeDialer } from '../../support/fake-dialer.ts';
import { newFolder } from '../../support/files.ts';
import { finished, greet, type Running, serve, toolCall } from '../../support/process.ts';
import { newSecret, startRedis, type TestRedis } from '../../support/redis.ts';

let redis: TestRedis;
let shared: Record<string, string>;
let stateDir: string;
beforeEach(async () => {
  redis = await startRedis();
  const keyFile = join(newFolder(), 'state.key');
  writeFileSync(keyFile, newSecret(), { mode: 0o600 });
  shared = { HITRATE_STATE_URL: redis.url, HITRATE_STATE_KEY_FILE: keyFile };
  stateDir = join(newFolder(), 'state');
});

const command = (args: string[], env: Record<string, string> = shared) =>
  finished(args, { env: { HITRATE_STATE_DIR: stateDir, TZ: 'Europe/Stockholm', ...env } });

let id = 0;
async function write(server: Running): Promise<string> {
  server.send(toolCall(++id, 'create_call_result', { type: 'loss', title: 'Too dear' }));
  return (await server.answer(id)).result.content[0].text;
}

describe('stop', () => {
  it('stops a replica that knows nothing of this folder, and start lets it go on', async () => {
    const dialer = await fakeDialer(() => ({ body: { id: 1 } }));
    const server = serve(dialer.url, {
      ...shared,
      HITRATE_STATE_DIR: join(newFolder(), 'other'),
      HITRATE_ACCESS: 'write',
      HITRATE_ASK: 'none',
    });
    await greet(server);
    expect(await write(server)).not.toContain('permission_denied');
    const { code, stdout, stderr } = await command(['stop', 'now']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`Every server that keeps its state in ${stateDir}\nrefuses each change`);
    expect(stdout).toContain('Every replica that shares the state in HITRATE_STATE_URL\nrefuses each change');
    const sent = dialer.requests.length;
    expect(await write(server)).toContain('All changes are stopped since');
    expect(dialer.requests).toHaveLength(sent);
    const started = await command(['start']);
    expect(started.stdout.match(/is lifted \(it was: now\)/g)).toHaveLength(2);
    expect(await write(server)).not.toContain('permission_denied');
    await server.end();
    await dialer.close();
  });

  it('stops the folder all the same where the shared state is away or set wrong, and says so: exit code 1', async () => {
    await redis.kill();
    for (const [env, why] of [
      [shared, /: The shared state can't be reached \(ECONNREFUSED\)/],
      [{ HITRATE_STATE_URL: redis.url }, /: HITRATE_STATE_URL needs HITRATE_STATE_KEY_FILE/],
    ] as const) {
      const { code, stdout, stderr } = await command(['stop'], env);
      expect(code).toBe(1);
      expect(stdout).toMatch(/^All changes are stopped/);
      expect(stderr).toMatch(
        /^hitrate-mcp: Every replica that shares the state in HITRATE_STATE_URL is NOT stopped: .*\n$/,
      );
      expect(stderr).toMatch(why);
      expect(await readStop(stateDir)).toBeDefined();
    }
    expect((await command(['start'])).stderr).toContain(
      "The stop can't be lifted: the shared state (HITRATE_STATE_URL) can't be used",
    );
  });

  it('stops the replicas all the same where the folder can not be written: exit code 1', async () => {
    writeFileSync(stateDir, '');
    const { code, stdout, stderr } = await command(['stop']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^hitrate-mcp: Every server that keeps its state in .* is NOT stopped: .*ENOTDIR/);
    expect(stdout).toContain('Every replica that shares the state');
  });
});
