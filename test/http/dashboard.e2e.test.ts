/** The overview on the real server for a team: behind its login, each person with their own figures and acts. */
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOfCode } from '../../src/auth/approval-code.ts';
import { newVisitor, typeLogin, type Visitor } from '../approval/team/bench.ts';
import { heading, poll } from '../support/approval-page.ts';
import { newPage } from '../support/browser.ts';
import { afterThisFile } from '../support/cleanup.ts';
import { newFolder } from '../support/files.ts';
import { markedDialer, markOf } from '../support/marked-dialer.ts';
import { expectReadable } from '../support/page-look.ts';
import { type Member, member, startTeamServer, type TeamServer } from '../support/team-server.ts';

const CODE = 'a code of hers 7';
let server: TeamServer;
let anna: Member;
let bo: Member;

beforeAll(async () => {
  const dialer = await markedDialer(['anna', 'bo', 'cilla']);
  afterThisFile(dialer.close);
  const code = await hashOfCode(CODE);
  [anna, bo] = ['anna', 'bo'].map((subject) => member(subject, 'destructive', { code })) as [Member, Member];
  server = await startTeamServer([anna, bo, member('cilla', 'read', { code })], {
    HITRATE_URL: dialer.url,
    HITRATE_ACCESS: 'destructive',
    HITRATE_AUDIT_DIR: newFolder(),
  });
});
afterAll(() => server.end('SIGTERM'));

async function visitorOf({ subject }: { subject: string }): Promise<Visitor> {
  const visitor = newVisitor({ publicUrl: server.url });
  await visitor.logIn(subject, CODE);
  return visitor;
}

async function overviewOf(visitor: Visitor): Promise<any> {
  for (;;) {
    const { json } = await visitor.postTo('/dashboard/state', {});
    if (json.reading === undefined) return json;
  }
}

describe('the overview of a team', () => {
  it('is a page without data, under one address', async () => {
    const visitor = newVisitor({ publicUrl: server.url });
    const { status, headers, text } = await visitor.get('/dashboard/');
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'sha256-/);
    expect(text).toContain('<title>Overview</title>');
    expect((await visitor.get('/dashboard')).headers.location).toBe('/dashboard/');
    expect((await visitor.get('/dashboard/x')).status).toBe(404);
    expect((await visitor.get('/dashboards')).status).toBe(404);
  });

  it('offers the login to who has none, and asks no dialer for them', async () => {
    const { status, json } = await newVisitor({ publicUrl: server.url }).postTo('/dashboard/state', {});
    expect([status, json]).toEqual([
      200,
      { state: 'login', ways: { provider: false, code: true }, again: false },
    ]);
  });

  it('shows everybody what their own token sees, and the acts of nobody else', async () => {
    await server.call(anna.key, 'create_call_result', { type: 'loss', title: 'Too dear' });
    const [hers, his] = await Promise.all([anna, bo].map(async (one) => overviewOf(await visitorOf(one))));
    expect(JSON.stringify(hers.agents)).toContain(markOf('anna'));
    expect(JSON.stringify(hers)).not.toContain(markOf('bo'));
    expect(JSON.stringify(his.agents)).toContain(markOf('bo'));
    expect(JSON.stringify(his)).not.toContain(markOf('anna'));
    expect(hers.acts.data.rows).toMatchObject([{ tool: 'create_call_result', outcome: 'done' }]);
    expect(his.acts.data).toEqual({ is_kept: true, rows: [] });
    expect(hers.me.name).toBe('anna');
  });

  it('lists what waits for the person, with the address where they answer, and for nobody else', async () => {
    const { result } = await server.call(anna.key, 'prune_customer', { phone: '070-1740605' });
    const { approval } = JSON.parse(result.content[0].text);
    const { waiting } = await overviewOf(await visitorOf(anna));
    expect(waiting.data).toEqual([
      {
        address: new URL(approval.address).pathname,
        summary: { en: expect.stringMatching(/^Erase customer/), sv: expect.stringMatching(/^Radera kund/) },
        ends_in_ms: expect.any(Number),
        until: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d$/),
      },
    ]);
    expect((await overviewOf(await visitorOf(bo))).waiting.data).toEqual([]);
  });

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a form', { 'content-type': 'text/plain' }],
  ])('answers no post of %s', async (_, headers) => {
    const { status, text } = await (await visitorOf(anna)).postTo('/dashboard/state', {}, headers);
    expect(status).toBeGreaterThanOrEqual(403);
    expect(text).not.toContain(markOf('anna'));
  });

  it('has nothing that could be done, not even with the token of the login', async () => {
    const visitor = await visitorOf(anna);
    const { token } = (await overviewOf(visitor)).me;
    expect((await visitor.postTo('/dashboard/answer', { answer: 'yes' })).status).toBe(403);
    expect((await visitor.postTo('/dashboard/answer', { answer: 'yes', token })).status).toBe(404);
    expect((await visitor.postTo('/dashboard/state', { dialer: 'south' })).status).toBe(404);
  });

  it('is counted under its own path, whatever stands behind it', async () => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain('path="/dashboard"');
    expect(metrics).not.toContain('/dashboard/');
  });

  it('is closed to who was taken out of the user file meanwhile', async () => {
    const visitor = await visitorOf({ subject: 'cilla' });
    expect((await overviewOf(visitor)).state).toBe('overview');
    const before = readFileSync(server.users, 'utf8');
    const file = JSON.parse(before);
    file.users = file.users.filter(({ subject }: Member) => subject !== 'cilla');
    writeFileSync(server.users, JSON.stringify(file));
    await poll(async () => (await visitor.postTo('/dashboard/state', {})).json).toMatchObject({
      state: 'login',
    });
    expect(visitor.cookies.size).toBe(0);
    writeFileSync(server.users, before);
  });
});

describe('a person at a browser', () => {
  it('is led to the login and back, to the approvals and back, and is logged out at both', async () => {
    const page = await newPage();
    await page.goto(`${server.url}/dashboard`);
    await heading(page, 'Log in');
    await page.getByText('Then you come back to the page that you wanted to see.').waitFor();
    await typeLogin(page, 'bo', 'wrong');
    await page.getByRole('alert').filter({ hasText: 'Name and code do not belong together' }).waitFor();
    await typeLogin(page, 'bo', CODE);
    await page.getByRole('table', { name: 'By agent' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/dashboard/');
    await expectReadable(page, 'overview-team');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('link', { name: 'What waits for you' }).click();
    await heading(page, 'What waits for you');
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('Logged in as bo.').waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await heading(page, 'Log in');
    await page.goto(`${server.url}/dashboard/`);
    await heading(page, 'Log in');
    expect(await page.content()).not.toContain(markOf('bo'));
  });

  it('who has logged out in another tab is shown nothing of the figures any more', async () => {
    const page = await newPage();
    await page.goto(`${server.url}/dashboard`);
    await typeLogin(page, 'bo', CODE);
    await page.getByRole('table', { name: 'By agent' }).waitFor();
    await page.context().clearCookies();
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await heading(page, 'Log in to see the overview');
    expect(await page.locator('#overview').isVisible()).toBe(false);
    await page.getByRole('link', { name: 'Log in' }).click();
    await heading(page, 'Log in');
  });
});
