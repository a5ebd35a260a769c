/** The files by which the overview knows what waits at the servers of this computer. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWaiting } from '../../src/approval/waiting-files.ts';
import { ownIdentity } from '../../src/shared/installation/process-identity.ts';
import { approvalBench, post, secretOf } from '../support/approval.ts';
import { poll } from '../support/approval-page.ts';
import { newFolder } from '../support/files.ts';

const TARGETS = ['customer:922'];
const folderOf = (stateDir: string) => join(stateDir, 'waiting');
const filesOf = (stateDir: string) => {
  const folder = folderOf(stateDir);
  return existsSync(folder)
    ? readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
    : [];
};
const notesOf = (stateDir: string) => readWaiting(stateDir, Date.now());

describe('what waits', () => {
  it('is noted with its tool, its target and its end, and without what opens the page or tells of people', async () => {
    const bench = approvalBench();
    const opened = await bench.open({ targets: TARGETS });
    await poll(() => notesOf(bench.stateDir)).toEqual([
      {
        tool: 'prune_customer',
        targets: TARGETS,
        dialer: 'demodialer',
        since: expect.any(Number),
        until: opened.expires.getTime(),
      },
    ]);
    const [file] = filesOf(bench.stateDir);
    for (const secret of [secretOf(opened), opened.reference, new URL(opened.address).port, 'Astrid'])
      expect(file).not.toContain(secret);
  });

  it('is noted without ids that could be a phone number or a text', async () => {
    const bench = approvalBench();
    await bench.open({ targets: ['customer:0701740605', 'user:Astrid', 'order:39', 'order:12345678901'] });
    await poll(async () => (await notesOf(bench.stateDir))[0]?.targets).toEqual(['order:39']);
  });

  it.each(['yes', 'no'])('is noted no longer once a person has said %s', async (answer) => {
    const bench = approvalBench();
    const opened = await bench.open();
    await poll(() => notesOf(bench.stateDir)).toHaveLength(1);
    await post(opened, '/answer', { secret: secretOf(opened), answer });
    await poll(() => filesOf(bench.stateDir)).toEqual([]);
  });

  it('is noted no longer once it is withdrawn, or its server closes', async () => {
    const bench = approvalBench();
    const opened = await bench.open();
    await bench.open({ binding: 'another' });
    await poll(() => notesOf(bench.stateDir)).toHaveLength(2);
    await bench.approvals.withdraw(opened.reference);
    await poll(() => notesOf(bench.stateDir)).toHaveLength(1);
    await bench.approvals.close();
    expect(filesOf(bench.stateDir)).toEqual([]);
  });

  it('is noted once, however often the assistant asks for the same', async () => {
    const bench = approvalBench();
    await bench.open();
    await bench.open();
    await poll(() => notesOf(bench.stateDir)).toHaveLength(1);
    expect(filesOf(bench.stateDir)).toHaveLength(1);
  });

  it('is asked about all the same where nothing can be noted', async () => {
    const stateDir = newFolder();
    writeFileSync(folderOf(stateDir), 'a file in the place of the folder');
    const bench = approvalBench({ stateDir });
    const opened = await bench.open();
    await post(opened, '/answer', { secret: secretOf(opened), answer: 'yes' });
    expect(await bench.look(opened)).toMatchObject({ state: 'approved' });
  });
});

describe('the notes of what waits', () => {
  const note = (stateDir: string, name: string, more: object) => {
    const entry = { tool: 't', targets: [], dialer: 'd', since: 1, until: Date.now() + 60_000, ...more };
    writeFileSync(join(folderOf(stateDir), name), JSON.stringify({ ...ownIdentity(), ...entry }));
  };

  it('are empty where no server has ever noted anything', async () => {
    expect(await notesOf(newFolder())).toEqual([]);
  });

  it('of a process that is gone, or of a time that is over, are not shown and are removed', async () => {
    const { stateDir, open } = approvalBench();
    await open();
    await poll(() => notesOf(stateDir)).toHaveLength(1);
    note(stateDir, 'dead.json', { pid: 2 ** 22 + 1, started: '1' });
    note(stateDir, 'over.json', { until: Date.now() - 1 });
    expect(await notesOf(stateDir)).toHaveLength(1);
    expect(readdirSync(folderOf(stateDir))).toHaveLength(1);
  });

  it.each([
    ['no JSON', '{'],
    ['another form', '{"tool":1}'],
  ])('of which one is %s are shown without it', async (_, text) => {
    const { stateDir, open } = approvalBench();
    await open();
    await poll(() => notesOf(stateDir)).toHaveLength(1);
    writeFileSync(join(folderOf(stateDir), 'x.json'), text);
    note(stateDir, 'hostile.json', { targets: ['<img src=x>'] });
    expect(await notesOf(stateDir)).toHaveLength(1);
  });

  it('are for this user alone', async () => {
    const { stateDir, open } = approvalBench();
    await open();
    await poll(() => notesOf(stateDir)).toHaveLength(1);
    const [name] = readdirSync(folderOf(stateDir));
    expect(statSync(folderOf(stateDir)).mode & 0o077).toBe(0);
    expect(statSync(join(folderOf(stateDir), name!)).mode & 0o077).toBe(0);
  });
});
