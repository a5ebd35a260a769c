/** How the page looks: readable by everybody, at both widths, light and dark. PAGE_SHOTS is a folder for pictures. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { addPasskey } from '../../src/approval/proofs/passkeys.ts';
import { type ApprovalBench, approvalBench, givePin, TYPED } from '../support/approval.ts';
import { newPage } from '../support/browser.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SHOTS = process.env.PAGE_SHOTS;
const EFFECTS = Array.from(
  { length: 60 },
  (_, i) => `Order ${4000 + i}: Astrid Lindqvist, 399 SEK, confirmed, will be cancelled.`,
);
const LONG = {
  summary: 'Cancel 60 orders of customer 922, Astrid Lindqvist, worth 23 940 SEK in all.',
  effects: EFFECTS,
  undo: 'Each order can be set to not cancelled again by update_order_status.',
};
const HOSTILE = {
  summary: 'Erase customer 922, <img src=x onerror=alert(1)> \u05d0\u05d1\u05d2 \u202egnihton\u202c.',
  effects: [`${'w'.repeat(700)} ${'x y '.repeat(200)}`, '</li></ul><script>alert(1)</script>'],
};

const WIDTHS = [
  { width: 390, height: 844, language: 'Svenska' },
  { width: 1280, height: 800, language: 'English' },
];
/** What axe-core calls an error, of WCAG 2.2 up to AA and of good practice. */
const GRAVE = ['serious', 'critical'];

/** What a person may meet, and how it comes about. */
const SCENES: Record<string, (bench: ApprovalBench, page: Page) => Promise<void>> = {
  short: async (bench, page) => goTo(page, await bench.open()),
  long: async (bench, page) => goTo(page, await bench.open(LONG)),
  typed: async (bench, page) => {
    await goTo(page, await bench.open({ type: TYPED }));
    await page.fill('#typed', '923');
    await page.click('#yes');
    await page.waitForSelector('#problem:not(:empty)');
  },
  pin: async (bench, page) => {
    await givePin(bench.stateDir);
    await goTo(page, await bench.open({ proof: 'PIN or passkey', type: TYPED }));
  },
  passkey: async (bench, page) => {
    await addPasskey(bench.stateDir, {
      id: 'aaaa',
      public_key: 'bbbb',
      counter: 0,
      name: 'x',
      enrolled: 'y',
    });
    await goTo(page, await bench.open());
  },
  hostile: async (bench, page) => goTo(page, await bench.open(HOSTILE)),
  answered: async (bench, page) => {
    await goTo(page, await bench.open());
    await page.click('#yes');
    await page.waitForSelector('#end:not([hidden])');
  },
  declined: async (bench, page) => {
    await goTo(page, await bench.open());
    await page.click('#no');
    await page.waitForSelector('#end:not([hidden])');
  },
  expired: async (bench, page) => {
    const opened = await bench.open();
    bench.later(700_000);
    await page.goto(opened.address);
    await page.waitForSelector('#end:not([hidden])');
  },
};

async function goTo(page: Page, { address }: { address: string }): Promise<void> {
  await page.goto(address);
  await page.waitForSelector('#approval:not([hidden])');
}

async function graveViolations(page: Page): Promise<unknown[]> {
  const { violations }: any = await page.evaluate("axe.run({ resultTypes: ['violations'] })");
  return violations
    .filter(({ impact }: any) => GRAVE.includes(impact))
    .map(({ id, nodes }: any) => [id, nodes.map(({ target }: any) => target)]);
}

describe('the page', () => {
  it.each(Object.keys(SCENES))(
    'can be read by everybody, wide and narrow, light and dark, in both languages: %s',
    async (scene) => {
      const page = await newPage();
      await SCENES[scene]!(approvalBench(), page);
      await page.evaluate(AXE);
      for (const { width, height, language } of WIDTHS) {
        await page.setViewportSize({ width, height });
        await page.getByRole('button', { name: language }).click();
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          if (SHOTS) await page.screenshot({ path: join(SHOTS, `${scene}-${width}-${colorScheme}.png`) });
          expect(await graveViolations(page)).toEqual([]);
        }
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      }
    },
  );
});
