/** Looks at a page with axe-core, at both widths, light and dark, in both languages. PAGE_SHOTS is a folder for pictures. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { expect } from 'vitest';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const SHOTS = process.env.PAGE_SHOTS;
const WIDTHS = [
  { width: 390, height: 844, language: 'Svenska' },
  { width: 1280, height: 800, language: 'English' },
];
/** What axe-core calls an error, of WCAG 2.2 up to AA and of good practice. */
const GRAVE = ['serious', 'critical'];

export async function graveViolations(page: Page | Frame): Promise<unknown[]> {
  await page.evaluate(AXE);
  const { violations }: any = await page.evaluate("axe.run({ resultTypes: ['violations'] })");
  return violations
    .filter(({ impact }: any) => GRAVE.includes(impact))
    .map(({ id, nodes }: any) => [id, nodes.map(({ target }: any) => target)]);
}

/** @param scene names its pictures */
export async function expectReadable(page: Page, scene: string): Promise<void> {
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
}
