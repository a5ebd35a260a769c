/** A real browser: Debian's chromium, one for all tests of a file, with a profile of its own for each page. */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterThisFile, afterThisTest } from './cleanup.ts';

const CHROMIUM = '/usr/bin/chromium';
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let running: Promise<Browser> | undefined;

async function browser(): Promise<Browser> {
  if (!existsSync(CHROMIUM))
    throw new Error(`${CHROMIUM} is missing, and these tests need a browser: apt-get install chromium`);
  if (!running) {
    running = chromium.launch({ executablePath: CHROMIUM, args: ARGS });
    afterThisFile(async () => {
      const ending = running;
      running = undefined;
      await (await ending)?.close();
    });
  }
  return running;
}

/** A page in a profile of its own, which is gone after the test. */
export async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await (await browser()).newContext({ locale: 'en-GB', ...options });
  afterThisTest(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  return page;
}

/** Gives the page a passkey device. @param verifies whether it finds that it is the person */
export async function addAuthenticator(page: Page, verifies = true): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: verifies,
      automaticPresenceSimulation: true,
    },
  });
}
