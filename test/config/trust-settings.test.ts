/** The settings of what may be done, who is asked and what is kept: one line that says what is right. */
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { SettingError } from '../../src/config/parse.ts';
import { CONSEQUENCES } from '../../src/config/settings.ts';
import { readStateDir } from '../../src/config/trust.ts';
import { newFolder } from '../support/files.ts';
import { settingErrorOf } from '../support/setting-error.ts';

const read = (env: Record<string, string> = {}, argv: string[] = []) =>
  readConfig(argv, { HITRATE_URL: 'http://127.0.0.1:9', HITRATE_TOKEN: 'sekret', ...env });

const wrong = (env: Record<string, string>, argv: string[] = []) => settingErrorOf(() => read(env, argv));

describe('HITRATE_ASK', () => {
  const ask = (text: string) => read({ HITRATE_ASK: text }).trust.ask;

  it('by default asks about all but data', () => {
    const all = CONSEQUENCES.filter((kind) => kind !== 'data');
    expect(read().trust.ask).toEqual(all);
    expect(ask(' ')).toEqual(all);
  });

  it.each([
    ['all', CONSEQUENCES],
    ['NONE', []],
    ['money', ['money']],
    [' Erasure , money,money ', ['money', 'erasure']],
    ['data,access', ['data', 'access']],
  ])('%j names kinds', (text, kinds) => {
    expect(ask(text)).toEqual(kinds);
  });

  it.each(['mony', 'money,', 'money;data', 'all,data', 'none,money', 'write', '__proto__'])(
    '%j is refused with the kinds that there are',
    (text) => {
      const line = wrong({ HITRATE_ASK: text });
      expect(line).toContain(`HITRATE_ASK=${text}: there is no kind "`);
      expect(line).toContain('there are data, money, contact, legal, access, bulk, erasure, or all, or none');
      expect(wrong({}, ['--ask', text])).toContain('--ask=');
    },
  );
});

describe('HITRATE_CONFIRM and HITRATE_PRIVACY', () => {
  it('have a default', () => {
    expect(read()).toMatchObject({ confirm: 'auto', privacy: 'standard' });
  });

  it.each(['auto', 'human', 'passkey', 'TOKEN'])('HITRATE_CONFIRM takes %j', (text) => {
    expect(read({ HITRATE_CONFIRM: text }).confirm).toBe(text.toLowerCase());
  });

  it.each(['standard', 'Strict', 'pseudonyms'])('HITRATE_PRIVACY takes %j', (text) => {
    expect(read({ HITRATE_PRIVACY: text }).privacy).toBe(text.toLowerCase());
  });

  it.each([
    ['HITRATE_CONFIRM', 'pin', 'must be one of auto, human, passkey, token'],
    ['HITRATE_CONFIRM', 'off', 'must be one of auto, human, passkey, token'],
    ['HITRATE_PRIVACY', 'none', 'must be one of standard, strict, pseudonyms'],
    ['HITRATE_PRIVACY', 'pseudonym', 'must be one of standard, strict, pseudonyms'],
  ])('%s=%s is refused with what is right', (name, text, right) => {
    expect(wrong({ [name]: text })).toBe(`${name}=${text}: ${right}`);
  });
});

describe('HITRATE_OPEN_BROWSER', () => {
  it('is off, and on by a flag without a value', () => {
    expect(read().trust.openBrowser).toBe(false);
    expect(read({}, ['--open-browser']).trust.openBrowser).toBe(true);
    expect(read({ HITRATE_OPEN_BROWSER: 'Yes' }).trust.openBrowser).toBe(true);
    expect(wrong({ HITRATE_OPEN_BROWSER: 'firefox' })).toBe(
      'HITRATE_OPEN_BROWSER=firefox: must be on or off',
    );
  });
});

