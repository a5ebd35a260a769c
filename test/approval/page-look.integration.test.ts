/** How the page looks: readable by everybody, at both widths, light and dark. PAGE_SHOTS is a folder for pictures. */

import type { Page } from 'playwright-core';
import { describe, it } from 'vitest';
import { addPasskey } from '../../src/approval/proofs/passkeys.ts';
import { type ApprovalBench, approvalBench, givePin, TYPED } from '../support/approval.ts';
import { newPage } from '../support/browser.ts';
import { expectReadable } from '../support/page-look.ts';

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

describe('the page', () => {
  it.each(Object.keys(SCENES))(
    'can be read by everybody, wide and narrow, light and dark, in both languages: %s',
    async (scene) => {
      const page = await newPage();
      await SCENES[scene]!(approvalBench(), page);
      await expectReadable(page, scene);
    },
  );
});
