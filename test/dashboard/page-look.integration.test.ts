/** How the overview looks: readable by everybody. PAGE_SHOTS is a folder for pictures. */
import { describe, it } from 'vitest';
import { approvalBench } from '../support/approval.ts';
import { newPage } from '../support/browser.ts';
import { expectReadable } from '../support/page-look.ts';
import { DEAD, EMPTY, FAILING, FULL, goTo, type PageBench, pageBench } from './page-bench.ts';

const SCENES: Record<string, (bench: PageBench) => Promise<unknown> | unknown> = {
  full: (bench) => bench.show(FULL),
  empty: (bench) => bench.show(EMPTY),
  failing: (bench) => bench.show(FAILING),
  dead: (bench) => bench.show(DEAD),
  reading: (bench) => bench.show({ ...FULL, calls: {}, agents: {} }, { what: 'calls', done: 1, total: 3 }),
  waiting: (bench) => approvalBench({ stateDir: bench.stateDir }).open({ targets: ['customer:922'] }),
};

describe('the overview', () => {
  it.each(Object.keys(SCENES))(
    'can be read by everybody, wide and narrow, light and dark, in both languages: %s',
    async (scene) => {
      const bench = await pageBench(scene === 'full');
      await SCENES[scene]!(bench);
      await expectReadable(await goTo(await newPage(), bench.address), `overview-${scene}`);
    },
  );

  it('can be read by everybody where its address is not whole', async () => {
    const { address } = await pageBench();
    const page = await newPage();
    await page.goto(new URL('/', address).href);
    await page.waitForSelector('#notice:not([hidden])');
    await expectReadable(page, 'overview-notice');
  });
});
