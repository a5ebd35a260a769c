/** Figures, and the table that they are printed as. */

export interface Section {
  title: string;
  /** Aborts the section after that long. */
  deadlineMs: number;
  measure(): Promise<Figure[]>;
}

export interface Figure {
  what: string;
  value: string;
  /** The least and the most. */
  spread?: string;
  goal?: Goal;
}

interface Goal {
  text: string;
  met: boolean;
}

export const atMost = (value: number, limit: number, unit = ''): Goal => ({
  text: `at most ${limit}${unit}`,
  met: value <= limit,
});

export const atLeast = (value: number, limit: number): Goal => ({
  text: `at least ${limit}`,
  met: value >= limit,
});

export const under = (value: number, limit: number, unit = ''): Goal => ({
  text: `under ${limit}${unit}`,
  met: value < limit,
});

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

export function median(values: readonly number[]): number {
  const order = sorted(values);
  const half = order.length >> 1;
  return order.length % 2 ? order[half]! : (order[half - 1]! + order[half]!) / 2;
}

/** Returns the median of times in milliseconds, with the least and the most. */
export function times(what: string, values: readonly number[], digits: number, goal?: Goal): Figure {
  const order = sorted(values);
  const ms = (value: number) => value.toFixed(digits);
  return {
    what,
    value: `${ms(median(values))} ms`,
    spread: `${ms(order[0]!)} to ${ms(order.at(-1)!)}`,
    goal,
  };
}

export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, value, spread, goal }) => [
    what,
    value,
    spread ?? '',
    goal?.text ?? '',
    goal ? (goal.met ? 'met' : 'missed') : '',
  ]);
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 1 ? cell.padStart(widths[1]!) : cell.padEnd(widths[column]!)))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `  ${line}\n`)
    .join('');
}
