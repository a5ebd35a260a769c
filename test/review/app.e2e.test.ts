/** The page of a recording inside a host of MCP Apps, with the built server behind it. */
import { describe, expect, it } from 'vitest';
import { expectAppReadable, hostWithApps, showApp } from '../support/app-host.ts';
import { newPage } from '../support/browser.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { writeDialersFile } from '../support/dialers-file.ts';
import { newFolder } from '../support/files.ts';
import { type Answering, listener } from '../support/hearing-engine.ts';
import { bytesOf } from '../support/host.ts';
import { notePlayed, playedIn, wavSamples } from '../support/played-sound.ts';
import { MARKS } from '../support/review.ts';

async function hostWithEngine(env: Record<string, string> = {}, answering?: Answering) {
  const speech = await listener(answering);
  afterThisTest(speech.close);
  return hostWithApps({
    HITRATE_SANDBOX: 'on',
    HITRATE_TRANSCRIBE_URL: speech.url,
    HITRATE_CHANNELS: 'agent,customer',
    ...env,
  });
}

const ORDER = { tool: 'get_order_recording', args: { order_id: 39 } };

describe('the page in a host', () => {
  it('takes the place of a page on this computer', async () => {
    const host = await hostWithApps({ HITRATE_SANDBOX: 'on' });
    const { data } = await host.call('get_order_recording', { order_id: 39, deliver: 'page' });
    expect(data.page).toBeUndefined();
    expect(data.uri).toBe('hitrate://order/39/recording.wav');
  });

  it('shows the order, its checklist and what was said, and plays the samples of the recording', async () => {
    const host = await hostWithEngine();
    const page = await newPage();
    await notePlayed(page);
    const { app } = await showApp(host, page, {
      ...ORDER,
      args: { ...ORDER.args, deliver: 'page', marks: MARKS },
    });
    await app.getByText('Anna Ek (922)').waitFor();
    await app.getByRole('button', { name: /Nu skickar jag ett SMS/ }).waitFor();
    expect(await app.locator('#points tr').count()).toBe(MARKS.length - 1);
    await app.locator('.lane').nth(1).waitFor();
    await app.getByRole('button', { name: 'Play', exact: true }).click();
    await expect.poll(async () => (await playedIn(app)).length).toBeGreaterThan(0);
    const wav = bytesOf(await host.client.readResource({ uri: 'hitrate://order/39/recording.wav' }));
    expect((await playedIn(app))[0]!.channels).toEqual(wavSamples(wav, 0, 20));
    await expect.poll(() => app.locator('#at').textContent()).toMatch(/0:0[1-9]/);
  });

  it('can be read at both widths, light and dark', async () => {
    const host = await hostWithEngine();
    const page = await newPage();
    const shown = await showApp(host, page, { ...ORDER, args: { ...ORDER.args, marks: MARKS } });
    await shown.app.locator('.lane').nth(1).waitFor();
    await shown.app.getByRole('button', { name: /Nu skickar jag ett SMS/ }).waitFor();
    await expectAppReadable(page, shown, 'review-app');
  });
});

const HOSTILE = '<img src=x onerror="document.title=`owned`">';
const hostile: Answering = () => ({
  body: { text: HOSTILE, segments: [{ start: 0.5, end: 2, text: HOSTILE }], language: 'sv', duration: 3 },
});

