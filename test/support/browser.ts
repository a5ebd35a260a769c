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
  page.setDefaultTimeout(20_000);
  return page;
}

export interface PasskeyDevice {
  /** Whether it finds that it is the person. */
  setVerifies(verifies: boolean): Promise<void>;
}

/** Gives the page a passkey device, by Chromium's own virtual one. @param canVerify whether it can check who it is at all */
export async function addPasskeyDevice(page: Page, canVerify = true): Promise<PasskeyDevice> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: canVerify,
      isUserVerified: canVerify,
      automaticPresenceSimulation: true,
    },
  });
  return {
    async setVerifies(isUserVerified) {
      await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
    },
  };
}
