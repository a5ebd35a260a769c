/** policy as a command: what its text says is tested in this process. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder } from '../../support/files.ts';
import { finished } from '../../support/process.ts';

it('policy prints what an assistant may do, without a dialer or a token, and makes no folder', async () => {
  const stateDir = join(newFolder(), 'state');
  const env = { HITRATE_STATE_DIR: stateDir, HITRATE_ACCESS: 'write' };
  const { code, stdout, stderr } = await finished(['policy'], { env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^What an assistant may do at a dialer \(none is set\)\n\nStop {11}Changes are not/);
  expect(stdout).toContain('\nCalling hours  Monday to Friday 9-20');
  expect(existsSync(stateDir)).toBe(false);
});

it('policy of a server for a team tells the limits, and no count of a person who is none', async () => {
  const { stdout } = await finished(['policy', '--http'], { env: { HITRATE_ACCESS: 'write' } });
  expect(stdout).toContain('changes a minute: at most 60');
});

it.each([
  ['policy', '--sandbox', '--language', 'sv'],
  ['--language=sv', '--sandbox', 'policy'],
])('policy is in Swedish where that is asked for: %s %s %s', async (...args) => {
  const { stdout } = await finished(args.filter(Boolean));
  expect(stdout).toMatch(/^Vad en assistent får göra i sandlådan/);
});

it.each([
  ['--language=fi', '--language=fi: must be one of en, sv'],
  ['--language', '--language=: must be one of en, sv'],
  ['--languages=sv', "Unknown option '--languages'"],
])('policy refuses %s: exit code 2', async (flag, says) => {
  const { code, stdout, stderr } = await finished(['policy', flag]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(says);
});
