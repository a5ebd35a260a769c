/** Measures what a chart of thirty bars costs beside the same report without one: the first in a server, and later ones. */
import { BUNDLE } from './children.ts';
import { type Figure, median, type Section, times, under } from './report.ts';
import { result, type Server, startServer } from './rpc.ts';

const COLD_ROUNDS = 5;
const WARM_ROUNDS = 15;
const MAX_WARM_MS = 150;
const MAX_COLD_MS = 600;
/** Thirty columns, each with its number of orders. */
const REPORT = { period: 'last_30_days', by: ['day'] };

async function timed(server: Server, args: object): Promise<number> {
  const started = performance.now();
  const line = await server.call('order_report', args);
  const ms = performance.now() - started;
  const { content } = result(line, JSON.parse(line).id);
  if ('chart' in args && content.length < 3) throw new Error('there was no chart in the answer');
  return ms;
}

/** Each in a server that has answered the same without a chart: what is measured is the chart. */
async function firstOf(args: object): Promise<number> {
  const server = await startServer([BUNDLE, '--sandbox']);
  await timed(server, REPORT);
  const ms = await timed(server, args);
  await server.end();
  return ms;
}

async function measureCold(what: string, chart: string, limit?: number): Promise<Figure> {
  const samples: number[] = [];
  for (let round = 0; round < COLD_ROUNDS; round++) samples.push(await firstOf({ ...REPORT, chart }));
  return times(what, samples, 0, limit === undefined ? undefined : under(median(samples), limit, ' ms'));
}

async function measureWarm(): Promise<Figure[]> {
  const server = await startServer([BUNDLE, '--sandbox']);
  const ways = [
    { what: 'the report alone, warm', args: REPORT, samples: [] as number[] },
    { what: 'with a chart of 30 bars, warm', args: { ...REPORT, chart: 'sv' }, samples: [] as number[] },
    { what: 'with a PNG too, warm', args: { ...REPORT, chart: 'sv png' }, samples: [] as number[] },
  ];
  for (let round = -2; round < WARM_ROUNDS; round++)
    for (const { args, samples } of ways) {
      const ms = await timed(server, args);
      if (round >= 0) samples.push(ms);
    }
  await server.end();
  return ways.map(({ what, args, samples }) =>
    times(
      what,
      samples,
      1,
      'chart' in args && args.chart === 'sv' ? under(median(samples), MAX_WARM_MS, ' ms') : undefined,
    ),
  );
}

export const charts: Section = {
  title: 'charts: an order report of 30 days, over stdio',
  deadlineMs: 120_000,
  measure: async () => [
    ...(await measureWarm()),
    await measureCold('with a chart of 30 bars, the first', 'sv', MAX_COLD_MS),
    await measureCold('with a PNG too, the first', 'sv png'),
  ],
};