describe('what the page asks for', () => {
  it('is not a transcript where the recording was wanted for something else, until the person wants one', async () => {
    const host = await hostWithEngine();
    const { app, asked } = await showApp(host, await newPage(), ORDER);
    await app.locator('.lane').nth(1).waitFor();
    await app.getByText('Anna Ek (922)').waitFor();
    expect([...asked].sort()).toEqual(['get_order', 'hitrate://order/39/waveform']);
    await app.getByRole('button', { name: 'Write out what is said' }).click();
    await app.getByRole('button', { name: /Nu skickar jag ett SMS/ }).waitFor();
    expect(asked).toContain('transcribe_recording');
  });

  it('is in the language of the host, and of the dialer that the call names', async () => {
    const speech = await listener();
    afterThisTest(speech.close);
    const dialers = writeDialersFile(newFolder(), { north: { sandbox: true }, south: { sandbox: true } });
    const host = await hostWithApps({
      HITRATE_DIALERS: dialers,
      HITRATE_TOKEN: '',
      HITRATE_TRANSCRIBE_URL: speech.url,
    });
    const args = { dialer: 'south', order_id: 39, deliver: 'page' };
    const { app } = await showApp(host, await newPage(), { ...ORDER, args, locale: 'sv-SE' });
    await app.getByRole('heading', { name: 'Order 39, south' }).waitFor();
    await app.locator('.lane').nth(1).waitFor();
    await app.getByText('bekräftad', { exact: true }).waitFor();
    await app.getByRole('list').getByRole('button').first().waitFor();
  });

  it('is the order too where the recording is of its call, at the dialer that the call names', async () => {
    const dialers = writeDialersFile(newFolder(), { north: { sandbox: true }, south: { sandbox: true } });
    const host = await hostWithApps({ HITRATE_DIALERS: dialers, HITRATE_TOKEN: '' });
    const page = await newPage();
    const args = { dialer: 'south', call_id: 4371 };
    const shown = await showApp(host, page, { tool: 'get_call_recording', args });
    await shown.app.getByRole('heading', { name: 'Order 39' }).waitFor();
    await shown.app.getByText('Dog box: 399 a month, 12 payments').waitFor();
    await shown.app.locator('.lane').nth(1).waitFor();
    expect([...shown.asked].sort()).toEqual([
      'get_call',
      'get_order',
      'hitrate://south/call/4371/waveform',
      'search_orders',
    ]);
    await expectAppReadable(page, shown, 'review-app-call');
  });

  it('is text, whatever is heard and whatever the checklist says', async () => {
    const host = await hostWithEngine({}, hostile);
    const args = { order_id: 39, deliver: 'page', marks: [MARKS[0], [HOSTILE, 'yes', HOSTILE, '0:01']] };
    const { app } = await showApp(host, await newPage(), { ...ORDER, args });
    await app.locator('#lines button').first().waitFor();
    expect(await app.locator('#lines .words').first().textContent()).toBe(HOSTILE);
    expect(await app.locator('#points .point').textContent()).toBe(HOSTILE);
    expect(await app.locator('#review img').count()).toBe(0);
    expect(await app.evaluate('document.title')).toBe('Order 39');
  });

  it('is said in words where the host lets pages ask for nothing', async () => {
    const host = await hostWithEngine();
    const { app, asked } = await showApp(host, await newPage(), {
      ...ORDER,
      args: { order_id: 39, deliver: 'page', marks: MARKS },
      capabilities: {},
    });
    await app.getByText('This assistant lets no page ask the dialer for more.').first().waitFor();
    await app.getByText('This assistant lets no page load sound.').waitFor();
    expect(await app.locator('#points tr').count()).toBe(MARKS.length - 1);
    expect(asked).toEqual([]);
  });

  it('is said in words where the host offers no transcripts, without the name of an exception', async () => {
    const host = await hostWithEngine();
    const { app } = await showApp(host, await newPage(), ORDER);
    host.client.callTool = () => Promise.reject(new Error('McpError: Unknown tool: transcribe_recording'));
    const button = app.getByRole('button', { name: 'Write out what is said' });
    await button.click();
    await app
      .getByText('What was said could not be written out. This assistant does not offer it.')
      .waitFor();
    expect(await button.isVisible()).toBe(false);
  });

  it('is nothing where there is no recording, or the call was cancelled', async () => {
    const host = await hostWithEngine();
    const missing = await showApp(host, await newPage(), { ...ORDER, args: { order_id: 99_999 } });
    await missing.app.getByRole('heading', { name: 'There is nothing to hear' }).waitFor();
    await missing.app.getByText(/not_found: .*get_call_recording with its call_id/).waitFor();
    const cancelled = await showApp(host, await newPage(), { ...ORDER, isCancelled: true });
    await cancelled.app.getByText('The call was cancelled, so there is nothing to hear.').waitFor();
    expect([...missing.asked, ...cancelled.asked]).toEqual([]);
  });

  it('is said to be missing where no speech engine is set up, and the sound is heard all the same', async () => {
    const host = await hostWithApps({ HITRATE_SANDBOX: 'on' });
    const page = await newPage();
    await notePlayed(page);
    const { app } = await showApp(host, page, { ...ORDER, args: { order_id: 39, deliver: 'page' } });
    await app.getByText(/^No speech engine is set up, .* with HITRATE_TRANSCRIBE_URL\.$/).waitFor();
    await app.locator('.lane').nth(1).waitFor();
    await app.getByRole('button', { name: 'Play', exact: true }).click();
    await expect.poll(async () => (await playedIn(app)).length).toBeGreaterThan(0);
  });
});