describe('HITRATE_LIMITS', () => {
  const limits = (text: string) => read({ HITRATE_LIMITS: text }).trust.limits;
  const DEFAULTS = {
    writes_per_minute: 60,
    writes_per_hour: 600,
    records_per_day: 20000,
    erasures_per_day: 50,
    people_rung_per_hour: 60,
  };

  it('has a limit of each kind by default', () => {
    expect(read().trust.limits).toEqual(DEFAULTS);
  });

  it('keeps the default of what is not named', () => {
    expect(limits('erasures_per_day=1')).toEqual({ ...DEFAULTS, erasures_per_day: 1 });
    expect(limits(' Erasures_Per_Day = 0 , writes_per_minute=5 ')).toEqual({
      ...DEFAULTS,
      erasures_per_day: 0,
      writes_per_minute: 5,
    });
  });

  it('takes none for one limit and for all', () => {
    expect(limits('records_per_day=none').records_per_day).toBeUndefined();
    expect(limits('records_per_day=None').writes_per_hour).toBe(600);
    expect(limits('none')).toEqual({});
  });

  it.each([
    ['writes_per_minute', 'must be a whole number, or none'],
    ['writes_per_minute=', 'must be a whole number, or none'],
    ['writes_per_minute=-1', 'must be a whole number, or none'],
    ['writes_per_minute=1.5', 'must be a whole number, or none'],
    ['writes_per_minute=1e3', 'must be a whole number, or none'],
    ['writes_per_minute=1=2', 'must be a whole number, or none'],
    ['writes_per_minute=none=2', 'must be a whole number, or none'],
    [`writes_per_minute=1${'0'.repeat(20)}`, 'must be a whole number, or none'],
    ['writes_per_day=5', 'there is no limit "writes_per_day"; there are writes_per_minute, '],
    ['5', 'there is no limit "5"'],
    ['writes_per_minute=5,', 'there is no limit ""'],
    ['writes_per_minute=5;writes_per_hour=6', 'must be a whole number, or none'],
    ['__proto__=5', 'there is no limit "__proto__"'],
    ['all', 'there is no limit "all"'],
  ])('%j is refused with what is right', (text, right) => {
    const line = wrong({ HITRATE_LIMITS: text });
    expect(line).toMatch(/^HITRATE_LIMITS=/);
    expect(line).toContain(right);
  });
});

describe('HITRATE_CALLING_HOURS', () => {
  const hours = (text: string) => read({ HITRATE_CALLING_HOURS: text }).trust.callingHours;
  const nine = [540, 1200];

  it('is working days from 9 to 20 and Saturday from 10 to 16 by default', () => {
    const days = { 1: nine, 2: nine, 3: nine, 4: nine, 5: nine, 6: [600, 960] };
    expect(read().trust.callingHours).toEqual({ days, timezone: undefined });
  });

  it.each([
    ['always', undefined],
    ['ALWAYS', undefined],
    ['mon 9-20', { days: { 1: nine } }],
    [' Mon-Tue  9:00 - 20:00 ', { days: { 1: nine, 2: nine } }],
    ['mon\u2013tue 09.00\u201320.00', { days: { 1: nine, 2: nine } }],
    ['fri-mon 0-24', { days: { 5: [0, 1440], 6: [0, 1440], 0: [0, 1440], 1: [0, 1440] } }],
    ['sun 9:30-9:31', { days: { 0: [570, 571] } }],
    ['mon 9-20 UTC', { days: { 1: nine }, timezone: 'UTC' }],
    ['mon 9-20, sat 10-16 America/Argentina/Buenos_Aires', { timezone: 'America/Argentina/Buenos_Aires' }],
    ['mon 9-20 Etc/GMT+2', { timezone: 'Etc/GMT+2' }],
  ])('reads %j', (text, right) => {
    if (right === undefined) expect(hours(text)).toBeUndefined();
    else expect(hours(text)).toMatchObject(right);
  });

  it.each([
    'never',
    'mon',
    '9-20',
    'mon-fri',
    'monday 9-20',
    'mån-fre 9-20',
    'mon 20-9',
    'mon 9-9',
    'mon\u20132 9',
    'mon 9-25',
    'mon 9-24:01',
    'mon 9:60-20',
    'mon 9:5-20',
    'mon 9-20 sat 10-16',
    'mon 9-20;sat 10-16',
    'mon 9-20,',
    'mon 9-12, mon 13-17',
    'mon-fri 9-20, fri 9-16',
    'mon 9-20 Mars/Olympus',
    'mon 9-20 Stockholm',
    'mon 9-20 +01:00',
    'always UTC',
    'xyz-fri 9-20',
  ])('%j is refused with an example of what is right', (text) => {
    const line = wrong({ HITRATE_CALLING_HOURS: text });
    expect(line).toContain(`HITRATE_CALLING_HOURS=${text}: must be hours such as "mon-fri 9-20, sat 10-16"`);
    expect(line).toMatch(/time zone .*or always$/);
  });
});

