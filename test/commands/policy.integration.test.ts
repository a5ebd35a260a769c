/** The policy in plain words, for who has to answer for it. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { english } from '../../src/commands/policy/english.ts';
import { type ReadProofs, readPolicy } from '../../src/commands/policy/facts.ts';
import { policyText } from '../../src/commands/policy/policy.ts';
import { swedish } from '../../src/commands/policy/swedish.ts';
import { readConfig } from '../../src/config/config.ts';
import { principalOf } from '../../src/config/principal.ts';
import { createActLimits } from '../../src/limits/act-limits.ts';
import { stopChanges } from '../../src/limits/stop.ts';
import { newFolder } from '../support/files.ts';
import { SECRET } from '../support/host.ts';

let folder: string;
let stateDir: string;
beforeEach(() => {
  folder = newFolder();
  stateDir = join(folder, 'state');
});

const ORIGIN = 'https://demodialer.hitrate.tech:3007';

async function policy(
  env: Record<string, string> = {},
  words = english,
  readProofs?: ReadProofs,
): Promise<string> {
  const config = readConfig([], {
    HITRATE_DIALER: 'demodialer',
    HITRATE_TOKEN: SECRET,
    HITRATE_ACCESS: 'destructive',
    HITRATE_STATE_DIR: stateDir,
    ...env,
  });
  const text = policyText(await readPolicy(config, readProofs), words);
  expect(text).not.toContain(SECRET);
  for (const line of text.split('\n'))
    if (!line.includes(folder)) expect(line.length, line).toBeLessThanOrEqual(80);
  return text.replace(/\s+/g, ' ');
}

describe.each([
  ['English', english, 'What an assistant may do at demodialer'],
  ['Swedish', swedish, 'Vad en assistent får göra i demodialer'],
])('the policy in %s', (_, words, title) => {
  it('fits into 80 columns whatever is set, and changes nothing', async () => {
    mkdirSync(join(folder, 'log'));
    const settings: Record<string, string>[] = [
      {},
      { HITRATE_ACCESS: 'read', HITRATE_PRIVACY: 'strict', HITRATE_IDENTITY_NUMBERS: 'full' },
      { HITRATE_CONFIRM: 'human', HITRATE_OPEN_BROWSER: 'on', HITRATE_PRIVACY: 'pseudonyms' },
      { HITRATE_CONFIRM: 'passkey', HITRATE_ASK: 'none', HITRATE_LIMITS: 'none' },
      { HITRATE_CONFIRM: 'token', HITRATE_ASK: 'all', HITRATE_CALLING_HOURS: 'always' },
      { HITRATE_AUDIT_DIR: join(folder, 'log'), HITRATE_AUDIT_HEAD: 'syslog://logs.example' },
      { HITRATE_CALLING_HOURS: 'mon 9-10, tue 10-11, wed 11-12, thu 12-13, sun 9:15-10:45 Asia/Tokyo' },
      { HITRATE_TOOLSETS: 'calls,campaigns,clients,contactlists,customers,insight,orders,products,sms' },
    ];
    for (const env of settings) expect(await policy(env, words)).toContain(title);
    for (const proofs of ['none', 'PIN', 'passkey'] as const)
      expect(await policy({}, words, async () => proofs)).toContain(words.proofs[proofs]);
    expect(readdirSync(folder)).toEqual(['log']);
  });
});

describe('the policy', () => {
  it('says the same in both languages', async () => {
    const env = { HITRATE_ACCESS: 'write' };
    const [inEnglish, inSwedish] = [await policy(env), await policy(env, swedish)];
    expect(inEnglish).toContain('Monday to Friday 9-20, Saturday 10-16');
    expect(inSwedish).toContain('måndag till fredag 9-20, lördag 10-16');
    expect(inSwedish.match(/\d+/g)!.sort()).toEqual(inEnglish.match(/\d+/g)!.sort());
    expect(Object.values(swedish.labels)).toHaveLength(Object.values(english.labels).length);
  });

  it('tells who may do what', async () => {
    expect(await policy({ HITRATE_ACCESS: 'read' })).toContain(
      'Access read: it may look at everything that its token may see, and change nothing.',
    );
    const text = await policy({ HITRATE_ACCESS: 'write', HITRATE_TOOLSETS: 'orders,calls' });
    expect(text).toContain('Access write: it may read, and make and change things.');
    expect(text).toMatch(/Tools \d+ of \d+, from the toolsets calls, orders\./);
  });

  it('says nothing of asking and limits where nothing can be changed', async () => {
    const text = await policy({ HITRATE_ACCESS: 'read' });
    expect(text).toContain('Asked about Nothing: it can change nothing.');
    expect(text).not.toMatch(/Limits|Calling hours| How /);
  });

  it('tells what a person is asked about, and how', async () => {
    const text = await policy();
    expect(text).toContain('- all that deletes, cancels or erases, always - money: orders');
    expect(text).toContain('Nobody is asked about: data.');
    expect(text).toContain('How A form in the assistant, where it can show one.');
    const none = await policy({ HITRATE_ASK: 'none', HITRATE_CONFIRM: 'token' });
    expect(none).toContain('Nobody is asked about: data, money, contact, legal, access, bulk, erasure.');
    expect(none).toContain('How Always a token that comes back through the chat. It proves no person.');
    expect(await policy({ HITRATE_ASK: 'all' })).not.toContain('Nobody is asked');
  });

  it('tells what is masked', async () => {
    expect(await policy()).toContain('Masked Personal identity numbers (19720311-****). Nothing else.');
    expect(await policy({ HITRATE_IDENTITY_NUMBERS: 'full' })).toContain(
      'Masked Nothing. Personal identity numbers are shown in full.',
    );
    expect(await policy({ HITRATE_PRIVACY: 'pseudonyms' })).toContain('tokens such as person-7f3a');
  });

  it('tells how much of each limit is used, by that token at that dialer', async () => {
    const limits = createActLimits({
      limits: { writes_per_hour: 600 },
      timezone: 'UTC',
      stateDir,
      principal: principalOf({ origin: ORIGIN, token: SECRET }),
    });
    await limits.take({ writes: 3, records: 40, erasures: 1, rung: 0, contacts: false });
    const text = await policy({ HITRATE_LIMITS: 'records_per_day=50' });
    expect(text).toContain('changes an hour: 3 of 600 used');
    expect(text).toContain('records changed a day: 40 of 50 used');
    expect(text).toContain('erasures a day: 1 of 50 used people rung an hour: 0 of 60 used');
    expect(await policy({ HITRATE_TOKEN: 'another' })).toContain('changes an hour: 0 of 600 used');
    expect(await policy({ HITRATE_LIMITS: 'none' })).toContain('Limits None.');
  });

  it('tells the calling hours and when they are open', async () => {
    expect(await policy({ HITRATE_CALLING_HOURS: 'always' })).toContain(
      'Calling hours None: people may be rung at any time.',
    );
    expect(await policy()).toMatch(
      /Calling hours Monday to Friday 9-20, Saturday 10-16 \(Europe\/Stockholm\), not on Swedish public holidays\. Now (people may be rung\.|nobody may be rung( \(.*\))?; again from \w+day 20\d\d-\d\d-\d\d \d\d:\d\d\.)/,
    );
  });

  it('tells of a stop', async () => {
    expect(await policy()).toContain('Stop Changes are not stopped.');
    await stopChanges(stateDir, 'wrong prices', new Date('2026-11-29T12:00:00Z'));
    expect(await policy()).toContain(
      'Stop ALL CHANGES ARE STOPPED since 2026-11-29 13:00 (wrong prices). Reading goes on. `hitrate-mcp start` lifts it.',
    );
  });

  it('tells where the audit log lies and where its head goes, without what an address may hold of secrets', async () => {
    expect(await policy()).toContain('Audit log None (HITRATE_AUDIT_DIR)');
    const env = { HITRATE_AUDIT_DIR: folder };
    expect(await policy(env)).toContain(`Every change is written to ${folder} before it is sent.`);
    expect(await policy({ ...env, HITRATE_AUDIT_HEAD: 'stderr' })).toContain('signed, to stderr.');
    const head = 'https://log.example/in?key=hemligt';
    expect(await policy({ ...env, HITRATE_AUDIT_HEAD: head })).toMatch(/signed, to https:\/\/log\.example\./);
  });

  it('says what is not known, and that changes are refused then', async () => {
    writeFileSync(stateDir, '');
    const text = await policy();
    expect(text).toMatch(/Stop NOT KNOWN: the system says ENOTDIR .* every change is refused\./);
    expect(text).toMatch(/Limits NOT KNOWN: the system says ENOTDIR/);
  });

  it('tells whether a PIN or a passkey is set up, where the page can be asked', async () => {
    const proofs = async () => 'PIN' as const;
    expect(await policy({}, english, proofs)).toContain('A PIN is set up, which the approval page asks for.');
    expect(await policy({}, english)).not.toContain('PIN');
    const failing = async () => {
      throw new Error('the folder is locked');
    };
    expect(await policy({}, english, failing)).toContain('NOT KNOWN: the folder is locked.');
    expect(await policy({ HITRATE_CONFIRM: 'token' }, english, proofs)).not.toContain('PIN');
  });

  it('does not say how much of the limits is used at the sandbox, where each server counts for itself', async () => {
    const env = { HITRATE_DIALER: '', HITRATE_SANDBOX: 'on' };
    const text = await policy(env);
    expect(text).toContain('What an assistant may do at the sandbox (invented people)');
    expect(text).toContain('changes an hour: at most 600');
    expect(await policy(env, swedish)).toContain('i sandlådan (påhittade människor)');
  });
});
