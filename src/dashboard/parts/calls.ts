/** The calls of today, by hour and by agent. */
import type { Row } from '../../define/row.ts';
import type { AgentFigures, CallCounts, CallFigures } from '../page/protocol.ts';
import { numberOf, numberOrNull, rowsOf, textOf } from '../table.ts';

/** How many agents have a row of their own. */
const MAX_AGENTS = 15;

export const CALLS_BY_HOUR = { period: 'today', by: ['hour'], top: 24, compare: true };
export const CALLS_BY_AGENT = { period: 'today', by: ['agent'], sort: 'orders', top: MAX_AGENTS };

const countsOf = ({ reached, orders, hit_rate_reached_pct }: Row): CallCounts => ({
  reached: numberOf(reached),
  orders: numberOf(orders),
  hit_rate: numberOrNull(hit_rate_reached_pct),
});

/** @param answer of `call_report` by hour */
export function callFigures(answer: Row): CallFigures {
  const { sum, before, partial } = answer;
  return {
    ...countsOf(sum),
    attempts: numberOf(sum.attempts),
    ...(before && { before: countsOf(before) }),
    hours: withoutGaps(
      rowsOf(answer)
        // Hours of the week before alone have no calls today.
        .filter(({ attempts }) => numberOf(attempts) > 0)
        .map((row) => ({ hour: Number.parseInt(textOf(row.hour), 10), ...countsOf(row) }))
        .filter(({ hour }) => !Number.isNaN(hour))
        .sort((a, b) => a.hour - b.hour),
    ),
    partial: partial !== undefined,
  };
}

/** An hour in which nobody was rung is one too. */
function withoutGaps(hours: CallFigures['hours']): CallFigures['hours'] {
  const [first, last] = [hours[0]?.hour ?? 0, hours.at(-1)?.hour ?? -1];
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const hour = first + index;
    return hours.find((one) => one.hour === hour) ?? { hour, reached: 0, orders: 0, hit_rate: null };
  });
}

/** @param answer of `call_report` by agent: the agents, then the rest, then the calls that nobody took */
export function agentFigures(answer: Row): AgentFigures {
  const [total, returned] = [numberOf(answer.total), numberOf(answer.returned)];
  const rows = rowsOf(answer);
  const rest = total > returned ? rows[returned] : undefined;
  return {
    rows: rows.slice(0, returned).map((row) => ({ name: textOf(row.agent), ...countsOf(row) })),
    ...(rest && { rest: { count: total - returned, ...countsOf(rest) } }),
  };
}
