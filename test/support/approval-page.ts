/** The approval page in a browser, as a person uses it. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Opens an approval's page and waits for its question. */
export const goTo = async (page: Page, { address }: { address: string }): Promise<Page> => {
  await page.goto(address);
  await page.getByRole('button', { name: 'No', exact: true }).waitFor();
  return page;
};
export const sayYes = (page: Page) => page.getByRole('button', { name: /^Yes/ }).click();
export const sayNo = (page: Page) => page.getByRole('button', { name: 'No', exact: true }).click();
export const heading = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor();
export const alert = async (page: Page): Promise<string> => {
  const said = page.getByRole('alert').filter({ hasText: /./ });
  await said.waitFor();
  return (await said.textContent())!;
};

/** Looks until it is so. */
export const poll = <T>(look: () => Promise<T> | T) => expect.poll(look);
