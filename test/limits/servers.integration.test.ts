import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { registerServer, runningServers } from '../../src/limits/servers.ts';
import { ownIdentity } from '../../src/shared/installation/process-identity.ts';
import { newFolder } from '../support/files.ts';

describe('the servers that run', () => {
  it('are those that have said so and not ended', async () => {
    const stateDir = join(newFolder(), 'state');
    expect(await runningServers(stateDir)).toEqual([]);
    const unregister = await registerServer(stateDir, { dialer: 'demodialer', access: 'write' });
    expect(await runningServers(stateDir)).toEqual([
      { pid: process.pid, dialer: 'demodialer', access: 'write', since: expect.any(Date), isHere: true },
    ]);
    expect(readFileSync(join(stateDir, 'servers', `${process.pid}.json`), 'utf8')).toContain('demodialer');
    await unregister();
    expect(await runningServers(stateDir)).toEqual([]);
    await unregister();
  });

  it('are told apart from those that were killed, whose files are removed', async () => {
    const stateDir = newFolder();
    const folder = join(stateDir, 'servers');
    mkdirSync(folder);
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => child.on('exit', resolve));
    const entry = {
      ...ownIdentity(),
      dialer: 'demodialer',
      access: 'destructive',
      since: '2026-11-29T12:00:00Z',
    };
    const write = (name: string, content: object) =>
      writeFileSync(join(folder, name), JSON.stringify(content));
    write('1.json', { ...entry, pid: child.pid, started: '1' });
    write('2.json', { ...entry, pid: 2, host: 'another machine' });
    write('3.json', { pid: 3 });
    writeFileSync(join(folder, '4.json'), '{"pid":');
    writeFileSync(join(folder, 'note.txt'), '');
    expect(await runningServers(stateDir)).toEqual([
      { pid: 2, dialer: 'demodialer', access: 'destructive', since: new Date(entry.since), isHere: false },
    ]);
    expect(readdirSync(folder).sort()).toEqual(['2.json', '3.json', '4.json', 'note.txt']);
  });

  it('can not be told where the folder is a file', async () => {
    const stateDir = newFolder();
    writeFileSync(join(stateDir, 'servers'), '');
    await expect(runningServers(stateDir)).rejects.toThrow('ENOTDIR');
    await expect(registerServer(stateDir, { dialer: 'x', access: 'write' })).rejects.toThrow('EEXIST');
  });
});
