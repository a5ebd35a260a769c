/** The command line: `hitrate-mcp audit`. */
import { createPublicKey } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { signHead, signingKey } from '../../src/audit/head/signed-head.ts';
import { newFolder } from '../support/files.ts';
import { finished } from '../support/process.ts';
import { aLog, anAct, linesOf } from './log.ts';

let env: Record<string, string>;
let heads: string;

beforeAll(async () => {
  const { dir, stateDir, log, at } = aLog();
  const act = async (time: string, members: object, outcome?: string) => {
    at(time);
    const entry = await log.begin(anAct(members));
    if (outcome) await entry.settle(outcome);
  };
  await act('2026-11-20T10:00:00.000Z', { people: ['070-1740605'] }, 'done');
  await act(
    '2026-11-20T11:00:00.000Z',
    { tool: 'call_customer', targets: ['customer:7'] },
    'outcome_unknown',
  );
  await act('2026-11-21T23:30:00.000Z', { tool: 'prune_customer', approved_by: 'passkey' }, 'not_found');
  await act('2026-11-22T10:00:00.000Z', { act: 'create_customers', tool: 'import_customers', targets: [] });
  await log.close();
  env = { HITRATE_AUDIT_DIR: dir, HITRATE_STATE_DIR: stateDir };
  heads = join(newFolder(), 'heads.log');
  const key = await signingKey(stateDir);
  const { line, hash, time } = linesOf(dir).at(-1);
  writeFileSync(
    heads,
    `started\n${signHead({ file: 'audit-2026-11-22.jsonl', line, hash, time, missed: 0 }, key)}\n`,
  );
});

const audit = (...args: string[]) => finished(['audit', ...args], { env });

describe('audit verify', () => {
  it('says of each file how many lines it has, and which acts have no known outcome', async () => {
    const { code, stdout, stderr } = await audit('verify');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      'ok  audit-2026-11-20.jsonl  4 lines',
      'ok  audit-2026-11-21.jsonl  2 lines',
      'ok  audit-2026-11-22.jsonl  1 line',
      '--  4 acts, 2 of unknown outcome: look in the dialer whether it was done',
      '      2026-11-20T12:00:00+01:00  call_customer customer:7  (audit-2026-11-20.jsonl:3)',
      '      2026-11-22T11:00:00+01:00  import_customers  (audit-2026-11-22.jsonl:1)',
      'The log is whole.',
      'Whether its end was cut off, only --head with the heads of a second place tells.',
      '',
    ]);
  });

  it('compares the log with the heads of a second place, wherever the flag stands', async () => {
    for (const args of [
      ['audit', 'verify', '--head', heads],
      ['--head', heads, 'audit', 'verify'],
      ['audit', `--head=${heads}`, '--timezone', 'UTC', 'verify'],
    ]) {
      const { code, stdout } = await finished(args, { env });
      expect(code).toBe(0);
      expect(stdout).toContain(
        `ok  ${heads}  1 head, all of them in the log, up to line 1 of audit-2026-11-22.jsonl\n`,
      );
      expect(stdout).not.toContain('only --head');
    }
  });

  it('ends with 1 and names the first problem of each file where something is wrong', async () => {
    const { dir, log } = aLog();
    for (let i = 0; i < 3; i++) await (await log.begin(anAct())).settle('done');
    await log.close();
    const [file = ''] = readdirSync(dir);
    const lines = linesOf(dir);
    lines[3].outcome = 'changed';
    writeFileSync(join(dir, file), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const { code, stdout } = await finished(['audit', 'verify'], { env: { HITRATE_AUDIT_DIR: dir } });
    expect(code).toBe(1);
    expect(stdout).toContain(`bad ${file}  6 lines, line 4 changed: it is not as it was written\n`);
    expect(stdout).toContain('The log is NOT whole');
  });

  it('ends with 1 where a line is missing that a second place has the head of', async () => {
    const empty = { ...env, HITRATE_AUDIT_DIR: newFolder() };
    const { code, stdout } = await finished(['audit', 'verify', '--head', heads], { env: empty });
    expect(code).toBe(1);
    expect(stdout).toContain(
      `bad ${heads}  1 of 1 head wrong, the first: line 2: line 1 of audit-2026-11-22.jsonl is missing in the log\n`,
    );
  });

  it('does not take a file without heads, or an installation without a key, for a proof', async () => {
    const none = join(newFolder(), 'none.log');
    writeFileSync(none, 'nothing\n');
    const { code, stdout } = await audit('verify', '--head', none);
    expect(code).toBe(1);
    expect(stdout).toContain(`bad ${none} has no head of an audit log in it`);
    const other = { ...env, HITRATE_STATE_DIR: newFolder() };
    const { code: refused, stderr } = await finished(['audit', 'verify', '--head', heads], { env: other });
    expect({ refused, stderr }).toEqual({
      refused: 2,
      stderr: expect.stringMatching(/there is no audit-sign\.key in .*HITRATE_STATE_DIR/),
    });
    expect(readdirSync(other.HITRATE_STATE_DIR)).toEqual([]);
  });

  it('says so where there is no log yet', async () => {
    const dir = newFolder();
    const { code, stdout } = await finished(['audit', 'verify'], { env: { HITRATE_AUDIT_DIR: dir } });
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining(`there is no audit log in ${dir}`),
    });
  });
});

