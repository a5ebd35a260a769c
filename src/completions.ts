/** What a host may offer while a person fills in an address or a prompt: the ids that are likely to be meant. */
import type { Config } from './config.ts';
import type { Dialer } from './dialer/client.ts';
import { withDeadline } from './dialer/deadline.ts';
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

const DAYS = 7;
/** People type faster than the dialer changes. */
const FRESH_MS = 60_000;
const DEADLINE_MS = 5_000;
const ROWS = 200;

export function createCompletions(config: Config, dialer: Dialer, tools: readonly Tool[]): Completions {
  const found = new Map<string, { at: number; ids: Promise<number[]> }>();

  const since = () => today(config.timezone, -DAYS);

  async function ask(tool: string, args: Args, signal: AbortSignal): Promise<any> {
    const asked = endpoint(tools, tool);
    if (withheldBy(asked, config)) return undefined;
    return withDeadline(DEADLINE_MS, signal, (deadline) =>
      dialer.request(wireRequest(asked.request, args), true, deadline),
    );
  }

  /** Recorded calls of the last days; they come oldest first, so it is the last page that counts. */
  async function calls(signal: AbortSignal): Promise<Row[]> {
    const args = { recording: true, start_date: since(), limit: ROWS };
    const first = await ask('search_calls', args, signal);
    const last =
      first?.last_page > 0 ? await ask('search_calls', { ...args, page: first.last_page }, signal) : first;
    return (last?.rows ?? []).toReversed();
  }

  async function orders(signal: AbortSignal): Promise<Row[]> {
    const answer = await ask('search_orders', { start_date: since() }, signal);
    const recorded = Array.isArray(answer) ? answer.filter((order: Row) => order.order_recording_id) : [];
    return recorded.sort((one: Row, other: Row) => other.id - one.id);
  }

  const sources: Record<string, (signal: AbortSignal) => Promise<unknown[]>> = {
    call_id: async (signal) => (await calls(signal)).map(({ id }) => id),
    order_id: async (signal) => (await orders(signal)).map(({ id }) => id),
    customer_id: async (signal) => (await calls(signal)).map(({ customer_id }) => customer_id),
  };

  async function ids(what: string, signal: AbortSignal): Promise<number[]> {
    const known = found.get(what);
    if (known && performance.now() - known.at < FRESH_MS) return known.ids;
    const asked = sources[what]!(signal).then((values) => [
      ...new Set(values.filter((value): value is number => Number.isInteger(value))),
    ]);
    found.set(what, { at: performance.now(), ids: asked });
    asked.catch(() => found.delete(what));
    return asked;
  }

  return {
    async complete(what, typed, signal) {
      const values: readonly string[] = Object.hasOwn(FIXED, what)
        ? FIXED[what as keyof typeof FIXED]
        : Object.hasOwn(sources, what)
          ? (await ids(what, signal).catch(() => [])).map(String)
          : [];
      return values.filter((value) => value.startsWith(typed.trim()));
    },
  };
}
