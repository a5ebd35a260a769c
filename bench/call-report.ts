/** What a report adds to fetching its calls. */
import { BUNDLE, PAGES_BY_HAND, startRows, talk } from './children.ts';
import { atMost, type Figure, median, type Section, times } from './report.ts';
import { answerRow, startServer } from './rpc.ts';

const CALLS = 50_000;
/** As large as the report's own. */
const PAGE = 5_000;
const WARM_UPS = 3;
const ROUNDS = 15;
const RATIO = 1.5;

/** The second is a dialer elsewhere: the next page is on its way while one is counted. */
const PAGE_MS = [0, 50];

export const callReport: Section = {
  title: `report: call_report over ${CALLS} calls beside fetching and parsing them by hand, ${ROUNDS} rounds`,
  deadlineMs: 180_000,
  async measure() {
    const figures: Figure[] = [];
    for (const pageMs of PAGE_MS) figures.push(...(await besideByHand(pageMs)));
    return figures;
  },
};

async function besideByHand(pageMs: number): Promise<Figure[]> {
  const dialer = await startRows(CALLS, pageMs);
  const byHand = talk([PAGES_BY_HAND, dialer.url, String(PAGE)]);
  const server = await startServer([BUNDLE], { HITRATE_URL: dialer.url, HITRATE_TOKEN: 'any' });
  const hand = {
    taken: [] as number[],
    act: async () => {
      byHand.write('\n');
      return Number(await byHand.line());
    },
  };
  const report = {
    taken: [] as number[],
    act: async () => {
      const line = await server.call('call_report', { by: ['agent'] });
      return answerRow(line).sum.attempts;
    },
  };
  try {
    for (let round = -WARM_UPS; round < ROUNDS; round++)
      // Who comes second may find the machine as the first has left it: they take turns.
      for (const { taken, act } of round % 2 ? [hand, report] : [report, hand]) {
        const started = performance.now();
        const rows = await act();
        if (round >= 0) taken.push(performance.now() - started);
        if (rows !== CALLS) throw new Error(`${rows} calls instead of ${CALLS}`);
      }
    const ratio = median(report.taken) / median(hand.taken);
    return [
      times(`by hand (undici, JSON.parse, ${PAGE} a page), ${pageMs} ms a page`, hand.taken, 0),
      times('  call_report by agent', report.taken, 0),
      { what: '  call_report / by hand', value: ratio.toFixed(2), goal: atMost(ratio, RATIO) },
    ];
  } finally {
    await Promise.all([byHand.end(), server.end(), dialer.end()]);
  }
}
