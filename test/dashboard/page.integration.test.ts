/** The overview's page on this computer, in a real browser. */
import { describe, expect, it } from 'vitest';
import { approvalBench } from '../support/approval.ts';
import { heading, poll } from '../support/approval-page.ts';
import { newPage } from '../support/browser.ts';
import { comeBack, DEAD, EMPTY, FAILING, FULL, goTo, HOSTILE, pageBench } from './page-bench.ts';

/** With blanks of any kind as single ones. */
const text = (written: string): string => written.replace(/\s+/g, ' ').trim();
const SWEDISH = { locale: 'sv-SE' };

describe('the page', () => {
  it('tells the figures of today and how they have changed, in Swedish', async () => {
    const { address } = await pageBench();
    const page = await goTo(await newPage(SWEDISH), address);
    const read = async (id: string) => text(await page.locator(`#${id}`).innerText());
    expect(await read('orders-number')).toBe('1 234');
    expect(await read('orders-change')).toBe('▲ 34 fler än förra måndagen till samma tid (1 200)');
    expect(await read('orders-detail')).toBe('800 bekräftade, 433 obekräftade, 1 makulerad');
    expect(await read('value-number')).toBe('512 345 kr');
    expect(await read('value-change')).toBe('▼ 655 kr mindre än förra måndagen till samma tid (513 000 kr)');
    expect(await read('rate-number')).toBe('13,7 %');
    expect(await read('rate-change')).toBe(
      '▲ 0,2 procentenheter högre än förra måndagen till samma tid (13,5 %)',
    );
    expect(await read('compared')).toBe('Jämfört med måndag 23 november fram till kl. 10.41.');
    const hours = await page.locator('#hours-rows tr').allInnerTexts();
    expect(hours.map(text)).toEqual(['08–09 300 15 % 2 000', '09–10 0 – 0', '10–11 930 13,3 % 7 000']);
    expect(text((await page.locator('#agents-rows tr').allInnerTexts()).at(-1)!)).toBe(
      '31 andra 1 218 13,7 % 8 920',
    );
    expect(await read('unconfirmed-hint')).toBe('De 2 äldsta av 25.');
  });

  it('tells the changes that were made, and what is not known of them', async () => {
    const { address } = await pageBench();
    const page = await goTo(await newPage(), address);
    expect((await page.locator('#acts li').allInnerTexts()).map(text)).toEqual([
      expect.stringMatching(
        /^Cancel orders: order 39, order 40, order 41 and 2 more .*10:12 · yes with passkey · done$/,
      ),
      expect.stringMatching(
        /^Update a customer: customer \(number not kept\) .* · it is not known whether it was done/,
      ),
      expect.stringMatching(/^Ring a customer .* · nobody was asked · not done$/),
    ]);
  });

  it('shows names of others as text, whatever they look like', async () => {
    const { address } = await pageBench(true);
    const page = await goTo(await newPage(), address);
    await page.getByRole('cell', { name: HOSTILE }).waitFor();
    expect(await page.locator('#acts').innerText()).toContain(`yes by ${HOSTILE}`);
    expect(await page.locator('option').first().textContent()).toBe(`${HOSTILE}evil`);
    expect(await page.locator('#dialer').textContent()).not.toContain('\u202e');
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.title()).toBe('Overview');
  });

  it('can be read by a screen reader as tables, with bars that it does not read', async () => {
    const { address } = await pageBench();
    const page = await goTo(await newPage(), address);
    const table = page.getByRole('table', { name: 'By hour' });
    expect(await table.getByRole('columnheader').allInnerTexts()).toEqual([
      'Hour',
      'Orders',
      'Hit rate',
      'Reached',
    ]);
    await table.getByRole('row', { name: '10–11 930 13.3% 7,000' }).waitFor();
    const shares = (column: number) =>
      page
        .locator(`#hours-rows tr td:nth-child(${column}) .bar`)
        .evaluateAll((bars: any[]) => bars.map((bar) => bar.style.getPropertyValue('--share')));
    // Orders as part of the most of an hour, hit rates as part of all that were reached.
    expect(await shares(2)).toEqual([String(300 / 930), '0', '1']);
    expect(await shares(3)).toEqual(['0.15', '0', '0.133']);
  });

  it('is brought up to date in place', async () => {
    const bench = await pageBench();
    const page = await goTo(await newPage(), bench.address);
    const row = await page.locator('#agents-rows tr').first().elementHandle();
    bench.show({
      ...FULL,
      agents: {
        ...FULL.agents,
        data: { rows: [{ name: 'Ida (30)', reached: 1, orders: 1, hit_rate: 100 }] },
      },
    });
    await comeBack(page);
    await poll(async () => text((await row!.innerText()) as string)).toBe('Ida (30) 1 100% 1');
    expect(await page.locator('#agents-rows tr').count()).toBe(1);
  });

  it('says what is empty, and how an audit log is set up', async () => {
    const bench = await pageBench();
    bench.show(EMPTY);
    const page = await goTo(await newPage(), bench.address);
    await page.getByText('No orders yet today').waitFor();
    expect(await page.getByText('No calls yet today.').count()).toBe(3);
    await page.getByText('All orders of the last 7 days are confirmed or cancelled.').waitFor();
    await page.getByText('Nothing waits for approval').waitFor();
    await page.getByText('give the folder for it as HITRATE_AUDIT_DIR').waitFor();
  });

  it('says of which day and time nothing was sold or nobody was reached', async () => {
    const bench = await pageBench();
    const before = { reached: 0, orders: 0, hit_rate: null };
    bench.show({
      ...FULL,
      orders: {
        // A Wednesday, whatever the day is now.
        as_of: '2026-11-25 10:41',
        data: { ...FULL.orders.data!, before: { orders: 0, value: 0 } },
      },
      calls: { as_of: '2026-11-25 10:41', data: { ...FULL.calls.data!, before } },
    });
    const page = await goTo(await newPage(SWEDISH), bench.address);
    expect(await page.locator('.change').allInnerTexts()).toEqual([
      'Inga order förra onsdagen till samma tid',
      'Inga order förra onsdagen till samma tid',
      'Ingen nåddes förra onsdagen till samma tid',
    ]);
    await page.getByRole('button', { name: 'English' }).click();
    expect((await page.locator('.change').allInnerTexts())[2]).toBe(
      'Nobody reached last Wednesday by the same time',
    );
  });

  it('says once, with what to do, that the dialer gives no figures at all', async () => {
    const bench = await pageBench();
    bench.show(DEAD);
    const page = await goTo(await newPage(), bench.address);
    const told = page.getByText('The dialer does not answer.');
    expect(await told.allInnerTexts()).toEqual([
      'The dialer does not answer. Run hitrate-mcp doctor: it tells where it fails.',
    ]);
    expect(await page.locator('#orders-problem').innerText()).toMatch(/^From .*10:41\.$/);
    expect(await page.locator('#rate-number').innerText()).toBe('–');
    for (const part of ['hours', 'agents', 'unconfirmed'])
      expect(await page.locator(`#${part}-empty`).innerText()).toBe('–');
    const bottom = async (id: string) => (await page.locator(id).boundingBox())!;
    const { y, height } = await bottom('.figures');
    expect((await bottom('#waiting-part')).y).toBeGreaterThanOrEqual(y + height + 16);
    bench.show({ ...DEAD, calls: { problem: 'bad_token' } });
    await comeBack(page);
    await poll(() => page.locator('#trouble').innerText()).toBe('');
    expect(await told.count()).toBe(4);
  });

  it.each([
    [{ setting: 'HITRATE_TOOLSETS=orders,calls' }, 'HITRATE_TOOLSETS=orders,calls would allow it.'],
    [{ right: 'call read' }, 'your token lacks the right “call read”'],
    [undefined, 'your token, or the settings, have no right to it'],
  ])('names what is missing where that is known: %j', async (missing, told) => {
    const bench = await pageBench();
    bench.show({ ...FULL, agents: { problem: 'no_right', missing } });
    const page = await goTo(await newPage(), bench.address);
    expect(await page.locator('#agents-problem').innerText()).toContain(told);
  });

  it('says where it stands what can not be read, and from when the figures are that it shows', async () => {
    const bench = await pageBench();
    bench.show(FAILING);
    const page = await goTo(await newPage(), bench.address);
    expect(await page.locator('#orders-problem').innerText()).toMatch(
      /^From .*10:41\. The dialer does not answer\.$/,
    );
    expect(await page.locator('#orders-number').innerText()).toBe('1,234');
    expect(await page.locator('#rate-problem').innerText()).toMatch(/^You can’t see this/);
    expect(await page.locator('#agents-problem').innerText()).toBe('The dialer took too long to answer.');
    expect(await page.locator('#acts-problem').innerText()).toBe('This could not be read.');
    expect(await page.locator('#hours').isVisible()).toBe(false);
  });

  it('shows how far the reading is, until there are figures', async () => {
    const bench = await pageBench();
    bench.show({ ...FULL, calls: {}, agents: {} }, { what: 'calls', done: 12_000, total: 50_000 });
    const page = await goTo(await newPage(), bench.address);
    await page.getByText('Counting calls: 12,000 of 50,000').waitFor();
    expect(await page.getByRole('progressbar', { name: 'Counting calls' }).getAttribute('value')).toBe(
      '12000',
    );
    bench.show(FULL);
    // It looks again by itself.
    await page.getByRole('table', { name: 'By agent' }).waitFor();
    expect(await page.getByRole('progressbar').isVisible()).toBe(false);
  });

  it('shows what waits at the assistants of this computer, and not how to answer it', async () => {
    const bench = await pageBench();
    const approvals = approvalBench({ stateDir: bench.stateDir });
    await approvals.open({ targets: ['customer:922'] });
    const page = await goTo(await newPage(SWEDISH), bench.address);
    await poll(async () => {
      await comeBack(page);
      return text(await page.locator('#waiting').innerText());
    }).toMatch(/^Radera en kund \(GDPR\): kund 922 demodialer · Kan besvaras till kl\. \d\d\.\d\d$/);
    await heading(page, 'En väntar på godkännande');
    await page.getByText('Du svarar på den adress som assistenten gav dig').waitFor();
    expect(await page.locator('#waiting a').count()).toBe(0);
    await approvals.approvals.close();
    await comeBack(page);
    await page.getByText('Inget väntar på godkännande').waitFor();
  });

  it('shows another dialer where that is chosen by the keyboard, also after a reload', async () => {
    const { address } = await pageBench(true);
    const page = await goTo(await newPage(), address);
    await page.getByLabel('Dialer').focus();
    await page.keyboard.press('ArrowDown');
    await page.getByText('south, Södra bolaget (sandbox, invented people)').waitFor();
    await page.getByText('No orders yet today').waitFor();
    await page.reload();
    await page.getByText('south, Södra bolaget (sandbox, invented people)').waitFor();
    expect(await page.getByLabel('Dialer').inputValue()).toBe('south');
  });

  it('keeps the last figures where the program has ended, and says so', async () => {
    const bench = await pageBench();
    const page = await goTo(await newPage(), bench.address);
    await bench.stop();
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    const told = page.getByRole('status').filter({ hasText: 'hitrate-mcp does not answer' });
    expect(await told.innerText()).toMatch(
      /start it again with hitrate-mcp dashboard, and open the new address\.$/,
    );
    expect(await page.locator('#orders-number').innerText()).toBe('1,234');
  });

  it('takes the secret out of the address, and is there after a reload', async () => {
    const { address } = await pageBench();
    const page = await goTo(await newPage(), address);
    expect(new URL(page.url()).hash).toBe('');
    await page.reload();
    await page.waitForSelector('#overview:not([hidden])');
  });

  it('shows nothing without the secret, and does not try again and again', async () => {
    const bench = await pageBench();
    const page = await newPage();
    await page.clock.install();
    await page.goto(`${bench.address}x`);
    await heading(page, 'The address is not whole');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await page.clock.fastForward('10:00');
    expect(asked).toEqual([]);
    await goTo(page, bench.address);
    expect(bench.asked()).toBe(1);
    expect(bench.guesses()).toBe(0);
  });

  it('asks once a minute, and not while nobody looks at it', async () => {
    const bench = await pageBench();
    const page = await newPage();
    await page.clock.install();
    await goTo(page, bench.address);
    const minute = async () => {
      const loaded = page.waitForResponse(/\/state$/);
      await page.clock.fastForward('01:00');
      await loaded;
    };
    await minute();
    await minute();
    expect(bench.asked()).toBe(3);
    await page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })");
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await page.clock.fastForward('59:00');
    await page.evaluate('delete document.hidden');
    await comeBack(page);
    expect(bench.asked()).toBe(4);
  });
});
