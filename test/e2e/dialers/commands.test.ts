/** What commands say where there are several dialers. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../../../src/sandbox/index.ts';
import { afterThisFile } from '../../support/cleanup.ts';
import { writeDialersFile } from '../../support/dialers-file.ts';
import { newFolder } from '../../support/files.ts';
import { finished, greet, run, toolCall } from '../../support/process.ts';
import { deadUrl } from '../../support/raw-dialer.ts';

let url: string;
let file: string;
const env = { HITRATE_STATE_DIR: newFolder(), HITRATE_ACCESS: 'write' };

beforeAll(async () => {
  const listening = await createSandbox().listen();
  afterThisFile(listening.close);
  url = listening.url;
  file = writeDialersFile(newFolder(), {
    north: { url, title: 'Norra bolaget' },
    south: { sandbox: true, access: 'read' },
  });
});

describe('commands with several dialers', () => {
  it('doctor checks each and names it', async () => {
    const { code, stdout } = await finished(['doctor', '--dialers', file], { env });
    expect(code).toBe(0);
    const [, north, south] = stdout.split(/\n(?=north, Norra bolaget\n|south\n)/);
    expect(north).toMatch(/^ok {2}settings: north, Norra bolaget \(127.* access write, /m);
    expect(south).toMatch(/^ok {2}settings: south \(sandbox, invented people\) at .* access read, /m);
    for (const part of [north, south]) expect(part).toContain('the dialer answers and knows the token');
  });

  it('doctor ends with 1 where one of them is not well, and says so of the others all the same', async () => {
    const half = writeDialersFile(newFolder(), { gone: { url: await deadUrl() }, north: { url } });
    const { code, stdout } = await finished(['doctor', '--dialers', half], { env });
    expect(code).toBe(1);
    expect(stdout).toContain('check dialer or url of gone in HITRATE_DIALERS');
    expect(stdout.slice(stdout.indexOf('\nnorth\n'))).toContain('the dialer answers and knows the token');
  });

  it('tools says at which each is on offer', async () => {
    const { stdout } = await finished(['tools', '--dialers', file], { env });
    expect(stdout).toMatch(/^order_report .* on: north, south$/m);
    expect(stdout).toMatch(/^update_order_status .* on: north$/m);
    expect(stdout).toMatch(
      /^cancel_orders .* off: north: HITRATE_ACCESS=write; south: HITRATE_ACCESS=read$/m,
    );
    const { stdout: json } = await finished(['tools', '--json', '--dialers', file], { env });
    const tool = JSON.parse(json).find(({ name }: { name: string }) => name === 'update_order_status');
    expect(tool).toMatchObject({ enabled: true, dialers: ['north'] });
  });

  it('policy tells of each', async () => {
    const { stdout } = await finished(['policy', '--dialers', file], { env });
    expect(stdout).toMatch(/^What an assistant may do at north, Norra bolaget \(127/);
    expect(stdout).toContain('\nWhat an assistant may do at south (sandbox, invented people)\n');
  });

  it('stop lists both dialers of one server', async () => {
    const own = { ...env, HITRATE_STATE_DIR: newFolder(), HITRATE_LOG_LEVEL: 'silent' };
    const both = writeDialersFile(newFolder(), { north: { url }, south: { sandbox: true } });
    const server = run(['--dialers', both], { env: own });
    await greet(server);
    for (const [id, dialer] of ['north', 'south'].entries()) {
      server.send(toolCall(id + 1, 'get_order', { dialer, order_id: 39 }));
      await server.answer(id + 1);
    }
    const { stdout } = await finished(['stop'], { env: own });
    expect(stdout).toMatch(/north \(127/);
    expect(stdout).toContain('south (sandbox, invented people)');
    await server.end();
  });

  it('setup takes one dialer, and says so in a line', async () => {
    const { code, stderr } = await finished(['setup', '--yes', '--dialers', file], { env });
    expect(code).toBe(2);
    expect(stderr).toBe(
      'hitrate-mcp: several dialers are set, and this takes one: give HITRATE_DIALER or HITRATE_URL instead of HITRATE_DIALERS\n',
    );
  });

  it('a host is told what is wrong with the file', async () => {
    const wrong = writeDialersFile(newFolder(), { north: { sandbox: true, acces: 'read' } });
    const server = run(['--dialers', wrong], { env });
    await greet(server);
    const { instructions } = (await server.answer(0)).result;
    expect(instructions).toContain(`${wrong}: dialers.north.acces is no member`);
    await server.end();
  });
});
