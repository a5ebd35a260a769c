/** What a host is told at the start: short in every setting, and true of this server. */
import { describe, expect, it } from 'vitest';
import { type Config, readConfig } from '../../../src/config/config.ts';
import { withheldBySetting } from '../../../src/guard/access.ts';
import { instructions } from '../../../src/mcp/instructions.ts';
import { tools } from '../../../tools/index.ts';
import { startHost } from '../../support/host.ts';

const offered = (config: Config) =>
  new Set(tools.filter((tool) => !withheldBySetting(tool, config)).map(({ name }) => name));

const told = (env: Record<string, string | undefined>, now?: Date): string => {
  const config = readConfig([], { HITRATE_TOKEN: 'x', ...env });
  return instructions(config, offered(config), now);
};

/** Hosts cut what is longer; where nothing is wrong there is room for a line more. */
const CUT = 2048;
const ROOM = 60;

const MOST = {
  HITRATE_ACCESS: 'destructive',
  HITRATE_DOWNLOAD_DIR: '/tmp',
  HITRATE_TIMEZONE: 'America/Argentina/Buenos_Aires',
};
const LABEL = 'a'.repeat(63);

describe('instructions', () => {
  it.each(['read', 'write', 'destructive'])(
    'the instructions stay below 2,048 characters with the tier %s, whatever is set',
    (access) => {
      for (const engine of [{}, { HITRATE_TRANSCRIBE_COMMAND: 'whisper {file}' }])
        for (const at of [
          { HITRATE_SANDBOX: 'on' },
          { HITRATE_DIALER: LABEL },
          { HITRATE_URL: `https://${LABEL}.${LABEL}.${LABEL}.example` },
        ]) {
          const env = { ...MOST, ...engine, ...at, HITRATE_ACCESS: access };
          expect(told(env).length).toBeLessThanOrEqual(CUT - ROOM);
          const wrong = {
            HITRATE_TRANSCRIBE_LANGUAGES: 'sv',
            HITRATE_RESOURCES_MB: '1',
            [`HITRATE_${'X'.repeat(200)}`]: '1',
          };
          expect(told({ ...env, ...wrong }).length).toBeLessThan(CUT);
        }
    },
  );

  it.each([
    [{ HITRATE_DIALER: 'demodialer' }, 'The dialer here: demodialer.'],
    [{ HITRATE_URL: 'https://demodialer.hitrate.tech:3007' }, 'The dialer here: demodialer.'],
    [{ HITRATE_URL: 'https://dialer.example:3007' }, 'The dialer here: dialer.example:3007.'],
    [{ HITRATE_URL: 'http://127.0.0.1:3007' }, 'The dialer here: 127.0.0.1:3007.'],
    [{ HITRATE_SANDBOX: 'on' }, 'The dialer here: the sandbox (invented people).'],
  ])('the instructions name the dialer of %o', (env, says) => {
    expect(told(env as Record<string, string>)).toContain(says);
  });

  it('the instructions give the day and time as those of the start of the server', () => {
    const now = new Date(2026, 10, 25, 9, 5);
    const text = told({ HITRATE_SANDBOX: 'on' }, now);
    expect(text).toMatch(
      /This server started on Wednesday 2026-11-25 09:05 Europe\/Stockholm \(UTC[+-]\d\d:\d\d\)/,
    );
    expect(text).toContain('as_of');
    expect(text).not.toMatch(/Today is/);
  });

  it('the instructions give the start time in the configured time zone', async () => {
    for (const zone of ['Pacific/Kiritimati', 'Pacific/Niue']) {
      const before = Date.now();
      const host = await startHost({ HITRATE_SANDBOX: 'on', HITRATE_TIMEZONE: zone });
      const text = host.client.getInstructions()!;
      const [, date, time] = /started on \w+ (\S+) (\d\d:\d\d)/.exec(text)!;
      const moments = [before, Date.now()].map((at) =>
        new Date(at).toLocaleString('sv-SE', { timeZone: zone }).slice(0, 16),
      );
      expect(moments).toContain(`${date} ${time}`);
      await host.close();
    }
  });

  it('the instructions ask the model to tell the person about unknown settings', async () => {
    const host = await startHost(
      { HITRATE_SANDBOX: 'on', HITRATE_ACESS: 'write', HITRATE_FOO: '1' },
      { onStderr() {} },
    );
    expect(host.client.getInstructions()).toContain(
      'Tell the person: HITRATE_ACESS is no setting and is ignored: did you mean HITRATE_ACCESS? 1 more',
    );
    await host.close();
    expect(told({ HITRATE_SANDBOX: 'on' })).not.toContain('no setting');
  });
});