describe('audit show', () => {
  it('is a table that fits a terminal', async () => {
    const { code, stdout } = await audit('show');
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'time                 tool                          target              yes by     outcome',
      '2026-11-20 11:00:00  update_order_status           order:39 +1         form       done',
      '2026-11-20 12:00:00  call_customer                 customer:7          form       outcome_unknown',
      '2026-11-22 00:30:00  prune_customer                order:39 +1         passkey    not_found',
      '2026-11-22 11:00:00  import_customers              -                   form       unknown',
      '4 acts',
      '',
    ]);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(98);
  });

  it.each<[string[], string[]]>([
    [
      ['--target', 'customer:922'],
      ['update_order_status', 'prune_customer'],
    ],
    [['--target=customer:92'], []],
    [['--person', '+46 70 174 06 05'], ['update_order_status']],
    [['--person', '070-1740606'], []],
    [['--tool', 'call_customer'], ['call_customer']],
    [['--tool', 'create_customers'], ['import_customers']],
    [
      ['--since', '2026-11-22'],
      ['prune_customer', 'import_customers'],
    ],
    [['--since', '2026-11-22', '--timezone', 'UTC'], ['import_customers']],
    [
      ['--until', '2026-11-20'],
      ['update_order_status', 'call_customer'],
    ],
    [
      ['--since', '2026-11-20T11:30', '--until', '2026-11-22T00:30:01'],
      ['call_customer', 'prune_customer'],
    ],
    [['--target', 'customer:922', '--tool', 'prune_customer', '--since', '2026-11-01'], ['prune_customer']],
  ])('%j', async (flags, tools) => {
    const { code, stdout } = await audit('show', ...flags, '--format', 'ndjson');
    expect(code).toBe(0);
    expect(
      stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line).tool),
    ).toEqual(tools);
  });

  it('gives all members of an act as NDJSON, with where it stands and its outcome', async () => {
    const { stdout } = await audit('show', '--tool', 'import_customers', '--format', 'ndjson');
    expect(JSON.parse(stdout)).toEqual({
      file: 'audit-2026-11-22.jsonl',
      line: 1,
      time: '2026-11-22T10:00:00.000Z',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      ...anAct({ act: 'create_customers', tool: 'import_customers', targets: [] }),
      outcome: 'unknown',
    });
  });
});

describe('audit', () => {
  it('key prints the public key', async () => {
    const { code, stdout } = await audit('key');
    expect(code).toBe(0);
    expect(createPublicKey(stdout).asymmetricKeyType).toBe('ed25519');
    expect((await audit('key')).stdout).toBe(stdout);
  });

  it.each<[string[], string]>([
    [[], 'audit takes one of verify, show and key; hitrate-mcp audit --help tells more'],
    [['erase'], 'audit takes one of verify, show and key'],
    [['verify', 'show'], 'audit takes one of verify, show and key'],
    [['verify', '--tool', 'x'], 'audit verify has no --tool; it takes --head and the settings'],
    [['key', '--head', 'x'], 'audit key has no --head; it takes no flags and the settings'],
    [['show', '--format', 'xml'], '--format=xml: must be table or ndjson'],
    [['show', '--since', 'yesterday'], '--since=yesterday: must be a day such as 2026-11-01'],
    [['show', '--tool'], '--tool needs a value'],
    [['show', '--audit-dir', '/none'], '--audit-dir=/none: there is no such folder'],
    [['verify', '--head', '/none/heads.log'], "/none/heads.log can't be read (ENOENT)"],
    [['verify', '--odd'], "Unknown option '--odd'"],
  ])('%j is refused in one line that says what is right', async (args, says) => {
    const { code, stdout, stderr } = await audit(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr.trimEnd()).not.toContain('\n');
  });

  it('wants the folder to be set', async () => {
    const { code, stderr } = await finished(['audit', 'verify']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'hitrate-mcp: no audit folder is set: give HITRATE_AUDIT_DIR or --audit-dir\n',
    });
  });
});
