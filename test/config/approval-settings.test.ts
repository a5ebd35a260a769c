/** The settings of approvals on a server for a team. */
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { teamConfirmProblem } from '../../src/config/team/approval.ts';
import { newFolder } from '../support/files.ts';

const read = (env: Record<string, string>, argv: string[] = []) => readConfig(['--sandbox', ...argv], env);

function fileOf(text: string): string {
  const path = join(newFolder(), 'secret');
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

describe('approvals of a team', () => {
  it('need nobody else and no client unless that is set', () => {
    expect(read({}).approval).toEqual({ fourEyes: false, client: undefined });
  });

  it('read four eyes and the client, with its secret from a file', () => {
    const env = {
      HITRATE_FOUR_EYES: 'on',
      HITRATE_OAUTH_CLIENT_ID: 'approvals',
      HITRATE_OAUTH_CLIENT_SECRET_FILE: fileOf('s3cret\n'),
    };
    expect(read(env).approval).toEqual({ fourEyes: true, client: { id: 'approvals', secret: 's3cret' } });
    expect(read({}, ['--four-eyes', '--oauth-client-id', 'x']).approval).toEqual({
      fourEyes: true,
      client: { id: 'x', secret: undefined },
    });
  });

  it.skipIf(process.platform === 'win32')('warn of a secret that others can read', () => {
    const path = fileOf('s3cret');
    expect(read(withSecret(path)).warnings).toEqual([]);
    chmodSync(path, 0o644);
    expect(read(withSecret(path)).warnings).toEqual([
      `HITRATE_OAUTH_CLIENT_SECRET_FILE=${path}: other users of this machine can read the client's secret (mode 644): chmod 600 it.`,
    ]);
  });

  it.each<[string, () => Record<string, string>, RegExp]>([
    ['four eyes that are neither on nor off', () => ({ HITRATE_FOUR_EYES: 'two' }), /on or off/],
    [
      'a secret without a client',
      () => ({ HITRATE_OAUTH_CLIENT_SECRET_FILE: '/x' }),
      /^HITRATE_OAUTH_CLIENT_SECRET_FILE is of no use without HITRATE_OAUTH_CLIENT_ID$/,
    ],
    ['a missing file', () => withSecret('/no/such/file'), /can't be read \(ENOENT: there is no such file/],
    ['a folder', () => withSecret(newFolder()), /can't be read \(EISDIR: it is a folder\)/],
    ['an empty file', () => withSecret(fileOf(' \n')), /must hold the client's secret alone/],
    ['two lines', () => withSecret(fileOf('s3cret\nmore')), /must hold the client's secret alone/],
  ])('say what is right instead of %s, and no secret', (_, env, message) => {
    expect(() => read(env())).toThrow(message);
    expect(() => read(env())).not.toThrow(/s3cret/);
  });

  it.each([
    [{ HITRATE_CONFIRM: 'passkey' }, /^HITRATE_CONFIRM=passkey is for one person/],
    [{ HITRATE_CONFIRM: 'token', HITRATE_FOUR_EYES: 'on' }, /^HITRATE_CONFIRM=token asks nobody/],
  ])('can not be served with %j', (env, problem) => {
    expect(teamConfirmProblem(read(env))).toMatch(problem);
  });

  it.each<Record<string, string>>([
    {},
    { HITRATE_CONFIRM: 'token' },
    { HITRATE_CONFIRM: 'human', HITRATE_FOUR_EYES: 'on' },
  ])('can be served with %j', (env) => {
    expect(teamConfirmProblem(read(env))).toBeUndefined();
  });
});

const withSecret = (path: string) => ({
  HITRATE_OAUTH_CLIENT_ID: 'approvals',
  HITRATE_OAUTH_CLIENT_SECRET_FILE: path,
});
