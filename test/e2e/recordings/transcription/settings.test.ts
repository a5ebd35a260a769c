/** The settings of a speech engine, as the process takes them; test/config/transcription-settings.test.ts has all of them. */
import { describe, expect, it } from 'vitest';
import { SECRET } from '../../../support/host.ts';
import { finished } from '../../../support/process.ts';

const SET = { HITRATE_URL: 'http://127.0.0.1:9', HITRATE_TOKEN: SECRET };
const KEY = 'sk-nyckel-0123456789abcdef';

describe.concurrent('a start with an engine that is set up wrong', () => {
  it.each<[Record<string, string>, string[], RegExp]>([
    [
      { HITRATE_TRANSCRIBE_KEY: KEY },
      [],
      /HITRATE_TRANSCRIBE_KEY is of no use without HITRATE_TRANSCRIBE_URL/,
    ],
    [{}, ['--transcribe-key', KEY], /'--transcribe-key'.*--help/],
    [
      { HITRATE_TRANSCRIBE_URL: `http://speech.example/v1?key=${KEY}` },
      [],
      /HITRATE_TRANSCRIBE_URL=http:\/\/speech\.example: must be https .*voices would travel in the open/,
    ],
  ])(
    'a wrong setting of the speech engine ends the start with one line on stderr and exit code 2: %o %o',
    async (env, args, says) => {
      const { code, stdout, stderr } = await finished(args, { env: { ...SET, ...env } });
      expect(stderr).toMatch(/^hitrate-mcp: [^\n]+\n$/);
      expect(stderr).toMatch(says);
      expect(stderr).not.toContain(KEY.slice(0, 12));
      expect(stderr).not.toContain(SECRET);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    },
  );
});

describe.concurrent('transcribe_recording', () => {
  it.each<[Record<string, string>, string[], boolean]>([
    [{}, ['--transcribe-url', 'http://127.0.0.1:8000', '--transcribe-model', 'large-v3'], true],
    [{}, [], false],
  ])(
    'transcribe_recording is enabled only when a speech engine is set up: %o %o: %s',
    async (env, args, right) => {
      const { stdout, code } = await finished(['tools', '--json', ...args], { env });
      expect(code).toBe(0);
      const row = JSON.parse(stdout).find(({ name }: { name: string }) => name === 'transcribe_recording');
      expect(row.enabled).toBe(right);
    },
  );
});
