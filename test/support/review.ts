/** Pages on which recordings are heard: opened by the tools of this process, at a sandbox, with an engine that hears it. */
import type { Page } from 'playwright-core';
import { newPage } from './browser.ts';
import { afterThisTest } from './cleanup.ts';
import { type Answering, listener } from './hearing-engine.ts';
import { notePlayed } from './played-sound.ts';
import { type SandboxServices, sandboxServices, TOKEN } from './sandbox-services.ts';

export interface ReviewBench extends SandboxServices {
  /** Has a tool open the page of a recording; that of order 39 where nothing else is said. @returns its address */
  address(args?: object, tool?: string): Promise<string>;
  /** The same in a browser. */
  open(args?: object, tool?: string): Promise<Page>;
}

/** What a model makes of the call of order 39, in the form that the prompt asks for. */
export const MARKS = [
  ['point', 'said', 'quote', 'time'],
  ['the company', 'yes', 'det är Johan på Djurboxen AB', '0:00'],
  ['the period', 'yes', '399 kronor i månaden i tolv månader', '0:06'],
  ['the right of withdrawal', 'unclear', 'ångerrätt i trettio dagar', '0:11'],
  ['a written answer', 'no', '', ''],
];

/** As the sandbox serves it. */
export const ORDER_RECORDING = '/api/order_recording/39';

/** @param answering how the engine answers. @param env settings */
export async function reviewBench(
  env: Record<string, string> = {},
  answering?: Answering,
): Promise<ReviewBench> {
  const speech = await listener(answering);
  afterThisTest(speech.close);
  const services = await sandboxServices({
    HITRATE_TRANSCRIBE_URL: speech.url,
    HITRATE_CHANNELS: 'agent,customer',
    ...env,
  });
  const address: ReviewBench['address'] = async (args = {}, tool = 'get_order_recording') => {
    const owner = tool === 'get_order_recording' ? { order_id: 39 } : {};
    return (await services.ask(tool, { ...owner, deliver: 'page', ...args })).page;
  };
  return Object.assign(services, {
    address,
    async open(...asked: Parameters<typeof address>) {
      const page = await newPage();
      await notePlayed(page);
      await page.goto(await address(...asked));
      await page.locator('#review').waitFor();
      return page;
    },
  });
}

/** The file that the dialer has under that path. */
export async function recordingAt({ url }: { url: string }, path: string): Promise<Buffer> {
  const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${TOKEN}` } });
  return Buffer.from(await answer.arrayBuffer());
}

/** Waits until the whole recording is drawn. */
export const drawn = async (page: Page): Promise<void> => {
  await page.locator('.lane').nth(1).waitFor();
};
