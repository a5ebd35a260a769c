/** Setting up the PIN and the passkeys, with the built program. */
import { spawn } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { checkPin, hasPin } from '../../../src/approval/proofs/pin.ts';
import { givePin, PIN } from '../../support/approval.ts';
import { addPasskeyDevice, newPage } from '../../support/browser.ts';
import { newFolder } from '../../support/files.ts';
import { bundle } from '../../support/host.ts';
import { type Ended, type Running, run } from '../../support/process.ts';
import { until } from '../../support/waiting.ts';

const start = (stateDir: string, ...flags: string[]): Running =>
  run(['approve', ...flags], { env: { HITRATE_STATE_DIR: stateDir } });

/** What the program says to the lines that are typed. */
function approve(stateDir: string, flags: string[], lines: string[] = []): Promise<Ended> {
  const running = start(stateDir, ...flags);
  running.child.stdin!.end(lines.map((line) => `${line}\n`).join(''));
  return running.ended;
}

async function addressOf(running: Running, which = 0): Promise<string> {
  const addresses = () => running.stdout().match(/http:\/\/\S+#\S+\n/g) ?? [];
  await until(() => addresses().length > which);
  return addresses()[which]!.trim();
}

async function enrolByPage(page: Page, address: string, name: string): Promise<void> {
  await page.goto(address);
  await page.getByLabel('What to call it').fill(name);
  await page.getByRole('button', { name: 'Set up the passkey' }).click();
  await page.getByRole('heading', { name: 'The passkey is set up' }).waitFor();
}

async function sayYes(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: /^Yes/ }).click();
  await page.getByRole('heading', { name: 'The answer is yes' }).waitFor();
}

describe('approve', () => {
  it('tells what is set up, and changes nothing by it', async () => {
    const dir = join(newFolder(), 'state');
    const { code, stdout, stderr } = await approve(dir, []);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('PIN:       not set\nPasskeys:  none\n');
    expect(stdout).toContain('approve --enroll');
    expect(() => statSync(dir)).toThrow('ENOENT');
  });

  it('--pin sets a PIN that is typed twice', async () => {
    const dir = newFolder();
    expect(await approve(dir, ['--pin'], [PIN, PIN])).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(join(dir, 'pin.json'), 'utf8')).not.toContain(PIN);
    expect((await approve(dir, [])).stdout).toContain('PIN:       set');
  });

  it('--pin asks for the present PIN before it sets another', async () => {
    const dir = newFolder();
    await givePin(dir);
    expect(await approve(dir, ['--pin'], ['275914', '275914', '275914'])).toMatchObject({
      code: 1,
      stderr: 'hitrate-mcp: Wrong PIN. Tries left: 4.\n',
    });
    expect(await approve(dir, ['--pin'], [PIN, '275914', '275914'])).toMatchObject({ code: 0 });
    expect(await checkPin(dir, '275914', Date.now())).toEqual({ right: true });
  });

  it('--remove-pin asks for the PIN', async () => {
    const dir = newFolder();
    await givePin(dir);
    expect(await approve(dir, ['--remove-pin'], ['275914'])).toMatchObject({ code: 1 });
    expect(await approve(dir, ['--remove-pin'], [PIN])).toMatchObject({ code: 0 });
    expect(await hasPin(dir)).toBe(false);
  });

  it.each([
    ['two that differ', [PIN, '493818'], 1, 'not the same'],
    ['one that is too short', ['12345'], 1, 'at least 6 characters'],
    ['nothing', [], 2, 'nothing was typed'],
    ['one line', [PIN], 2, 'nothing was typed'],
  ])('--pin sets nothing for %s', async (_, lines, code, why) => {
    const dir = newFolder();
    expect(await approve(dir, ['--pin'], lines)).toMatchObject({
      code,
      stderr: expect.stringContaining(why),
    });
    expect(await hasPin(dir)).toBe(false);
  });

  it.each([
    [['--pin', '--list'], 'give one of them'],
    [['--remove'], 'give the name or the number'],
    [['--remove', '--list'], 'give one of them'],
    [['--pins'], "Unknown option '--pins'"],
  ])('says in one line what is wrong with %j', async (flags, why) => {
    const { code, stderr } = await approve(newFolder(), flags);
    expect({ code, lines: stderr.split('\n').length }).toEqual({ code: 2, lines: 2 });
    expect(stderr).toContain(why);
  });

  it('says which file is damaged, and takes it for no PIN', async () => {
    const dir = newFolder();
    writeFileSync(join(dir, 'pin.json'), 'x');
    for (const flags of [[], ['--pin'], ['--enroll']])
      expect(await approve(dir, flags, [PIN, PIN])).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('pin.json is damaged'),
      });
  });

  it.runIf(process.platform === 'linux')('--pin shows nothing of what is typed on a terminal', async () => {
    const dir = newFolder();
    const command = `'${process.execPath}' '${bundle}' approve --pin`;
    const terminal = spawn('script', ['-qec', command, '/dev/null'], {
      env: { ...process.env, HITRATE_STATE_DIR: dir },
    });
    let shown = '';
    terminal.stdout.on('data', (bytes) => {
      shown += bytes;
    });
    const ended = new Promise((resolve) => terminal.on('close', resolve));
    await until(() => shown.includes('New PIN'));
    terminal.stdin.write(`${PIN}\r`);
    await until(() => shown.includes('once more'));
    terminal.stdin.write(`${PIN}\r`);
    await until(() => shown.includes('The PIN is set.'));
    terminal.stdin.end();
    await ended;
    expect(shown).not.toContain(PIN);
  });

  it('--enroll, --list and --remove: a second passkey and a removal need the first one', async () => {
    const dir = newFolder();
    const page = await newPage();
    await addPasskeyDevice(page);

    const first = start(dir, '--enroll');
    await enrolByPage(page, await addressOf(first), 'Laptop');
    expect(await first.ended).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('"Laptop"'),
    });
    expect(statSync(join(dir, 'passkeys.json')).mode & 0o777).toBe(0o600);

    const second = start(dir, '--enroll');
    await sayYes(page, await addressOf(second));
    const other = await newPage();
    await addPasskeyDevice(other);
    await enrolByPage(other, await addressOf(second, 1), 'Key');
    expect((await second.ended).code).toBe(0);
    expect((await approve(dir, ['--list'])).stdout).toMatch(/^1 {2}Laptop .*\n2 {2}Key .*\n$/);

    expect(await approve(dir, ['--remove', 'Phone'])).toMatchObject({ code: 1 });
    const removal = start(dir, '--remove', '2');
    await sayYes(page, await addressOf(removal));
    expect(await removal.ended).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('"Key" is removed'),
    });
    expect((await approve(dir, [])).stdout).toContain('Passkeys:  Laptop\n');

    const refused = start(dir, '--remove=Laptop');
    await page.goto(await addressOf(refused));
    await page.getByRole('button', { name: 'No', exact: true }).click();
    expect(await refused.ended).toMatchObject({ code: 1, stderr: expect.stringContaining('answer was no') });
  });
});
