/** What a host may offer while a person fills in an address or a prompt: the ids that are likely to be meant. */
import type { Config } from './config.ts';
import type { Dialer } from './dialer/client.ts';
import { heeding, withDeadline } from './dialer/deadline.ts';
import { withheldBy } from './guard/tiers.ts';
import { today } from './time.ts';
import { type Args, endpoint, type Row, type Tool } from './tool.ts';
import { wireRequest } from './wire.ts';

const FIXED = {
  language: ['sv', 'en'],
  channel: ['left', 'right'],
} as const;

/** What there are completions for. */
export type Completable = keyof typeof FIXED | 'call_id' | 'order_id' | 'customer_id';

export interface Completions {
  /** The latest first; none where the dialer can't be asked, since nobody can mend that while typing. */
  complete(what: string, typed: string, signal: AbortSignal): Promise<string[]>;
}

type Source = () => Promise<Row[]>;

const DAYS = 7;
/** People type faster than the dialer changes. */
const FRESH_MS = 60_000;
const DEADLINE_MS = 5_000;
const ROWS = 200;

export function createCompletions(config: Config, dialer: Dialer, tools: readonly Tool[]): Completions {
  const found = new Map<Source, { at: number; rows: Promise<Row[]> }>();

  const since = () => today(config.timezone, -DAYS);

  async function ask(tool: string, args: Args): Promise<any> {
    const asked = endpoint(tools, tool);
    if (withheldBy(asked, config)) return undefined;
    return withDeadline(DEADLINE_MS, undefined, (deadline) =>
      dialer.request(wireRequest(asked.request, args), true, deadline),
    );
  }

  /** Recorded calls of the last days; they come oldest first, so it is the last pages that count. */
  async function calls(): Promise<Row[]> {
    const args = { recording: true, start_date: since(), limit: ROWS };
    const first = await ask('search_calls', args);
    const last: number = first?.last_page ?? 0;
    // The very last can hold a single one.
    const pages = [last - 1, last].filter((page) => page >= 0);
    const answers = await Promise.all(
      pages.map((page) => (page === 0 ? first : ask('search_calls', { ...args, page }))),
    );
    return answers.flatMap((answer) => answer?.rows ?? []).reverse();
  }

  async function orders(): Promise<Row[]> {
    const answer = await ask('search_orders', { start_date: since() });
    const recorded = Array.isArray(answer) ? answer.filter((order: Row) => order.order_recording_id) : [];
    return recorded.sort((one: Row, other: Row) => other.id - one.id);
  }

  const sources: Record<string, [Source, id: string]> = {
    call_id: [calls, 'id'],
    order_id: [orders, 'id'],
    customer_id: [calls, 'customer_id'],
  };

  /** Nobody's own request: a host gives up one letter's for the next one's. A failure is no better a second later. */
  function latest(source: Source): Promise<Row[]> {
    const known = found.get(source);
    if (known && performance.now() - known.at < FRESH_MS) return known.rows;
    const rows = source().catch(() => []);
    found.set(source, { at: performance.now(), rows });
    return rows;
  }

  async function ids(what: string, signal: AbortSignal): Promise<string[]> {
    const [source, id] = sources[what]!;
    const rows = await heeding(signal, latest(source));
    return [...new Set(rows.map((row) => row?.[id]).filter(Number.isInteger))].map(String);
  }

  return {
    async complete(what, typed, signal) {
      const values: readonly string[] = Object.hasOwn(FIXED, what)
        ? FIXED[what as keyof typeof FIXED]
        : Object.hasOwn(sources, what)
          ? await ids(what, signal)
          : [];
      return values.filter((value) => value.startsWith(typed.trim()));
    },
  };
}
