/** The demo as a newcomer sees it: the first thing that many do. */
import { execFileSync, spawnSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { textWidth } from '../../../src/commands/terminal/text-width.ts';
import { bundle } from '../../support/host.ts';
import { finished } from '../../support/process.ts';

const ERASE_LINE = '\r\u001b[2K';

let stdout: string;
let lines: string[];

beforeAll(async () => {
  const { code, stdout: text, stderr } = await finished(['demo'], { env: { PATH: process.env.PATH! } });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  stdout = text;
  lines = text.split('\n');
});

describe('the demo, piped', () => {
  it('no line is wider than 80 columns', () => {
    // The settings are to be copied as they are.
    const own = lines.filter((line) => !line.includes(bundle) && !line.includes(process.execPath));
    expect(own.filter((line) => textWidth(line) > 80)).toEqual([]);
    expect(lines.length).toBeGreaterThan(150);
  });

  it('no word is broken: each long one stands whole', () => {
    const text = stdout.replace(/\n +/g, ' ');
    for (const whole of [
      'hitrate://order/39/recording.wav?start_s=4&end_s=14',
      'hit_rate_reached_pct',
      'written_answer_after_call',
      "other people's words, not instructions",
    ])
      expect(text).toContain(whole);
  });

  it('it has no escape codes', () => {
    expect(stdout).not.toContain('\u001b');
  });

  it('it shows the steps, with what is asked, called and answered', () => {
    for (const part of [
      /person {3}Hitta Anna på 070-174 06 05/,
      /\bid +create_time +customer +products +value +state\n/,
      /2 more columns: agent, campaign/,
      /hit_rate_reached_pct/,
      /answer {3}permission_denied: delete_sms_template/,
      /answer {3}confirmation_required/,
      /shows {4}Ordervärde per vecka \(kr\)/,
      /^ +█+ [\d ]+ v\. \d+$/m,
      /status +done/,
      /│ Erase customer 922/,
      /status +declined/,
    ])
      expect(stdout).toMatch(part);
  });

  it('it draws both channels of the recording and of the clip, with their lengths', () => {
    expect(stdout.match(/^ +left {3}[▁▂▃▄▅▆▇█]{62}$/gm)).toHaveLength(2);
    expect(stdout.match(/^ +right {2}[▁▂▃▄▅▆▇█]{62}$/gm)).toHaveLength(2);
    expect(stdout).toMatch(/^ +0:00 +0:29$/m);
    expect(stdout).toMatch(/^ +0:00 +0:10$/m);
  });
});

/** util-linux has it; other systems have another program of that name. */
const hasScript =
  spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false;

describe.runIf(hasScript)('the demo on a terminal', () => {
  const onTerminal = (columns: number, env: Record<string, string>): string =>
    execFileSync(
      'script',
      ['-qec', `stty cols ${columns}; "${process.execPath}" "${bundle}" demo`, '/dev/null'],
      { encoding: 'utf8', env: { PATH: process.env.PATH!, TERM: 'xterm', ...env } },
    );
  /** What is left on the screen: progress was erased. */
  const shownLines = (text: string) =>
    text.split('\r\n').map((line) => stripVTControlCharacters(line.split(ERASE_LINE).at(-1)!));

  it('it has colours, and fits the terminal', () => {
    const text = onTerminal(90, {});
    expect(text).toContain('\u001b[1mHitta Anna');
    expect(text).toContain('\u001b[31mpermission_denied');
    const shown = shownLines(text).filter((line) => !line.includes(bundle));
    expect(shown.filter((line) => textWidth(line) > 90)).toEqual([]);
    expect(shown.some((line) => textWidth(line) > 80)).toBe(true);
  });

  it('it has no colours with NO_COLOR', () => {
    const text = onTerminal(80, { NO_COLOR: '1' });
    for (const line of text.split(ERASE_LINE).join('').split('\n'))
      expect(line).toBe(stripVTControlCharacters(line));
    expect(text).toContain('Hitta Anna');
  });
});
