/** The settings of a speech engine: one clear line where they are wrong, and what is on offer where they are right. */
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { withheldBySetting } from '../../src/guard/access.ts';
import { tools } from '../../tools/index.ts';
import { settingErrorOf } from '../support/setting-error.ts';

const TOKEN = 'sekret-0123456789abcdef';
const SET = { HITRATE_URL: 'http://127.0.0.1:9', HITRATE_TOKEN: TOKEN };
const KEY = 'sk-nyckel-0123456789abcdef';
const LOCAL = 'http://127.0.0.1:8000';

const WRONG: [env: Record<string, string>, args: string[], says: RegExp][] = [
  [
    { HITRATE_TRANSCRIBE_URL: LOCAL, HITRATE_TRANSCRIBE_COMMAND: 'whisper {file}' },
    [],
    /HITRATE_TRANSCRIBE_URL and HITRATE_TRANSCRIBE_COMMAND are both set/,
  ],
  [
    { HITRATE_TRANSCRIBE_URL: LOCAL },
    ['--transcribe-command', 'whisper {file}'],
    /HITRATE_TRANSCRIBE_URL and --transcribe-command are both set/,
  ],
  [{ HITRATE_TRANSCRIBE_KEY: KEY }, [], /HITRATE_TRANSCRIBE_KEY is of no use without HITRATE_TRANSCRIBE_URL/],
  [
    { HITRATE_TRANSCRIBE_KEY: KEY, HITRATE_TRANSCRIBE_COMMAND: 'whisper {file}' },
    [],
    /HITRATE_TRANSCRIBE_KEY is of no use/,
  ],
  [{ HITRATE_TRANSCRIBE_MODEL: 'large-v3' }, [], /HITRATE_TRANSCRIBE_MODEL is of no use/],
  [
    { HITRATE_TRANSCRIBE_URL: LOCAL, HITRATE_TRANSCRIBE_KEY: `${KEY} x` },
    [],
    /HITRATE_TRANSCRIBE_KEY: the key has a character that no key has/,
  ],
  [{}, ['--transcribe-key', KEY], /'--transcribe-key'.*--help/],
  [{ HITRATE_TRANSCRIBE_URL: 'speech' }, [], /HITRATE_TRANSCRIBE_URL=speech: must be a URL such as http/],
  [
    { HITRATE_TRANSCRIBE_URL: `http://speech.example/v1?key=${KEY}` },
    [],
    /HITRATE_TRANSCRIBE_URL=http:\/\/speech\.example: must be https .*voices would travel in the open/,
  ],
  [{ HITRATE_TRANSCRIBE_URL: 'http://127.0.0.2:8000' }, [], /HITRATE_TRANSCRIBE_URL=.*must be https/],
  [{ HITRATE_TRANSCRIBE_URL: 'http://localhost.example' }, [], /HITRATE_TRANSCRIBE_URL=.*must be https/],
  [{ HITRATE_TRANSCRIBE_URL: 'file:///etc/passwd' }, [], /HITRATE_TRANSCRIBE_URL=.*must be https/],
  [
    { HITRATE_TRANSCRIBE_URL: `https://me:${KEY}@speech.example` },
    [],
    /HITRATE_TRANSCRIBE_URL: must not hold a user name or password/,
  ],
  [
    { HITRATE_TRANSCRIBE_COMMAND: 'whisper-cli -oj' },
    [],
    /HITRATE_TRANSCRIBE_COMMAND=whisper-cli -oj: .*\{file\}/,
  ],
  [
    { HITRATE_TRANSCRIBE_COMMAND: './whisper {file}' },
    [],
    /must name the program alone, or by its full path/,
  ],
  [
    { HITRATE_TRANSCRIBE_COMMAND: 'whisper -l {lang} {file}' },
    [],
    /knows \{file\}, \{language\} and \{dir\}, not \{lang\}/,
  ],
  [{ HITRATE_CHANNELS: 'right,left' }, [], /HITRATE_CHANNELS=right,left: names the left channel first/],
  [
    { HITRATE_TRANSCRIBE_COMMAND: '{file}' },
    [],
    /HITRATE_TRANSCRIBE_COMMAND=\{file\}: must name the program/,
  ],
  [
    { HITRATE_TRANSCRIBE_COMMAND: '"whisper {file}' },
    [],
    /HITRATE_TRANSCRIBE_COMMAND=.*a quote that is not closed/,
  ],
  [{ HITRATE_TRANSCRIBE_COMMAND: "whisper {file} it's" }, [], /a quote that is not closed/],
  [{ HITRATE_TRANSCRIBE_COMMAND: `whisper "{file}' x` }, [], /a quote that is not closed/],
  [
    { HITRATE_TRANSCRIBE_LANGUAGE: 'svenska', HITRATE_TRANSCRIBE_URL: LOCAL },
    [],
    /LANGUAGE=svenska: .*sv or en/,
  ],
  ...['agent', 'agent,', ',customer', 'agent,agent', 'a,b,c', 'agent,"x"', `agent,${'x'.repeat(31)}`].map(
    (channels): [Record<string, string>, string[], RegExp] => [
      { HITRATE_CHANNELS: channels },
      [],
      /HITRATE_CHANNELS=.*must be two different names such as agent,customer$/m,
    ],
  ),
];

describe('an engine that is set up wrong', () => {
  it.each(WRONG)(
    'an engine that is set up wrong is refused in one line that names the setting: %o %o',
    (env, args, says) => {
      const line = settingErrorOf(() => readConfig(args, { ...SET, ...env }));
      expect(line).toMatch(says);
      expect(line).not.toContain(KEY.slice(0, 12));
      expect(line).not.toContain(TOKEN);
    },
  );
});

describe('transcribe_recording', () => {
  const tool = tools.find(({ name }) => name === 'transcribe_recording')!;
  const isOffered = (env: Record<string, string>, args: string[] = []) =>
    withheldBySetting(tool, readConfig(args, env)) === undefined;

  it.each<[Record<string, string>, string[]]>([
    [{ HITRATE_TRANSCRIBE_URL: LOCAL }, []],
    [{ HITRATE_TRANSCRIBE_URL: 'http://localhost:8000/v1' }, []],
    [{ HITRATE_TRANSCRIBE_URL: 'http://[::1]:8000/inference' }, []],
    [{ HITRATE_TRANSCRIBE_URL: 'https://api.openai.com/v1', HITRATE_TRANSCRIBE_KEY: KEY }, []],
    [{ HITRATE_TRANSCRIBE_COMMAND: `whisper-cli -m "my model.bin" -f '{file}'` }, []],
    [{}, ['--transcribe-url', LOCAL, '--transcribe-model', 'large-v3', '--channels', 'kund,säljare']],
  ])('transcribe_recording is offered where an engine is set up: %o %o', (env, args) => {
    expect(isOffered(env, args)).toBe(true);
  });

  it.each<[Record<string, string>]>([
    [{}],
    [{ HITRATE_TRANSCRIBE_URL: '' }],
    // What a host leaves where the person gave no value.
    [{ HITRATE_TRANSCRIBE_URL: `\${user_config.url}`, HITRATE_TRANSCRIBE_KEY: `\${user_config.key}` }],
    [{ HITRATE_TRANSCRIBE_URL: LOCAL, HITRATE_TOOLSETS: 'orders' }],
  ])('transcribe_recording is not offered without an engine or with its toolset off: %o', (env) => {
    expect(isOffered(env)).toBe(false);
  });
});
