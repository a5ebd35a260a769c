/** The order that a call led to, on the page of the call's own recording. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { createReviewPage, openReviewPageOf } from '../../src/http/pages/review-page.ts';
import type { State } from '../../src/sandbox/state.ts';
import { createMemoryStore } from '../../src/state/memory-store.ts';
import { post, secretOf } from '../support/approval.ts';
import { newPage } from '../support/browser.ts';
import { expectReadable } from '../support/page-look.ts';
import { drawn, MARKS, type ReviewBench, reviewBench } from '../support/review.ts';
import { addCall, addOrder } from '../support/sandbox-rows.ts';
import { failing } from '../support/sandbox-services.ts';
import { TRUST_ENV } from '../support/trust-env.ts';

const CALL = 4371;
const SEARCH = { customer_id: 922, fields: ['call_id'], limit: 200 };
const HOSTILE = '<img src=x onerror="document.title=`owned`">';

/** The page of a call, and the tools that it asks for. */
async function openCall(bench: ReviewBench, args: object = {}): Promise<{ page: Page; asked: string[] }> {
  const page = await newPage();
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/call')) asked.push(request.postDataJSON().name);
  });
  await page.goto(await bench.address({ call_id: CALL, ...args }, 'get_call_recording'));
  await page.getByText('Talk', { exact: true }).waitFor();
  return { page, asked };
}

const orders = (page: Page) => page.locator('.order');
const withoutTranscripts = (asked: string[]) => asked.filter((name) => name !== 'transcribe_recording');

/** A recorded call that ended as a company's own result. */
const soldAs = (state: State, title: string) => {
  state.call_results.get(62)!.title = title;
  const { id } = addCall(state, { customer_id: 922, recording: true, call_result_id: 62 });
  addOrder(state, { call_id: id, customer_id: 922 });
  return id;
};

describe('the page of a call', () => {
  it('shows the order that the call led to, without what the call tells already, in both languages', async () => {
    const { page, asked } = await openCall(await reviewBench());
    await page.getByRole('heading', { name: 'Order 39' }).waitFor();
    await page.getByText('Dog box: 399 a month, 12 payments').waitFor();
    expect(await orders(page).locator('dt').allTextContents()).toEqual([
      'Product',
      'Order value',
      'Time',
      'State',
    ]);
    expect(withoutTranscripts(asked)).toEqual(['get_call', 'search_orders', 'get_order']);
    await page.getByRole('button', { name: 'Svenska' }).click();
    await page.getByText('Dog box: 399 i månaden, 12 betalningar').waitFor();
    await page.getByText('bekräftad', { exact: true }).waitFor();
    expect(await page.title()).toBe('Samtal 4371');
  });

  it('names the agent of the order where that is another than the call’s', async () => {
    const bench = await reviewBench();
    bench.state.orders.get(39)!.user_id = 26;
    const { page } = await openCall(bench);
    await orders(page).getByText('Axel Gran (26)').waitFor();
  });

  it('shows each of several orders, and none of other calls', async () => {
    const bench = await reviewBench();
    const { id } = addOrder(bench.state, { call_id: CALL });
    addOrder(bench.state, { call_id: null });
    const { page } = await openCall(bench);
    await orders(page).getByText('Dog box: 399 a month, 12 payments').nth(1).waitFor();
    const titles = await orders(page).getByRole('heading').allTextContents();
    expect(titles.sort()).toEqual([`Order ${id}`, 'Order 39'].sort());
  });

  it.each([
    ['was a no', 50, 922],
    ['was with nobody known', 5, null],
  ])('asks for no order where the call %s', async (_, call_result_id, customer_id) => {
    const bench = await reviewBench();
    const { id } = addCall(bench.state, { customer_id, call_result_id, recording: true });
    const { page, asked } = await openCall(bench, { call_id: id });
    await drawn(page);
    await page.locator('#lines button').first().waitFor();
    expect(withoutTranscripts(asked)).toEqual(['get_call']);
    expect(await page.locator('#orders').textContent()).toBe('');
  });

  it('finds the order of a result of the company’s own by its title', async () => {
    const bench = await reviewBench();
    const { page } = await openCall(bench, { call_id: soldAs(bench.state, 'Ny ORDER') });
    await orders(page).getByText('Dog box: 399 a month').waitFor();
  });

  it('finds it with a checklist whatever the title', async () => {
    const bench = await reviewBench();
    const { page } = await openCall(bench, { call_id: soldAs(bench.state, 'Affär'), marks: MARKS });
    await orders(page).getByText('Dog box: 399 a month').waitFor();
  });

  it('shows the names of products as text', async () => {
    const bench = await reviewBench();
    bench.state.orders.get(39)!.products[0]!.title = HOSTILE;
    const { page } = await openCall(bench);
    await page.getByText(`${HOSTILE}: 399 a month, 12 payments`).waitFor();
    expect(await page.locator('#review img').count()).toBe(0);
    expect(await page.title()).toBe('Call 4371');
  });

  it('can be read at both widths, in both languages, light and dark', async () => {
    const bench = await reviewBench();
    addOrder(bench.state, { call_id: CALL, user_id: 26, confirmation_datetime: null });
    const { page } = await openCall(bench, { marks: MARKS });
    await orders(page).getByText('12 payments').nth(1).waitFor();
    await page.getByRole('button', { name: /Nu skickar jag ett SMS/ }).waitFor();
    await drawn(page);
    await expectReadable(page, 'review-call-desk');
  });
});

