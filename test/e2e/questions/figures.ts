/** Figures of a period, of groups and of names that people say: six questions in Swedish, with the English ones. */
import { english } from './figures-english.ts';
import { all, column, count, fact, type Question, type Questions, rowFacts } from './question.ts';
import { grouped, isKept, mondayOf, plusDays, todayHere, type World, worth } from './world.ts';

const MONDAY = mondayOf(todayHere());
const SUNDAY = plusDays(MONDAY, -1);
const WEEKEND = { from: plusDays(SUNDAY, -1), to: SUNDAY };
/** A Sunday without a call, since nobody works then. */
const QUIET = plusDays(MONDAY, -8);
const TUESDAY = plusDays(MONDAY, -6);

const isCancelled = ({ cancelled }: { cancelled: boolean }) => cancelled;

const resultIds = (world: World, words: RegExp) =>
  [...world.state.call_results.values()].filter(({ title }) => words.test(title)).map(({ id }) => id);

/** Attempts of each call result. */
const byResult = (world: World, calls: World['state']['calls']) =>
  rowFacts(
    [...grouped(calls, ({ call_result_id }) => world.callResult(call_result_id))].map(([result, own]) => [
      result,
      { attempts: own.length },
    ]),
  );

const swedish: readonly Question[] = [
  {
    asked: 'Vad är nettovärdet per säljare den här månaden, och hur mycket är makulerat?',
    calls: [{ tool: 'order_report', args: { by: ['agent'], period: 'this_month', sort: 'net_value' } }],
    facts(world) {
      const orders = world.orders(world.thisMonth);
      const figures = (own: typeof orders) => ({
        net_value: worth(own.filter(isKept)),
        cancelled_value: worth(own.filter(isCancelled)),
      });
      const sellers = [...grouped(orders, ({ user_id }) => world.agent(user_id))].map(
        ([agent, own]) => [agent, figures(own)] as const,
      );
      return [
        fact(figures(orders).net_value, 'sum', 'net_value'),
        fact(figures(orders).cancelled_value, 'sum', 'cancelled_value'),
        fact(Math.max(...sellers.map(([, { net_value }]) => net_value)), 'rows', 0, 'net_value'),
        ...rowFacts(sellers),
      ];
    },
    *endpoints() {
      yield* all('search_orders', { period: 'this_month' });
    },
  },
  {
    asked: 'Hur gick helgen mot helgen innan?',
    calls: [
      {
        tool: 'call_report',
        args: { start_date: WEEKEND.from, end_date: WEEKEND.to, compare: true },
      },
    ],
    facts(world) {
      const earlier = { from: plusDays(WEEKEND.from, -7), to: plusDays(WEEKEND.to, -7) };
      return [
        fact(world.calls(WEEKEND).length, 'sum', 'attempts'),
        fact(world.calls(WEEKEND, world.isReached).length, 'sum', 'reached'),
        fact(`${earlier.from} to ${earlier.to}, the weekend before`, 'before', 'covers'),
        fact(world.calls(earlier).length, 'before', 'attempts'),
      ];
    },
    *endpoints() {
      for (const back of [0, -7])
        yield* count('search_calls', {
          start_date: plusDays(WEEKEND.from, back),
          end_date: plusDays(WEEKEND.to, back),
        });
    },
  },
  {
    asked: 'Vilket kontor har störst försäljning förra månaden?',
    calls: [{ tool: 'order_report', args: { by: ['office'], period: 'last_month', sort: 'försäljning' } }],
    facts(world) {
      const offices = [
        ...grouped(world.orders(world.lastMonth), ({ user_id }) => {
          const { id, name } = world.state.offices.get(world.state.users.get(user_id)!.office_id!)!;
          return `${name} (${id})`;
        }),
      ]
        .map(([office, own]) => ({ office, orders: own.length, net_value: worth(own.filter(isKept)) }))
        .sort((one, other) => other.net_value - one.net_value);
      return [
        fact(offices[0]!.office, 'rows', 0, 'office'),
        ...rowFacts(offices.map(({ office, ...figures }) => [office, figures])),
      ];
    },
    *endpoints() {
      yield* all('search_orders', { period: 'last_month', fields: ['office'] });
    },
  },
  {
    asked: `Hur många samtal hade vi söndagen den ${QUIET}?`,
    calls: [{ tool: 'call_report', args: { exact_date: QUIET } }],
    facts: (world) => [
      fact(world.calls({ from: QUIET, to: QUIET }).length, 'sum', 'attempts'),
      fact(0, 'sum', 'attempts'),
      fact('There are no calls at all on these days.', 'note'),
    ],
    *endpoints() {
      yield* count('search_calls', { start_date: QUIET, end_date: QUIET });
    },
  },
  {
    asked: 'Hur många tackade nej i tisdags i förra veckan?',
    calls: [
      { tool: 'find', args: { words: ['nej tack'], kinds: ['call_result'] } },
      (first) => ({
        tool: 'call_report',
        args: { by: ['call_result'], call_result_ids: column(first, 'id'), exact_date: TUESDAY },
      }),
    ],
    facts(world) {
      const { results } = world;
      const declined = results(world.state.call_results.get(50)!.type_id);
      const calls = world.calls({ from: TUESDAY, to: TUESDAY }, ({ call_result_id: id }) =>
        declined.includes(id),
      );
      return [fact(calls.length, 'sum', 'attempts'), ...byResult(world, calls)];
    },
    *endpoints() {
      const results = yield { tool: 'list_call_results', args: { limit: 200 } };
      const types = column(results, 'type');
      const ids = column(results, 'id').filter((_, i) => /no thanks/i.test(String(types[i])));
      const day = { start_date: TUESDAY, end_date: TUESDAY };
      yield* all('search_calls', { ...day, call_result_ids: ids });
    },
  },
  {
    asked: 'Hur ofta var det upptaget eller telefonsvarare förra veckan?',
    calls: [
      { tool: 'find', args: { words: ['upptaget', 'telefonsvarare'] } },
      (first) => ({
        tool: 'call_report',
        args: { by: ['call_result'], call_result_ids: column(first, 'id'), period: 'last_week' },
      }),
    ],
    facts(world) {
      const meant = resultIds(world, /^(busy|answering machine)$/i);
      const calls = world.calls(world.lastWeek, ({ call_result_id: id }) => meant.includes(id));
      return [fact(calls.length, 'sum', 'attempts'), ...byResult(world, calls)];
    },
    *endpoints() {
      const results = yield { tool: 'list_call_results', args: { limit: 200 } };
      const titles = column(results, 'title');
      for (const title of ['Busy', 'Answering machine'])
        yield* count('search_calls', {
          period: 'last_week',
          call_result_ids: [column(results, 'id')[titles.indexOf(title)]],
        });
    },
  },
];

export const figures: Questions = { swedish, english };
