/** The approval page of a server for a team in two tabs of one browser, which share a login. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { OpenApproval } from '../../../src/define/acts/approval.ts';
import { TYPED } from '../../support/approval.ts';
import { alert, heading, sayNo, sayYes } from '../../support/approval-page.ts';
import { newPage } from '../../support/browser.ts';
import { type TeamBench, teamBench, typeLogin } from './bench.ts';

/** Has typed all in one tab, while in another one somebody logs in. */
async function loggedInAnewElsewhere(
  who: string,
): Promise<{ bench: TeamBench; opened: OpenApproval; first: Page }> {
  const bench = await teamBench();
  const opened = await bench.open({ type: TYPED });
  const first = await newPage();
  await first.goto(opened.address);
  await typeLogin(first, 'anna');
  await first.getByLabel('Type the customer id to confirm').fill('922');
  const second = await first.context().newPage();
  await second.goto(`${bench.publicUrl}/approve/`);
  await second.getByRole('button', { name: 'Log out' }).click();
  await typeLogin(second, who);
  await heading(second, 'What waits for you');
  return { bench, opened, first };
}

/** As a browser says it. */
const comeBack = async (page: Page): Promise<void> => {
  const loaded = page.waitForResponse(/\/approve\/state$/);
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
  await loaded;
};

describe('a person with a code', () => {
  it('answers in one of two tabs, and the other one knows', async () => {
    const bench = await teamBench({ replicas: 2 });
    const opened = await bench.open();
    const first = await newPage();
    await first.goto(opened.address);
    await typeLogin(first, 'anna');
    await heading(first, 'Shall this be done?');
    const second = await first.context().newPage();
    await second.goto(opened.address);
    await heading(second, 'Shall this be done?');
    await sayNo(first);
    await heading(first, 'The answer is no');
    await sayYes(second);
    await heading(second, 'The answer is no');
    await second.getByText('It was answered before, here or in another tab.').waitFor();
    expect(await bench.look(opened)).toEqual({ state: 'declined' });
  });

  it('is told where another tab has logged in anew, and answers once the page is loaded again', async () => {
    const { bench, opened, first } = await loggedInAnewElsewhere('anna');
    await sayYes(first);
    expect(await alert(first)).toMatch(/logged in anew in another tab .* Nothing was answered/);
    expect(await bench.look(opened)).toEqual({ state: 'pending' });
    await first.reload();
    await first.getByLabel('Type the customer id to confirm').fill('922');
    await sayYes(first);
    await heading(first, 'The answer is yes');
  });

  it('comes back to a tab that has another login now, and finds what was typed', async () => {
    const { first } = await loggedInAnewElsewhere('anna');
    await comeBack(first);
    await sayYes(first);
    await heading(first, 'The answer is yes');
  });

  it('comes back to a tab where somebody else is logged in now, and finds nothing of theirs', async () => {
    const { first } = await loggedInAnewElsewhere('bo');
    await comeBack(first);
    await heading(first, 'There is nothing to answer here');
    await first.getByText('Logged in as Bo Alm (bo).').waitFor();
  });
});