describe('an order that can not be read', () => {
  it('is said in words where orders are not on offer, and the rest works', async () => {
    const bench = await reviewBench({ HITRATE_TOOLSETS: 'calls,insight' });
    const { page, asked } = await openCall(bench);
    await page
      .getByText(
        'The order of the call could not be read. It is switched off in the settings here (HITRATE_TOOLSETS).',
      )
      .waitFor();
    await drawn(page);
    await page.getByRole('button', { name: /Nu skickar jag ett SMS/ }).waitFor();
    expect(asked).not.toContain('get_order');
    await page.getByRole('button', { name: 'Svenska' }).click();
    await page.getByText('Samtalets order kunde inte läsas.').waitFor();
  });

  it.each([
    [
      'denies it',
      { status: 403, body: { message: 'Permission denied, user missing orders permission' } },
      'The dialer’s token has no right to it.',
    ],
    ['is down', { status: 502, body: {} }, 'The dialer can’t be reached just now.'],
  ])('is said in words where the dialer %s', async (_, answer, why) => {
    const bench = await reviewBench();
    bench.instead(failing(/^\/api\/orders/, answer));
    const { page } = await openCall(bench);
    await page.getByText(`The order of the call could not be read. ${why}`).waitFor();
    await drawn(page);
    expect(await orders(page).count()).toBe(0);
  });

  it('is left out where the token sees none: that of a limited office', async () => {
    const bench = await reviewBench({ HITRATE_TOKEN: 'sandbox-office' });
    const { id } = addCall(bench.state, { campaign_id: 36, recording: true });
    addOrder(bench.state, { call_id: id, campaign_id: 2 });
    const { page, asked } = await openCall(bench, { call_id: id });
    await page.locator('#lines button').first().waitFor();
    await drawn(page);
    expect(withoutTranscripts(asked)).toEqual(['get_call', 'search_orders']);
    expect(await page.locator('#orders-problem').textContent()).toBe('');
  });

  it('is shown as the search tells it where get_order fails, and the others are whole', async () => {
    const bench = await reviewBench();
    const { id } = addOrder(bench.state, { call_id: CALL });
    bench.instead(failing(/^\/api\/order\/39$/));
    const { page } = await openCall(bench);
    const failed = orders(page).filter({ hasText: 'Order 39' });
    await failed.getByText('The prices and periods of the order could not be read.').waitFor();
    expect(await failed.textContent()).toContain('1 x Dog box');
    const whole = orders(page).filter({ hasText: `Order ${id}` });
    await whole.getByText('Dog box: 399 a month, 12 payments').waitFor();
    expect(await whole.locator('.problem').count()).toBe(0);
  });
});

/** The order that another call of the same customer led to. */
const OTHER_ORDER = 31;

describe('whoever knows the address of the page', () => {
  it('gets the order of its call once the call was asked for, and no other of the customer', async () => {
    const bench = await reviewBench();
    const address = await bench.address({ call_id: CALL }, 'get_call_recording');
    const opened = { address, opened: false, next: '' };
    const ask = async (name: string, args: object) =>
      (await post(opened, '/call', { secret: secretOf(opened), name, args })).json;
    await expectOnlyOwnOrder(ask);
  });

  it('gets the same on a server for a team, whichever replica answers', async () => {
    const bench = await reviewBench();
    const { engine } = bench.calls;
    const dialers = [
      {
        config: readConfig([], TRUST_ENV),
        services: Object.assign(async () => engine, { loaded: async () => engine }),
      },
    ];
    const store = createMemoryStore();
    const people = { dialersOf: () => dialers, dialersAtWork: () => dialers };
    const replicas = [createReviewPage(people, store), createReviewPage(people, store)];
    const { address } = await openReviewPageOf(
      { subject: 'anna' },
      store,
      'https://team.test',
    )({
      subject: { owner: { call_id: CALL }, recording: `hitrate://call/${CALL}/recording.wav` },
      marks: [],
    });
    const reference = address.split('/').at(-1);
    const visitor = {
      person: { subject: 'anna', tokens: {}, access: 'read' as const },
      login: { subject: 'anna' },
    };
    let asked = 0;
    await expectOnlyOwnOrder((name, args) =>
      replicas[asked++ % 2]!.answer('call', { reference, name, args }, visitor),
    );
  });
});

async function expectOnlyOwnOrder(ask: (name: string, args: object) => Promise<any>): Promise<void> {
  const refused = { error: 'This page may not ask for that.' };
  const rowOf = ({ result }: any) => JSON.parse(result.content[0].text);
  expect(await ask('search_orders', SEARCH)).toEqual(refused);
  expect(await ask('get_order', { order_id: 39 })).toEqual(refused);
  expect(rowOf(await ask('get_call', { call_id: CALL })).customer_id).toBe(922);
  expect(await ask('get_order', { order_id: 39 })).toEqual(refused);
  expect(await ask('search_orders', { ...SEARCH, customer_id: 923 })).toEqual(refused);
  const { rows } = rowOf(await ask('search_orders', SEARCH));
  expect(rows.map(([id]: number[]) => id)).toEqual([39]);
  expect(await ask('get_order', { order_id: OTHER_ORDER })).toEqual(refused);
  expect(rowOf(await ask('get_order', { order_id: 39 })).id).toBe(39);
}
