/** What a person reads on the page of a recording, and how they find their way in it. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { newPage } from '../support/browser.ts';
import type { Answering } from '../support/hearing-engine.ts';
import { expectReadable } from '../support/page-look.ts';
import { drawn, MARKS, ORDER_RECORDING, reviewBench } from '../support/review.ts';
import { addOrder } from '../support/sandbox-rows.ts';

const marked = (page: Page) => page.locator('#lines mark').allTextContents();
const clock = (page: Page) => page.locator('#at').textContent();
const said = (page: Page) => page.getByRole('button', { name: /Nu skickar jag ett SMS/ });

const HOSTILE = '<img src=x onerror="document.title=`owned`">';
/** An engine that hears markup. */
const hostile: Answering = () => ({
  body: { text: HOSTILE, segments: [{ start: 0.5, end: 2, text: HOSTILE }], language: 'sv', duration: 3 },
});

describe('the words on the page', () => {
  it('say what was sold by whom to whom, in the language that the person chooses', async () => {
    const bench = await reviewBench();
    const page = await bench.open();
    await page.getByText('Dog box: 399 a month, 12 payments').waitFor();
    for (const fact of ['Anna Ek (922)', 'Mawila Nathaniel (6)', 'confirmed'])
      await page.getByText(fact, { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Svenska' }).click();
    await page.getByText('Dog box: 399 i månaden, 12 betalningar').waitFor();
    await page.getByText('bekräftad', { exact: true }).waitFor();
    expect(await page.title()).toBe('Order 39');
  });

  it('are those of the transcript that was made before, which is not made again', async () => {
    const bench = await reviewBench();
    const { transcript } = await bench.ask('transcribe_recording', { order_id: 39 });
    const page = await bench.open({ transcript });
    await said(page).waitFor();
    const next = await bench.ask('transcribe_recording', { order_id: 39 });
    expect(Number(next.transcript.slice(1))).toBe(Number(transcript.slice(1)) + 1);
  });

  it('are not those of another recording', async () => {
    const bench = await reviewBench();
    const { transcript } = await bench.ask('transcribe_recording', { call_ids: [4371] });
    const page = await bench.open({ transcript });
    await page.getByText('The transcript that was given is of another recording').waitFor();
    await page.getByRole('button', { name: 'Write out what is said' }).click();
    await said(page).waitFor();
  });

  it('have the quotations of the checklist marked, and say which of them nobody said', async () => {
    const bench = await reviewBench();
    const page = await bench.open({ marks: MARKS });
    await said(page).waitFor();
    expect(await page.locator('#lines .quoted').allTextContents()).toEqual([
      'det är Johan på Djurboxen AB',
      '399 kronor i månaden i tolv månader',
    ]);
    const rows = page.getByRole('table').getByRole('row');
    expect(await rows.filter({ hasText: 'These words are not in the transcript' }).count()).toBe(1);
    expect(await rows.nth(3).textContent()).toContain('ångerrätt i trettio dagar');
    await drawn(page);
    expect(await page.locator('.flag').allTextContents()).toEqual(['1', '2', '3']);
  });

  it('can be searched, whatever the case, and from one place to the next', async () => {
    const bench = await reviewBench();
    const page = await bench.open();
    await said(page).waitFor();
    const search = page.getByRole('searchbox', { name: 'Search in what was said' });
    await search.fill('TACK');
    expect(await marked(page)).toEqual(['Tack', 'Tack', 'Tack']);
    await page.getByText('3 found').waitFor();
    await search.press('Enter');
    await page.getByText('1 of 3').waitFor();
    await page.getByRole('button', { name: 'Previous' }).click();
    await page.getByText('3 of 3').waitFor();
    await search.fill('manader');
    expect(await marked(page)).toEqual(['månader']);
    await search.fill('mänader');
    expect(await marked(page)).toEqual([]);
    await page.getByText('Not found').waitFor();
    await search.fill('');
    expect(await page.locator('#hits').textContent()).toBe('');
  });

  it('are text, whatever people are called and whatever is heard', async () => {
    const bench = await reviewBench({}, hostile);
    bench.state.customers.get(922)!.first_name = HOSTILE;
    const marks = [MARKS[0], [HOSTILE, 'yes', HOSTILE, '0:01']];
    const page = await bench.open({ marks });
    await page.locator('#lines button').first().waitFor();
    await page.getByText(`${HOSTILE} Ek (922)`).waitFor();
    await page.getByRole('searchbox').fill('<img');
    expect(await page.locator('#review img').count()).toBe(0);
    expect(await page.locator('#lines .words').first().textContent()).toBe(HOSTILE);
    expect(await page.locator('#points .point').textContent()).toBe(HOSTILE);
    expect(await page.title()).toBe('Order 39');
  });

  it('can be read at both widths, in both languages, light and dark', async () => {
    const bench = await reviewBench();
    const page = await bench.open({ marks: MARKS });
    await said(page).waitFor();
    await drawn(page);
    await page.getByRole('searchbox').fill('tack');
    await expectReadable(page, 'review-desk');
  });
});

describe('the keys', () => {
  it('play and pause, go back and forth, and from line to line', async () => {
    const bench = await reviewBench();
    const page = await bench.open();
    await said(page).waitFor();
    await drawn(page);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await clock(page)).toBe('0:10');
    await page.keyboard.press('ArrowLeft');
    expect(await clock(page)).toBe('0:05');
    await page.keyboard.press(' ');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.keyboard.press(' ');
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    await page.keyboard.press('j');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    const current = page.locator('#lines [aria-current]');
    await expect.poll(() => current.textContent()).toContain('Vår låda heter Dog box');
    await page.keyboard.press('k');
    await expect.poll(() => current.textContent()).toContain('Ja, det är jag.');
  });

  it('are letters in the search, and steps on the waveform', async () => {
    const bench = await reviewBench();
    const page = await bench.open();
    await said(page).waitFor();
    await drawn(page);
    await page.getByRole('searchbox').pressSequentially('j k');
    expect(await page.getByRole('searchbox').inputValue()).toBe('j k');
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    const slider = page.getByRole('slider', { name: 'Position in the recording' });
    await slider.press('End');
    expect(await slider.getAttribute('aria-valuetext')).toBe('0:28 of 0:28');
    await slider.press('Home');
    await slider.press('ArrowUp');
    expect(await slider.getAttribute('aria-valuetext')).toBe('0:05 of 0:28');
    expect(await slider.getAttribute('aria-valuenow')).toBe('5');
  });
});

describe('a page that can not show all', () => {
  it('says that no speech engine is set up, and plays all the same', async () => {
    const bench = await reviewBench({ HITRATE_TRANSCRIBE_URL: '' });
    const page = await bench.open();
    await page.getByText(/No speech engine is set up, .* with HITRATE_TRANSCRIBE_URL\.$/).waitFor();
    await drawn(page);
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect.poll(() => clock(page)).toMatch(/0:0[1-9]/);
    expect(await page.getByRole('button', { name: 'Write out what is said' }).isVisible()).toBe(false);
    expect(await page.locator('#keys').innerText()).toBe('Space: play and pause. Arrows: 5 seconds.');
  });

  it('says that the token has no right to the recording, and not that no engine is set up', async () => {
    const bench = await reviewBench();
    const address = await bench.address();
    bench.instead(({ path }) =>
      path === ORDER_RECORDING
        ? { status: 403, body: { message: 'Missing recording read permission' } }
        : 'sandbox',
    );
    const page = await newPage();
    await page.goto(address);
    const status = page.locator('#transcript-status');
    await status.getByText('The dialer’s token has no right to it.').waitFor();
  });

  it('says in words what the dialer does not answer, and can be tried again', async () => {
    const bench = await reviewBench();
    const address = await bench.address();
    bench.instead(({ path }) => (path.includes('order') ? { status: 500, body: {} } : 'sandbox'));
    const page = await newPage();
    await page.goto(address);
    await page.getByText('What it is about could not be read.').waitFor();
    await page.getByText('The recording could not be drawn.').waitFor();
    await page.getByText('What was said could not be written out.').waitFor();
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await page.getByText('The sound could not be loaded.').waitFor();
    bench.instead(() => 'sandbox');
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect.poll(() => clock(page)).toMatch(/0:0[1-9]/);
    expect(await page.locator('#sound-problem').textContent()).toBe('');
  });

  it('says once that it is closed when the server has ended, and keeps what was read', async () => {
    const bench = await reviewBench();
    const page = await bench.open({ marks: MARKS });
    await said(page).waitFor();
    await drawn(page);
    await bench.calls.close();
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    const closed = page.getByText(/This page is closed: .* Ask the assistant for the recording again\./);
    await closed.waitFor();
    expect(await closed.count()).toBe(1);
    expect(await page.locator('#player').isVisible()).toBe(false);
    expect(await said(page).isDisabled()).toBe(true);
    await page.keyboard.press('j');
    await page.getByRole('button', { name: 'Svenska' }).click();
    await page.getByText(/^Sidan är stängd: /).waitFor();
    expect(await page.locator('#review button:enabled:visible').count()).toBe(0);
    await page.getByRole('searchbox').fill('tack');
    expect(await marked(page)).toHaveLength(3);
    expect(await page.locator('#follow').isVisible()).toBe(false);
    expect(await page.locator('#review').innerText()).not.toMatch(/Error|fetch|kunde inte/);
    await expectReadable(page, 'review-closed');
  });

  it('offers nothing that can not work where the server has ended before all was loaded', async () => {
    const bench = await reviewBench();
    const page = await newPage();
    const address = await bench.address();
    await page.route(/\/(call|resource)$/, async (route) => {
      await bench.calls.close();
      await route.continue();
    });
    await page.goto(address);
    await page.getByText(/^This page is closed: /).waitFor();
    for (const part of ['#player', '#transcribe-part', '#keys'])
      expect(await page.locator(part).isVisible()).toBe(false);
    await expect.poll(() => page.locator('#transcript-status').textContent()).toBe('');
    expect(await page.locator('#review').innerText()).not.toMatch(/Error|fetch|could not/);
  });

  it('says that it is closed when its secret is none, and shows nothing else', async () => {
    const bench = await reviewBench();
    const page = await newPage();
    await page.goto((await bench.address()).replace(/#.*/, '#wrong'));
    await page.getByRole('heading', { name: 'This page is closed' }).waitFor();
    for (const part of ['#review', '#player', '#transcript', '#keys'])
      expect(await page.locator(part).isVisible()).toBe(false);
  });

  it('is not opened for an order without a recording: the answer leads to the call', async () => {
    const bench = await reviewBench();
    const { id } = addOrder(bench.state, {});
    expect(await bench.refused('get_order_recording', { order_id: id, deliver: 'page' })).toMatch(
      /not_found: .*get_call_recording with its call_id/,
    );
    const page = await bench.open({ call_id: 4371 }, 'get_call_recording');
    await page.getByRole('heading', { name: 'Call 4371' }).waitFor();
    await page.getByText('Order (5)').waitFor();
  });
});
