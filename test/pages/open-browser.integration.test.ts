/** Opening the page by the platform's own opener; xdg-open is replaced by a script. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openBrowser } from '../../src/pages/open-browser.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { newFolder } from '../support/files.ts';

const ADDRESS = 'http://127.0.0.1:1/#a b;$(touch x)&c';

/** Puts an opener first on the path. @returns its folder */
function useOpener(script?: string): string {
  const folder = newFolder();
  const { PATH } = process.env;
  afterThisTest(() => {
    process.env.PATH = PATH;
  });
  process.env.PATH = script === undefined ? folder : `${folder}:${PATH}`;
  if (script !== undefined) writeFileSync(join(folder, 'xdg-open'), `#!/bin/sh\n${script}\n`);
  if (script !== undefined) chmodSync(join(folder, 'xdg-open'), 0o755);
  return folder;
}

describe.runIf(process.platform === 'linux')('openBrowser', () => {
  it('hands the address over as it is, without a shell', async () => {
    const folder = useOpener('printf "%s\\n" "$#" "$1" > "$(dirname "$0")/got"');
    expect(await openBrowser(ADDRESS)).toBe(true);
    expect(readFileSync(join(folder, 'got'), 'utf8')).toBe(`1\n${ADDRESS}\n`);
  });

  it('does not wait for a browser that stays open', async () => {
    useOpener('sleep 3');
    expect(await openBrowser(ADDRESS)).toBe(true);
  });

  it('says that it was not opened where the opener fails or is missing', async () => {
    useOpener('exit 3');
    expect(await openBrowser(ADDRESS)).toBe(false);
    useOpener();
    expect(await openBrowser(ADDRESS)).toBe(false);
  });
});
