/** The file of dialers: read whole or refused with the place, and never more than the settings allow. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dialerArgument, dialerName, requireDialer } from '../../src/config/config.ts';
import { readConfigs } from '../../src/config/dialers/read-configs.ts';
import { newFolder } from '../support/files.ts';

const folder = newFolder();
const path = join(folder, 'dialers.json');
writeFileSync(join(folder, 'n.token'), 'token-of-north\n', { mode: 0o600 });

const NORTH = { title: 'Norra bolaget', dialer: 'demodialer', token_file: 'n.token' };
const SOUTH = { sandbox: true };

async function read(dialers: unknown, env: Record<string, string> = {}, whole?: unknown) {
  writeFileSync(path, typeof whole === 'string' ? whole : JSON.stringify(whole ?? { version: 1, dialers }));
  const configs = await readConfigs([], { HITRATE_DIALERS: path, ...env });
  configs.forEach(requireDialer);
  return configs;
}

describe('the file of dialers', () => {
  it('gives each dialer an address, a token and a name of its own', async () => {
    const [north, south] = await read({ north: NORTH, south: SOUTH });
    expect(north).toMatchObject({ origin: 'https://demodialer.hitrate.tech:3007', token: 'token-of-north' });
    expect(south).toMatchObject({ sandbox: true, profile: { name: 'south' } });
    expect(dialerName(north)).toBe('north, Norra bolaget (demodialer)');
    expect(dialerName(south!)).toBe('south (sandbox, invented people)');
    expect([north, south!].map(dialerArgument)).toEqual(['north', 'south']);
  });

  it('keeps what is set for all, and what an entry sets for itself', async () => {
    const [north, south] = await read(
      { north: { ...NORTH, timezone: 'Europe/Helsinki', currency: 'EUR', region: 'FI' }, south: SOUTH },
      { HITRATE_TIMEOUT_MS: '5000', HITRATE_CURRENCY: 'NOK' },
    );
    expect(north).toMatchObject({
      timezone: 'Europe/Helsinki',
      currency: 'EUR',
      region: 'FI',
      timeoutMs: 5000,
    });
    expect(south).toMatchObject({ timezone: 'Europe/Stockholm', currency: 'NOK', timeoutMs: 5000 });
  });

  it.each([
    [{ access: 'read' }, 'destructive', 'read'],
    [{ access: 'destructive' }, 'write', 'write'],
    [{}, 'write', 'write'],
  ])('an entry with %o under the tier %s has the tier %s', async (entry, access, tier) => {
    const [north] = await read({ north: { ...NORTH, ...entry }, south: SOUTH }, { HITRATE_ACCESS: access });
    expect(north.access).toBe(tier);
  });

  it('says where an entry asks for more than there is', async () => {
    const [north] = await read(
      { north: { ...NORTH, access: 'destructive', privacy: 'standard' }, south: SOUTH },
      { HITRATE_PRIVACY: 'pseudonyms' },
    );
    expect(north).toMatchObject({ access: 'read', privacy: 'pseudonyms' });
    expect(north.warnings).toEqual([
      `${path}: dialers.north.access: HITRATE_ACCESS=read allows less, and holds.`,
      `${path}: dialers.north.privacy: HITRATE_PRIVACY=pseudonyms is stricter, and holds.`,
    ]);
  });

  it('takes toolsets away and gives none', async () => {
    const entry = { ...NORTH, toolsets: ['orders', 'users'] };
    const [north] = await read({ north: entry, south: SOUTH }, { HITRATE_TOOLSETS: 'calls,orders' });
    expect(north.toolsets).toEqual(['orders']);
    await expect(read({ north: entry, south: SOUTH }, { HITRATE_TOOLSETS: 'calls' })).rejects.toThrow(
      `${path}: dialers.north.toolsets: HITRATE_TOOLSETS has none of them`,
    );
  });

  it('gives each of several a part of the download folder, and a single one all of it', async () => {
    const several = await read({ north: NORTH, south: SOUTH }, { HITRATE_DOWNLOAD_DIR: folder });
    expect(several.map(({ recordings }) => recordings.downloadDir)).toEqual(
      ['north', 'south'].map((name) => join(folder, name)),
    );
    const [only] = await read({ north: NORTH }, { HITRATE_DOWNLOAD_DIR: folder });
    expect(only.recordings.downloadDir).toBe(folder);
    expect(dialerArgument(only)).toBeUndefined();
  });

  it.each([
    [{ north: { dialer: 'demodialer' } }, 'HITRATE_DIALERS: dialers.north has no token: give token_file'],
    [
      { north: { title: 'N', token_file: 'n.token' } },
      'dialers.north: give dialer (its name), url, or "sandbox": true',
    ],
    [{ north: { ...NORTH, url: 'https://x.example' } }, 'dialers.north.dialer and '],
    [{ north: { ...NORTH, sandbox: true } }, 'dialers.north.dialer and the sandbox are both set'],
    [
      { north: { ...NORTH, acces: 'read' } },
      'dialers.north.acces is no member; there are title, dialer, url',
    ],
    [{ north: { ...NORTH, access: 'all' } }, 'dialers.north.access must be one of read, write, destructive'],
    [{ north: { ...NORTH, token_file: 'gone' } }, 'dialers.north.token_file=/'],
    [{ north: { ...NORTH, timezone: 'Mars' } }, 'dialers.north.timezone=Mars: must be a time zone such as'],
    [{ north: { ...NORTH, currency: 'KRONA' } }, 'dialers.north.currency=KRONA: must be a currency'],
    [
      { north: { ...NORTH, url: 'http://x.example', dialer: undefined } },
      'dialers.north.url=http://x.example: must be https',
    ],
    [{ north: { ...NORTH, title: 'a\nb' } }, 'dialers.north.title must be one line of at most 40 characters'],
    [{ 'Norra bolaget': NORTH }, 'dialers.Norra bolaget: a name has lower-case letters, digits and -'],
    [
      { north: NORTH, south: { sandbox: true, title: 'norra bolaget' } },
      'dialers.south: is called as dialers.north is',
    ],
    [
      { north: NORTH, 'norra-2': { sandbox: true, title: 'North' } },
      'dialers.norra-2: is called as dialers.north is',
    ],
    [{}, 'dialers must have 1 to 20 entries'],
    [[], 'dialers must be an object'],
  ])('a file with %j is refused with the place', async (dialers, line) => {
    const error = await read(dialers).catch((thrown) => thrown);
    expect(error.message).toContain(line);
    expect(error.message).not.toContain('\n');
    expect(error.message).not.toContain('token-of-north');
  });

  it.each([
    ['{', 'must be JSON, and is none'],
    [{ version: 2, dialers: { north: SOUTH } }, 'version must be 1'],
    [{ version: 1 }, 'dialers is missing: it must be an object'],
    [
      { version: 1, dialers: { north: SOUTH }, dialer: 'x' },
      'dialer is no member; there are version, dialers',
    ],
    [[], 'must be an object with version, dialers'],
  ])('a file that is %j is refused with what is right', async (whole, line) => {
    await expect(read(undefined, {}, whole)).rejects.toThrow(`${path}: ${line}`);
  });

  it('a name that stands twice is refused: one of the two would be lost', async () => {
    const text = '{"version":1,"dialers":{"north":{"sandbox":true},"north":{"dialer":"demodialer"}}}';
    await expect(read(undefined, {}, text)).rejects.toThrow(`${path}: dialers.north stands twice`);
  });

  it('a file that is not there is named', async () => {
    const gone = join(folder, 'gone.json');
    await expect(readConfigs(['--dialers', gone], {})).rejects.toThrow(
      `${gone}: can't be read (ENOENT: there is no such file; give its path in full)`,
    );
  });

  it.each([
    ['HITRATE_DIALER', 'demodialer'],
    ['HITRATE_URL', 'https://x.example'],
    ['HITRATE_TOKEN', 'abc'],
    ['HITRATE_TOKEN_FILE', '/tmp/token'],
    ['HITRATE_SANDBOX', 'on'],
  ])('beside %s there is no file of dialers', async (name, value) => {
    await expect(read({ north: NORTH }, { [name]: value })).rejects.toThrow(
      `HITRATE_DIALERS and ${name} are both set: give the file of dialers alone`,
    );
  });
});
