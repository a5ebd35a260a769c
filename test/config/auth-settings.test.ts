/** The settings of a server for a team: one line that says what is right. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { readUsersPath } from '../../src/config/team/auth.ts';
import { settingErrorOf } from '../support/setting-error.ts';

const read = (env: Record<string, string> = {}, argv: string[] = []) =>
  readConfig(argv, { HITRATE_URL: 'http://127.0.0.1:9', HITRATE_TOKEN: 'sekret', ...env }).auth;

const wrong = (env: Record<string, string>, argv: string[] = []) => settingErrorOf(() => read(env, argv));

const USERS = { HITRATE_USERS: '/etc/users.json' };

describe('the settings of a server for a team', () => {
  it('are absent by default', () => {
    expect(read()).toEqual({ users: undefined, oauth: undefined });
  });

  it('name the user file by its full path', () => {
    expect(read(USERS).users).toBe('/etc/users.json');
    expect(read({}, ['--users', 'team/users.json']).users).toBe(join(process.cwd(), 'team/users.json'));
    expect(readUsersPath(['--users', '/a'], USERS)).toBe('/a');
    expect(readUsersPath([], USERS)).toBe('/etc/users.json');
    expect(() => readUsersPath([], {})).toThrow('no user file is named: give --users or HITRATE_USERS');
  });

  it.each([
    'https://login.example',
    'https://login.example/',
    'https://login.example/realms/x',
    'http://127.0.0.1:9',
  ])('keep the issuer %s as it was typed', (issuer) => {
    const env = { ...USERS, HITRATE_OAUTH_ISSUER: issuer };
    expect(read(env).oauth).toEqual({ issuer, audience: undefined });
    expect(read({ ...env, HITRATE_OAUTH_AUDIENCE: 'api://x' }).oauth).toEqual({
      issuer,
      audience: 'api://x',
    });
  });

  it.each([
    ['http://login.example', 'must be https'],
    ['login.example', 'must be a URL such as https://login.example.com'],
    ['https://anna:sekret@login.example', 'must not hold a user name or password'],
    ['https://login.example/?tenant=1', 'must have no query and no fragment'],
    ['https://login.example/#x', 'must have no query and no fragment'],
  ])('refuse the issuer %s', (issuer, line) => {
    const said = wrong({ ...USERS, HITRATE_OAUTH_ISSUER: issuer });
    expect(said).toMatch(/^HITRATE_OAUTH_ISSUER/);
    expect(said).toContain(line);
    expect(said).not.toContain('sekret');
    expect(wrong(USERS, ['--oauth-issuer', issuer])).toMatch(/^--oauth-issuer/);
  });

  it('refuse an issuer without a user file, and an audience without an issuer', () => {
    expect(wrong({ HITRATE_OAUTH_ISSUER: 'https://login.example' })).toBe(
      'HITRATE_OAUTH_ISSUER is of no use without HITRATE_USERS, the file of who may log in',
    );
    expect(wrong({ ...USERS, HITRATE_OAUTH_AUDIENCE: 'api://x' })).toBe(
      'HITRATE_OAUTH_AUDIENCE is of no use without HITRATE_OAUTH_ISSUER',
    );
  });
});
