/** How the page of a server for a team looks: readable by everybody. PAGE_SHOTS is a folder for pictures. */

import type { Page } from 'playwright-core';
import { describe, it } from 'vitest';
import { TYPED } from '../../support/approval.ts';
import { newPage } from '../../support/browser.ts';
import { expectReadable } from '../../support/page-look.ts';
import { ANNA, type BenchOptions, type TeamBench, teamBench, typeLogin } from './bench.ts';
import { startForgingProvider } from './forging-provider.ts';

const LONG_NAME = `${'Annamaria '.repeat(8)}${'x'.repeat(60)}`;

/** What a person may meet, and how it comes about. */
const SCENES: Record<string, { options?: BenchOptions; go(bench: TeamBench, page: Page): Promise<unknown> }> =
  {
    code: {
      async go(bench, page) {
        await page.goto((await bench.open()).address);
        await typeLogin(page, 'anna', 'wrong');
        await page.waitForSelector('#login-problem:not(:empty)');
      },
    },
    both: {
      async go(bench, page) {
        await page.goto((await bench.open()).address);
        await page.waitForSelector('#provider:visible');
      },
    },
    again: {
      async go(bench, page) {
        const opened = await bench.open({ proof: 'PIN or passkey' });
        await page.goto(opened.address);
        await typeLogin(page, 'anna');
        await page.waitForSelector('#approval:not([hidden])');
        bench.later(301_000);
        await page.click('#yes');
        await page.waitForSelector('#login:not([hidden])');
      },
    },
    other: {
      options: { fourEyes: true },
      async go(bench, page) {
        bench.people.set('anna', { ...ANNA, name: LONG_NAME });
        await page.goto((await bench.open({ type: TYPED })).address);
        await typeLogin(page, 'bo');
        await page.waitForSelector('#approval:not([hidden])');
      },
    },
    own: {
      options: { fourEyes: true },
      async go(bench, page) {
        await page.goto((await bench.open()).address);
        await typeLogin(page, 'anna');
        await page.waitForSelector('#approval:not([hidden])');
      },
    },
    list: {
      options: { fourEyes: true },
      async go(bench, page) {
        bench.people.set('anna', { ...ANNA, name: LONG_NAME });
        await bench.open();
        await bench.open({ binding: 'x', summary: 'w'.repeat(400) });
        await bench.open({ binding: 'x', summary: 'Cancel order 4001.' }, 'bo');
        await page.goto(`${bench.publicUrl}/approve/`);
        await typeLogin(page, 'bo');
        await page.waitForSelector('#list:not([hidden])');
      },
    },
    empty: {
      async go(bench, page) {
        await page.goto(`${bench.publicUrl}/approve/`);
        await typeLogin(page, 'anna');
        await page.waitForSelector('#list:not([hidden])');
      },
    },
    unknown: {
      async go(bench, page) {
        await page.goto((await bench.open()).address);
        await typeLogin(page, 'bo');
        await page.waitForSelector('#end:not([hidden])');
      },
    },
    answered: {
      async go(bench, page) {
        const handover = { label: 'The password of the new user', value: 'Skog-7-Bro-Ljung' };
        await page.goto((await bench.open({ handover })).address);
        await typeLogin(page, 'anna');
        await page.click('#yes');
        await page.waitForSelector('#end:not([hidden])');
      },
    },
  };

describe('the page of a server for a team', () => {
  it.each(Object.keys(SCENES))(
    'can be read by everybody, wide and narrow, light and dark, in both languages: %s',
    async (scene) => {
      const { options, go } = SCENES[scene]!;
      const login = scene === 'both' && { provider: (await startForgingProvider()).client, codes: true };
      const page = await newPage();
      await go(await teamBench({ ...options, ...(login && { login }) }), page);
      await expectReadable(page, `team-${scene}`);
    },
  );
});
