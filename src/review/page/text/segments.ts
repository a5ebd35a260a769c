/** Cuts a line where what is quoted or found in it begins and ends. */
import type { Range } from './search.ts';

export interface Segment {
  text: string;
  isQuoted: boolean;
  /** Which of the found ranges it belongs to. */
  found?: number;
}

/** Returns the text in pieces, in their order and without a gap. */
export function segmentsOf(text: string, quoted: readonly Range[], found: readonly Range[]): Segment[] {
  const cuts = new Set([0, text.length]);
  for (const { from, to } of [...quoted, ...found]) cuts.add(from).add(to);
  const places = [...cuts].sort((one, other) => one - other);
  return places.slice(1).map((to, i) => {
    const from = places[i]!;
    const isWithin = (range: Range) => range.from <= from && to <= range.to;
    const index = found.findIndex(isWithin);
    return {
      text: text.slice(from, to),
      isQuoted: quoted.some(isWithin),
      ...(index !== -1 && { found: index }),
    };
  });
}
