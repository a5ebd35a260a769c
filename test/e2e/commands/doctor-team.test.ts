/** What doctor says of a server for a team: who can log in, and whose dialer token works. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeDialer, fakeDialer } from '../../support/fake-dialer.ts';
import { finished } from '../../support/process.ts';
import { member, writeMembers } from '../../support/team-server.ts';
import { TRUST_ENV } from '../../support/trust-env.ts';

let dialer: FakeDialer;
beforeAll(async () => {
  dialer = await fakeDialer(({ headers }) =>
    headers.authorization?.endsWith('of-bo')
      ? { status: 401, body: { message: 'Unauthenticated' } }
      : { body: [{ id: 1, name: 'Uppsala' }] },
  );
});
afterAll(() => dialer.close());

const doctor = (users: string, env: Record<string, string> = {}) =>
  finished(['doctor', '--http'], {
    env: { ...TRUST_ENV, HITRATE_URL: dialer.url, HITRATE_USERS: users, ...env },
  });

describe('doctor of a server for a team', () => {
  it("tries each person's token, and leaves out who is shut out", async () => {
    const people = [member('anna'), member('bo'), member('gunnar', 'read', { disabled: true })];
    const { code, stdout } = await doctor(writeMembers(people));
    expect(stdout).toContain('ok  team: 2 people in ');
    expect(stdout).toMatch(/^ok {2}anna: address, TLS and token: the dialer answers/m);
    expect(stdout).toMatch(/^bad bo: unauthenticated: /m);
    expect(stdout).toContain('put it into its token_file');
    expect(stdout).not.toContain('gunnar');
    expect(code).toBe(1);
  });

  it('tells who has no key and no approval code, which is no failure', async () => {
    const users = writeMembers([member('anna')]);
    const { code, stdout } = await doctor(users);
    expect(stdout).not.toContain('without a key');
    expect(stdout).toMatch(/^-- {2}approvals: without a code nobody can say yes .*: anna$/m);
    expect(code).toBe(0);
  });

  it('tells the limits of each person, and no count of a person who is none', async () => {
    const { stdout } = await doctor(writeMembers([member('anna')]), {
      HITRATE_ACCESS: 'write',
      HITRATE_LIMITS: 'writes_per_minute=60',
    });
    expect(stdout).toContain('ok  limits of each person: writes_per_minute 60, writes_per_hour 600, ');
  });

  it('says what a server would not start with', async () => {
    const { code, stdout } = await doctor(writeMembers([member('anna')]), { HITRATE_CONFIRM: 'passkey' });
    expect(stdout).toMatch(/^bad logins: HITRATE_CONFIRM=passkey/m);
    expect(code).toBe(1);
  });

  it('names the place in a user file that is wrong', async () => {
    const users = writeMembers([member('anna')]);
    writeFileSync(users, '{"version":1,"users":[{"subject":"anna"}]}');
    const { code, stderr } = await doctor(users);
    expect(stderr).toMatch(/users\[0\]\.token_file is missing/);
    expect(code).toBe(2);
  });

  it('says that the identity provider can not be reached', async () => {
    const users = writeMembers([member('anna')]);
    const { code, stdout } = await doctor(users, { HITRATE_OAUTH_ISSUER: 'http://127.0.0.1:9' });
    expect(stdout).toMatch(/^bad logins: http:\/\/127\.0\.0\.1:9 /m);
    expect(code).toBe(1);
  });
});
