/** What a host may offer while a person fills in an address or a prompt: the ids that are likely to be meant. */
import type { Config } from '../config/config.ts';
import { type Completions, FIXED_VALUES } from '../define/completion.ts';
import type { Args, Row } from '../define/row.ts';
import type { ReadName } from '../define/tool-name.ts';
import type { Endpoints } from '../dialer/endpoints.ts';
import { abortable, withDeadline } from '../shared/deadline.ts';
import { today } from '../shared/time.ts';

/** Ids by the argument that they are for. */
type CompletionIds = Partial<Record<string, string[]>>;
type Source = () => Promise<CompletionIds>;

const DAYS = 7;
/** People type faster than the dialer changes. */
const CACHE_MS = 60_000;
const DEADLINE_MS = 5_000;

/** Reads by the name of a tool; undefined where that tool is not on offer. @throws ToolError */
type ReadOffered = (name: ReadName, args: Args) => Promise<any>;

/** The latest calls of a search, as the room of the reports lists them. */
export type LatestCalls = (args: Args, reads: { read: ReadOffered }) => Promise<{ rows: Row[] }>;

export function createCompletions(
  config: Config,
  endpoints: Endpoints,
  isOffered: (name: ReadName) => boolean,
  latestCalls: LatestCalls,
): Completions {
  const found = new Map<Source, { at: number; ids: Promise<CompletionIds> }>();

  const since = () => today(config.timezone, -DAYS);

  const read: ReadOffered = async (name, args) =>
    isOffered(name)
      ? withDeadline(DEADLINE_MS, undefined, (deadline) => endpoints.read(name, args, deadline))
      : undefined;

  /** Recorded calls of the last days. */
  async function calls(): Promise<CompletionIds> {
    const { rows } = await latestCalls({ recording: true, start_date: since() }, { read });
    return { call_id: idsIn(rows, 'id'), customer_id: idsIn(rows, 'customer_id') };
  }

  async function orders(): Promise<CompletionIds> {
    const answer = await read('search_orders', { start_date: since() });
    const recorded = Array.isArray(answer) ? answer.filter((order: Row) => order.order_recording_id) : [];
    return {
      order_id: idsIn(
        recorded.sort((one: Row, other: Row) => other.id - one.id),
        'id',
      ),
    };
  }

  async function users(): Promise<CompletionIds> {
    const answer = await read('list_users', {});
    const active = Array.isArray(answer) ? answer.filter((user: Row) => user.active) : [];
    return { user_id: idsIn(active, 'id') };
  }

  const sources: Record<string, Source> = {
    call_id: calls,
    order_id: orders,
    customer_id: calls,
    user_id: users,
  };

  /** Nobody's own request: a host gives up one letter's for the next one's. A failure holds for a while too. */
  function latest(source: Source): Promise<CompletionIds> {
    const known = found.get(source);
    if (known && performance.now() - known.at < CACHE_MS) return known.ids;
    const ids = source().catch(() => ({}));
    found.set(source, { at: performance.now(), ids });
    return ids;
  }

  return {
    async complete(what, typed, signal) {
      const values: readonly string[] = Object.hasOwn(FIXED_VALUES, what)
        ? FIXED_VALUES[what as keyof typeof FIXED_VALUES]
        : Object.hasOwn(sources, what)
          ? ((await abortable(signal, latest(sources[what]!)))[what] ?? [])
          : [];
      return values.filter((value) => value.startsWith(typed.trim()));
    },
  };
}

const idsIn = (rows: readonly Row[], name: string): string[] => [
  ...new Set(
    rows
      .map((row) => row?.[name])
      .filter(Number.isInteger)
      .map(String),
  ),
];
