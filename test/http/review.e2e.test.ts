/** The page of a recording on the real server for a team: behind its login, for the person whose assistant asked for it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOfCode } from '../../src/auth/approval-code.ts';
import { createSandbox } from '../../src/sandbox/index.ts';
import { newVisitor, typeLogin, type Visitor } from '../approval/team/bench.ts';
import { heading } from '../support/approval-page.ts';
import { newPage } from '../support/browser.ts';
import { afterThisFile } from '../support/cleanup.ts';
import { fakeDialer } from '../support/fake-dialer.ts';
import { type Listener, listener } from '../support/hearing-engine.ts';
import { notePlayed, playedIn, wavSamples } from '../support/played-sound.ts';
import { MARKS, ORDER_RECORDING, recordingAt } from '../support/review.ts';
import { TOKEN } from '../support/sandbox-services.ts';
import { type Member, member, startTeamServer, type TeamServer } from '../support/team-server.ts';

const CODE = 'a code of hers 7';
let server: TeamServer;
let speech: Listener;
let dialerUrl: string;
let anna: Member;
let bo: Member;

/** The sandbox, to whoever has a token of their own. */
async function dialerOfAll(): Promise<string> {
  const { port, close } = await createSandbox({ calls: 400 }).listen();
  const dialer = await fakeDialer(async ({ url }) => {
    const answer = await fetch(`http://127.0.0.1:${port}${url}`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    const body = Buffer.from(await answer.arrayBuffer());
    return { status: answer.status, type: answer.headers.get('content-type') ?? '', body };
  });
  afterThisFile(close);
  afterThisFile(dialer.close);
  return dialer.url;
}

beforeAll(async () => {
  speech = await listener();
  afterThisFile(speech.close);
  dialerUrl = await dialerOfAll();
  const code = await hashOfCode(CODE);
  [anna, bo] = ['anna', 'bo'].map((subject) => member(subject, 'read', { code })) as [Member, Member];
  server = await startTeamServer([anna, bo], {
    HITRATE_URL: dialerUrl,
    HITRATE_TRANSCRIBE_URL: speech.url,
    HITRATE_CHANNELS: 'agent,customer',
  });
});
afterAll(() => server.end('SIGTERM'));

async function ask(name: string, args: object): Promise<any> {
  const { result } = await server.call(anna.key, name, args);
  expect(result.isError, result.content[0].text).toBeUndefined();
  return JSON.parse(result.content[0].text);
}

const pageOf = async (args: object = {}): Promise<string> =>
  (await ask('get_order_recording', { order_id: 39, deliver: 'page', ...args })).page;

async function visitorOf({ subject }: { subject: string }): Promise<Visitor> {
  const visitor = newVisitor({ publicUrl: server.url });
  await visitor.logIn(subject, CODE);
  return visitor;
}

const referenceOf = (address: string): string => new URL(address).pathname.split('/').at(-1)!;

describe('the page of a recording on a server for a team', () => {
  it('is opened after the login, by a person who then hears the recording and reads what was said', async () => {
    const { transcript } = await ask('transcribe_recording', { order_id: 39 });
    const asked = speech.posted.length;
    const address = await pageOf({ marks: MARKS, transcript });
    expect(new URL(address).origin).toBe(server.url);
    const page = await newPage();
    await notePlayed(page);
    await page.goto(address);
    await typeLogin(page, 'anna', CODE);
    await page.getByText('Anna Ek (922)').waitFor();
    expect(page.url()).toBe(address);
    await page.getByRole('button', { name: /Nu skickar jag ett SMS/ }).waitFor();
    // The transcript of the assistant is shown, and none is made anew.
    expect(speech.posted.length).toBe(asked);
    await page.locator('.lane').nth(1).waitFor();
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect.poll(async () => (await playedIn(page)).length).toBeGreaterThan(0);
    const wav = await recordingAt({ url: dialerUrl }, ORDER_RECORDING);
    expect((await playedIn(page))[0]!.channels).toEqual(wavSamples(wav, 0, 20));
  });

  it('is a page without data to whoever has no login', async () => {
    const address = await pageOf();
    const visitor = newVisitor({ publicUrl: server.url });
    const { status, text } = await visitor.get(new URL(address).pathname);
    expect(status).toBe(200);
    expect(text).not.toContain('order/39');
    const { json } = await visitor.postTo('/review/state', { reference: referenceOf(address) });
    expect(json).toMatchObject({ state: 'login' });
  });

  it('is not there for another person', async () => {
    const reference = referenceOf(await pageOf());
    const [hers, his] = await Promise.all([anna, bo].map(visitorOf));
    expect((await hers!.postTo('/review/state', { reference })).json).toMatchObject({
      state: 'review',
      subject: { owner: { order_id: 39 } },
      me: { name: 'anna' },
    });
    const other = await his!.postTo('/review/state', { reference });
    expect([other.status, other.json.state]).toEqual([404, 'unknown']);
  });

  it('asks with the token of the login, and for its own recording alone', async () => {
    const reference = referenceOf(await pageOf());
    const visitor = await visitorOf(anna);
    const { token } = (await visitor.postTo('/review/state', { reference })).json.me;
    const call = (name: string, args: object, more: object = { token }) =>
      visitor.postTo('/review/call', { reference, name, args, ...more });
    expect((await call('get_order', { order_id: 39 }, {})).status).toBe(403);
    expect((await call('get_order', { order_id: 39 })).json).toHaveProperty('result');
    expect((await call('get_order', { order_id: 40 })).json).toHaveProperty('error');
    const uri = 'hitrate://call/4371/recording.wav?start_s=0&end_s=20';
    expect((await visitor.postTo('/review/resource', { reference, token, uri })).json).toEqual({
      error: 'This page may not ask for that.',
    });
    expect((await visitor.postTo('/review/other', { reference, token })).status).toBe(404);
    for (const wrong of ['', 'x'.repeat(22), undefined])
      expect((await visitor.postTo('/review/state', { reference: wrong })).status).toBe(404);
  });

  it('says that it is closed where its address is none', async () => {
    const page = await newPage();
    await page.goto(`${server.url}/review/${'x'.repeat(22)}`);
    await typeLogin(page, 'bo', CODE);
    await heading(page, 'This page is closed');
  });
});
