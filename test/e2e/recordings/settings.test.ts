/** The settings of recordings, as the process takes them; test/config/recording-settings.test.ts has all of them. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newFolder } from '../../support/files.ts';
import { SECRET } from '../../support/host.ts';
import { finished } from '../../support/process.ts';

const SET = { HITRATE_URL: 'http://127.0.0.1:9', HITRATE_TOKEN: SECRET };

it.concurrent.each<[name: string, env: () => Record<string, string>, args: () => string[], says: RegExp]>([
  [
    'a download folder that is missing',
    () => ({ HITRATE_DOWNLOAD_DIR: join(newFolder(), 'nowhere') }),
    () => [],
    /HITRATE_DOWNLOAD_DIR=.*there is no such folder \(ENOENT\): make it first/,
  ],
  [
    'a download folder whose name has two lines',
    () => ({ HITRATE_DOWNLOAD_DIR: `${newFolder()}\nx` }),
    () => [],
    /HITRATE_DOWNLOAD_DIR=.*there is no such folder \(ENOENT\): make it first/,
  ],
  [
    'a device as download folder',
    () => ({}),
    () => ['--download-dir', '/dev/null'],
    /--download-dir=.*must be a folder/,
  ],
  [
    'a largest resource of nonsense',
    () => ({ HITRATE_RESOURCE_MB: 'much' }),
    () => [],
    /HITRATE_RESOURCE_MB=much: /,
  ],
])('%s ends the start with one line on stderr and exit code 2', async (_, env, args, says) => {
  const { code, stdout, stderr } = await finished(args(), { env: { ...SET, ...env() } });
  expect(stderr).toMatch(/^hitrate-mcp: [^\n]+\n$/);
  expect(stderr).toMatch(says);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});
