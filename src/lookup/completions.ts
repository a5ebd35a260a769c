/** Values that a host may offer while a person fills in an address or a prompt: the ids that are likely to be meant. */
import type { Config } from '../config/config.ts';
import { type Completions, FIXED_VALUES } from '../define/completion.ts';
import type { Args, Row } from '../define/row.ts';
import type { ReadName } from '../define/tool-name.ts';
import type { Endpoints } from '../dialer/endpoints.ts';
import { abortable, type Clock, monotonicClock, withDeadline } from '../shared/deadline.ts';
import { createExpiringCache } from '../shared/expiring-cache.ts';
import { today } from '../shared/time.ts';
import { LOOKUP_LIMITS, type LookupLimits } from './limits.ts';

/** Ids by the argument that they are for. */
type CompletionIds = Partial<Record<string, string[]>>;
type Source = () => Promise<CompletionIds>;

const RECENT_DAYS = 7;

/** Reads by the name of a tool; undefined where that tool is not on offer. @throws ToolError */
type ReadOffered = (name: ReadName, args: Args) => Promise<any>;

/** The latest calls of a search, as the room of the reports lists them. */
export type LatestCalls = (args: Args, reads: { read: ReadOffered }) => Promise<{ rows: Row[] }>;

export function createCompletions(
  config: Config,
  endpoints: Endpoints,
  isOffered: (name: ReadName) => boolean,
  latestCalls: LatestCalls,
  { cacheMs, completionDeadlineMs }: LookupLimits = LOOKUP_LIMITS,
  clock: Clock = monotonicClock,
): Completions {
  const cache = createExpiringCache<Source, CompletionIds>({ lifetimeMs: cacheMs, clock });
  const firstDay = () => today(config.timezone, -RECENT_DAYS);

  const read: ReadOffered = async (name, args) =>
    isOffered(name)
      ? withDeadline(completionDeadlineMs, undefined, (deadline) => endpoints.read(name, args, deadline))
      : undefined;

  async function recordedCalls(): Promise<CompletionIds> {
    const { rows } = await latestCalls({ recording: true, start_date: firstDay() }, { read });
    return { call_id: idsIn(rows, 'id'), customer_id: idsIn(rows, 'customer_id') };
  }

  async function recordedOrders(): Promise<CompletionIds> {
    const answer = await read('search_orders', { start_date: firstDay() });
    const recorded = rowsOf(answer).filter((order) => order.order_recording_id);
    recorded.sort((a, b) => b.id - a.id);
    return { order_id: idsIn(recorded, 'id') };
  }

  async function activeUsers(): Promise<CompletionIds> {
    const answer = await read('list_users', {});
    return {
      user_id: idsIn(
        rowsOf(answer).filter((user) => user.active),
        'id',
      ),
    };
  }

  const sources = new Map<string, Source>([
    ['call_id', recordedCalls],
    ['customer_id', recordedCalls],
    ['order_id', recordedOrders],
    ['user_id', activeUsers],
  ]);

  /** Shared by everybody: a host gives up one letter's request for the next one's. A failure is cached as no ids. */
  const idsFrom = (source: Source): Promise<CompletionIds> =>
    cache.get(source, () => source().catch(() => ({})));

  return {
    async complete(what, typed, signal) {
      const source = sources.get(what);
      const values: readonly string[] = source
        ? ((await abortable(signal, idsFrom(source)))[what] ?? [])
        : (FIXED.get(what) ?? []);
      return values.filter((value) => value.startsWith(typed.trim()));
    },
  };
}

const FIXED = new Map<string, readonly string[]>(Object.entries(FIXED_VALUES));

const rowsOf = (answer: unknown): Row[] => (Array.isArray(answer) ? answer : []);

const idsIn = (rows: readonly Row[], name: string): string[] => [
  ...new Set(
    rows
      .map((row) => row?.[name])
      .filter(Number.isInteger)
      .map(String),
  ),
];