describe('HITRATE_AUDIT_DIR', () => {
  it('is a folder that is there, by its real path', () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'log'));
    expect(read({ HITRATE_AUDIT_DIR: `${folder}/log/.` }).trust.audit.dir).toBe(
      realpathSync(join(folder, 'log')),
    );
    expect(read().trust.audit.dir).toBeUndefined();
  });

  it('is refused where it is relative, missing or a file', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'file'), '');
    expect(wrong({ HITRATE_AUDIT_DIR: 'log' })).toContain('must be a full path, from the root on');
    expect(wrong({ HITRATE_AUDIT_DIR: join(folder, 'nowhere') })).toContain('make it first');
    expect(wrong({ HITRATE_AUDIT_DIR: join(folder, 'file') })).toContain('must be a folder');
  });
});

describe('HITRATE_AUDIT_HEAD', () => {
  const head = (text: string) => read({ HITRATE_AUDIT_HEAD: text }).trust.audit.head;

  it.each([
    ['stderr', { to: 'stderr' }],
    ['STDERR', { to: 'stderr' }],
    ['syslog://logs.example', { to: 'syslog', host: 'logs.example', port: 514 }],
    ['syslog://10.0.0.9:1514/', { to: 'syslog', host: '10.0.0.9', port: 1514 }],
    ['SYSLOG://[::1]:514', { to: 'syslog', host: '::1', port: 514 }],
    ['https://log.example/head', { to: 'http', url: 'https://log.example/head' }],
    ['http://127.0.0.1:8080', { to: 'http', url: 'http://127.0.0.1:8080/' }],
  ])('takes %j', (text, right) => {
    expect(head(text)).toEqual(right);
  });

  it.each([
    'stdout',
    'syslog://',
    'syslog://host:0',
    'syslog://host:65536',
    'syslog://host:99999',
    'syslog://me:hemligt@host',
    'ftp://me:hemligt@host/x',
    '/var/log/head',
    'log.example',
  ])('%j is refused with what is right, and not repeated', (text) => {
    const line = wrong({ HITRATE_AUDIT_HEAD: text });
    expect(line).toBe('HITRATE_AUDIT_HEAD: must be stderr, syslog://host:514 or an http(s) address');
  });

  it.each([
    ['http://log.example/head', 'must be https (plain http only for loopback)'],
    ['https://me:hemligt@log.example/', 'must not hold a user name or password'],
    ['https://', 'must be a URL such as https://log.example/head'],
  ])('%j is refused with what is right', (text, right) => {
    const line = wrong({ HITRATE_AUDIT_HEAD: text });
    expect(line).toContain(right);
    expect(line).not.toContain('hemligt');
  });
});

describe('HITRATE_STATE_DIR', () => {
  it('is where it is set, there or not', () => {
    const folder = newFolder();
    expect(read({ HITRATE_STATE_DIR: join(folder, 'new') }).trust.stateDir).toBe(join(folder, 'new'));
    expect(read({}, ['--state-dir', folder]).trust.stateDir).toBe(folder);
  });

  it.each(['state', './state', '~/state'])('%j is refused, since it is no full path', (text) => {
    expect(wrong({ HITRATE_STATE_DIR: text })).toBe(
      `HITRATE_STATE_DIR=${text}: must be a full path, from the root on`,
    );
  });

  it.runIf(process.platform === 'linux')(
    'by default lies in the home, whatever XDG says, since hosts do not hand XDG on',
    () => {
      const home = join(homedir(), '.local', 'state', 'hitrate-mcp');
      for (const env of [{}, { XDG_STATE_HOME: '/elsewhere' }])
        expect(read(env as Record<string, string>).trust.stateDir).toBe(home);
    },
  );

  it('is read for a stop even where other settings are wrong', () => {
    const env = { HITRATE_STATE_DIR: '/var/state', HITRATE_ACCESS: 'everything', HITRATE_LIMITS: 'x' };
    expect(readStateDir([], env)).toBe('/var/state');
    expect(readStateDir(['--state-dir', '/other'], env)).toBe('/other');
    expect(() => readStateDir([], { HITRATE_STATE_DIR: 'x' })).toThrow(SettingError);
  });
});
