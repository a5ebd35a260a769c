/** What acts meet: counts on the disk, a stop, calling hours, and files that are not as they should be. */
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { readLimitUse } from '../../src/limits/act-limits.ts';
import { liftStop, stopChanges } from '../../src/limits/stop.ts';
import { newFolder } from '../support/files.ts';
import { outcome } from '../support/services.ts';
import { act, limitsIn, only } from './act.ts';

let folder: string;
let stateDir: string;
beforeEach(() => {
  folder = newFolder();
  stateDir = join(folder, 'state');
});

const NOON = Date.parse('2026-11-30T12:00:00Z');
const countFiles = () => readdirSync(join(stateDir, 'limits'));
const countFile = () => join(stateDir, 'limits', countFiles().find((name) => name.endsWith('.json'))!);

describe('counting', () => {
  it('refuses what is too much, with the limit, what is used, until when, and who can change it', async () => {
    const limits = limitsIn(stateDir, { now: () => NOON + 7_500 });
    for (let left = 5; left > 0; left--) await limits.take(act());
    expect(await outcome(limits.take(act({ writes: 2 })))).toEqual({
      kind: 'rate_limited',
      text: 'The limit writes_per_minute is 5: 5 are used, and this takes 2. It is refused until 13:01:08 (Europe/Stockholm). Nothing was sent. The person who set this server up can change that with HITRATE_LIMITS.',
    });
    await limits.close();
  });

  it('names the day where the limit ends on another one, and says that what is more than the limit never fits', async () => {
    const limits = limitsIn(stateDir, {
      limits: { erasures_per_day: 1, records_per_day: 20 },
      now: () => NOON,
    });
    await limits.take(act({ writes: 1, records: 1, erasures: 1 }));
    expect((await outcome(limits.take(act({ erasures: 1 })))).text).toContain(
      'The limit erasures_per_day is 1: 1 is used, and this takes 1. It is refused until 2026-12-01 13:05 (Europe/Stockholm).',
    );
    expect((await outcome(limits.check(act({ records: 21 })))).text).toContain(
      'The limit records_per_day is 20: 1 is used, and this takes 21. That is more than is ever allowed at once: take fewer.',
    );
  });

  it('tells of little that is left before a limit is hit', async () => {
    const limits = limitsIn(stateDir, {
      limits: { writes_per_minute: 10, erasures_per_day: 2 },
      now: () => NOON,
    });
    const told = [];
    for (let n = 0; n < 10; n++) told.push(await limits.take(act()));
    expect(told).toEqual([...Array(7).fill({}), ...[2, 1, 0].map((left) => ({ writes_per_minute: left }))]);
  });

  it('checks without counting', async () => {
    const limits = limitsIn(stateDir);
    for (let n = 0; n < 20; n++) await limits.check(act({ writes: 5 }));
    expect(readdirSync(folder)).toEqual([]);
    await limits.take(act({ writes: 5 }));
    expect((await outcome(limits.check(act()))).kind).toBe('rate_limited');
  });

  it('counts together all that goes by the same token, also after a restart, and others apart', async () => {
    await limitsIn(stateDir).take(act({ writes: 3 }));
    await limitsIn(stateDir).take(act({ writes: 2 }));
    expect((await outcome(limitsIn(stateDir).take(act()))).kind).toBe('rate_limited');
    await limitsIn(stateDir, { principal: 'bengt at demodialer' }).take(act());
    const options = { limits: { writes_per_minute: 5 }, stateDir, principal: 'anna at demodialer' };
    expect(await readLimitUse(options)).toEqual([{ name: 'writes_per_minute', max: 5, used: 5 }]);
  });

  it('takes many at once, no more than there is room for', async () => {
    const limits = [limitsIn(stateDir), limitsIn(stateDir)];
    const all = Array.from({ length: 12 }, (_, n) => outcome(limits[n % 2]!.take(act())));
    const kinds = (await Promise.all(all)).map(({ kind }) => kind).sort();
    expect(kinds).toEqual([...Array(5).fill('answer'), ...Array(7).fill('rate_limited')]);
  });

  it('does not count what is refused', async () => {
    const limits = limitsIn(stateDir);
    for (let n = 0; n < 10; n++) await outcome(limits.take(act({ writes: 6 })));
    await limits.take(act({ writes: 5 }));
  });

  it('keeps a file that nobody else can read, without a word in it, and no lock', async () => {
    await limitsIn(stateDir).take(act({ writes: 1, contacts: true }));
    expect(countFiles()).toEqual([expect.stringMatching(/^[0-9a-f]{32}\.json$/)]);
    if (process.platform !== 'win32') {
      expect(statSync(countFile()).mode & 0o777).toBe(0o600);
      for (const dir of [stateDir, join(stateDir, 'limits')]) expect(statSync(dir).mode & 0o777).toBe(0o700);
    }
    expect(readFileSync(countFile(), 'utf8')).not.toMatch(/anna|demodialer/);
  });

  it('holds over a clock that is set back, and says so', async () => {
    let now = NOON;
    const limits = limitsIn(stateDir, { now: () => now });
    await limits.take(act({ writes: 5 }));
    now = NOON - 86_400_000;
    const { kind, text } = await outcome(limits.take(act()));
    expect(kind).toBe('rate_limited');
    expect(text).toContain('until 2026-11-30 13:01:01 (Europe/Stockholm)');
    expect(text).toContain("This machine's clock was set back");
    now = NOON + 61_000;
    await limits.take(act());
  });

  it('without a limit keeps no file, and needs none', async () => {
    const limits = limitsIn(stateDir, { limits: only({}) });
    expect(await limits.take(act({ writes: 10_000 }))).toEqual({});
    expect(readdirSync(folder)).toEqual([]);
  });

  it('at the sandbox counts in memory, and writes nothing', async () => {
    const limits = limitsIn(stateDir, { inMemory: true });
    await limits.take(act({ writes: 5 }));
    expect((await outcome(limits.take(act()))).kind).toBe('rate_limited');
    await limitsIn(stateDir, { inMemory: true }).take(act());
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([Number.NaN, -1, 1.5, Infinity, undefined])(
    'refuses an act of unknown size: %s',
    async (records) => {
      const size = { ...act(), records: records as number };
      for (const work of [limitsIn(stateDir).check(size), limitsIn(stateDir).take(size)])
        expect((await outcome(work)).kind).toBe('unavailable');
      expect(readdirSync(folder)).toEqual([]);
    },
  );
});

/** Each is refused by check and take alike, with what failed and what to do. */
async function expectRefused(says: RegExp, more: Parameters<typeof limitsIn>[1] = {}): Promise<void> {
  const limits = limitsIn(stateDir, more);
  for (const work of ['check', 'take'] as const) {
    const { kind, text } = await outcome(limits[work](act()));
    expect(kind).toBe('unavailable');
    expect(text).toMatch(says);
    expect(text).toContain('nothing was sent');
    expect(text).toContain('HITRATE_STATE_DIR');
  }
}

describe('counts that can not be kept', () => {
  const sound = async () => {
    await limitsIn(stateDir).take(act());
    return readFileSync(countFile(), 'utf8');
  };

  it.each([
    ['empty', () => ''],
    ['cut off', (text: string) => text.slice(0, -10)],
    ['zeros', (text: string) => '\0'.repeat(text.length)],
    ['another JSON', () => '{"counts":{}}'],
    ['null', () => 'null'],
    ['without its time', (text: string) => text.replace(/"seen":\d+,/, '')],
    ['with a text for a number', (text: string) => text.replace(/"seen":\d+/, '"seen":"0"')],
    ['with less than nothing', (text: string) => text.replace(/,1\]/, ',-1]')],
  ])('are refused where the file is %s, and left as they are', async (_, damage) => {
    const damaged = damage(await sound());
    writeFileSync(countFile(), damaged);
    await expectRefused(/is damaged/);
    expect(readFileSync(countFile(), 'utf8')).toBe(damaged);
    rmSync(countFile());
    await limitsIn(stateDir).take(act());
  });

  it('are refused where a folder is in the place of the file', async () => {
    await sound();
    const path = countFile();
    rmSync(path);
    mkdirSync(path);
    await expectRefused(/the system says EISDIR/);
  });

  it('are refused where a file is in the place of the folder', async () => {
    mkdirSync(stateDir);
    writeFileSync(join(stateDir, 'limits'), '');
    await expectRefused(/the system says ENOTDIR|the system says EEXIST/);
  });

  it('are refused where the state folder lies below a file', async () => {
    writeFileSync(join(folder, 'file'), '');
    stateDir = join(folder, 'file', 'state');
    await expectRefused(/Whether changes are stopped is not known: the system says ENOTDIR/);
    await expectRefused(/Whether changes are stopped/, { inMemory: true });
    await expectRefused(/Whether changes are stopped/, { limits: only({}) });
  });

  it('are refused where the state folder is a link to itself', async () => {
    symlinkSync('state', stateDir);
    await expectRefused(/the system says ELOOP/);
  });

  it.runIf(process.getuid?.() !== 0)('are refused where the folder can only be read', async () => {
    await sound();
    chmodSync(join(stateDir, 'limits'), 0o500);
    expect((await outcome(limitsIn(stateDir).take(act()))).kind).toBe('unavailable');
    chmodSync(join(stateDir, 'limits'), 0o700);
  });
});

describe('a stop', () => {
  it('refuses all changes at once, with since when, why, and what lifts it', async () => {
    const limits = limitsIn(stateDir);
    await limits.take(act());
    await stopChanges(stateDir, 'the prices are wrong', new Date(NOON));
    const works = [limits.check(act()), limits.take(act()), limitsIn(stateDir).take(act())].map(outcome);
    for (const refused of await Promise.all(works))
      expect(refused).toEqual({
        kind: 'permission_denied',
        text: 'All changes are stopped since 2026-11-30 13:00 (Europe/Stockholm) (the prices are wrong): `hitrate-mcp start` on this machine lifts it. Nothing was sent.',
      });
    await liftStop(stateDir);
    await limits.take(act());
  });

  it('holds at the sandbox and without limits too', async () => {
    await stopChanges(stateDir, undefined, new Date(NOON));
    for (const more of [{ inMemory: true }, { limits: only({}) }])
      expect((await outcome(limitsIn(stateDir, more).take(act()))).kind).toBe('permission_denied');
  });

  it('goes on since when it began, and keeps its reason until it gets another one', async () => {
    await stopChanges(stateDir, 'first', new Date(NOON));
    expect(await stopChanges(stateDir, undefined, new Date(NOON + 60_000))).toEqual({
      since: new Date(NOON),
      reason: 'first',
    });
    await stopChanges(stateDir, 'second', new Date(NOON + 60_000));
    expect(await liftStop(stateDir)).toEqual({ since: new Date(NOON), reason: 'second' });
    expect(await liftStop(stateDir)).toBeUndefined();
  });

  it.each(['', 'x', 'null', '{"since":"never","reason":7}'])('holds where its file says %j', async (text) => {
    mkdirSync(stateDir);
    writeFileSync(join(stateDir, 'stopped.json'), text);
    expect(await outcome(limitsIn(stateDir).take(act()))).toEqual({
      kind: 'permission_denied',
      text: 'All changes are stopped: `hitrate-mcp start` on this machine lifts it. Nothing was sent.',
    });
  });

  it('refuses where whether there is one can not be read', async () => {
    mkdirSync(join(stateDir, 'stopped.json'), { recursive: true });
    await expectRefused(/Whether changes are stopped is not known: the system says EISDIR/);
  });

  it('that comes while an act is counted refuses that act too', async () => {
    // The clock is looked at between the first look at the stop and the last.
    const now = () => {
      writeFileSync(join(stateDir, 'stopped.json'), '{}');
      return NOON;
    };
    expect((await outcome(limitsIn(stateDir, { now }).take(act()))).kind).toBe('permission_denied');
  });
});

describe('calling hours', () => {
  const { callingHours } = readConfig([], {}).trust;
  const sunday = Date.parse('2026-11-29T19:40:00Z');

  it('refuse what reaches people, with when it is possible again and who can change it', async () => {
    const limits = limitsIn(stateDir, { callingHours, now: () => sunday });
    for (const work of ['check', 'take'] as const)
      expect(await outcome(limits[work](act({ contacts: true })))).toEqual({
        kind: 'permission_denied',
        text: 'Calling hours are Monday to Friday 9-20, Saturday 10-16 (Europe/Stockholm), not on Swedish public holidays. Now it is Sunday 2026-11-29 20:40: people may be reached from Monday 2026-11-30 09:00. Nothing was sent. The person who set this server up can change that with HITRATE_CALLING_HOURS.',
      });
    await limits.take(act());
  });

  it('name the holiday', async () => {
    const now = () => Date.parse('2026-12-25T12:00:00Z');
    const { text } = await outcome(limitsIn(stateDir, { callingHours, now }).take(act({ contacts: true })));
    expect(text).toContain(
      'Now it is Friday 2026-12-25 13:00, a holiday (juldagen): people may be reached from Monday 2026-12-28 09:00.',
    );
  });

  it('let through within them, and always where there are none', async () => {
    const size = act({ contacts: true });
    await limitsIn(stateDir, { callingHours, now: () => NOON }).take(size);
    await limitsIn(stateDir, { now: () => sunday }).take(size);
  });
});
