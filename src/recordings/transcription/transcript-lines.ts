/** A transcript's lines, in the order of time, and what they tell of the speakers. */

export interface Line {
  speaker: string;
  start_s: number;
  end_s: number;
  text: string;
}

interface Speaker {
  speaker: string;
  /** Of all the time that somebody speaks, 0 to 1. */
  talk_share: number;
  /** The longest silence of both that this speaker ended, in seconds. */
  longest_pause_s: number;
}

export const hundredth = (value: number): number => Math.round(value * 100) / 100;

/** Characters: of an engine that tells no times, a line can be as long as the call. */
const MAX_LINE_LENGTH = 4_000;
const PIECES = new RegExp(`.{1,${MAX_LINE_LENGTH}}(?=\\s|$)|.{${MAX_LINE_LENGTH}}`, 'gsu');

export const placeInTime = (lines: Line[]): Line[] =>
  lines.flatMap(splitLong).sort((one, other) => one.start_s - other.start_s || one.end_s - other.end_s);

/** What no page would hold is told in pieces, which share its time by their length. */
function splitLong(line: Line): Line[] {
  const { start_s, end_s, text } = line;
  if (text.length <= MAX_LINE_LENGTH) return [line];
  const at = (character: number) => hundredth(start_s + ((end_s - start_s) * character) / text.length);
  return [...text.matchAll(PIECES)].map(({ 0: piece, index }) => ({
    ...line,
    start_s: at(index),
    end_s: at(index + piece.length),
    text: piece.trim(),
  }));
}

/** @param lines in the order of time */
export function speakersOf(names: readonly string[], lines: readonly Line[]): Speaker[] {
  const talked = new Map(names.map((name) => [name, 0]));
  const paused = new Map(names.map((name) => [name, 0]));
  let quietSince: number | undefined;
  for (const { speaker, start_s, end_s } of lines) {
    talked.set(speaker, (talked.get(speaker) ?? 0) + end_s - start_s);
    const pause = quietSince === undefined ? 0 : start_s - quietSince;
    paused.set(speaker, Math.max(paused.get(speaker) ?? 0, pause));
    quietSince = Math.max(quietSince ?? 0, end_s);
  }
  const all = [...talked.values()].reduce((sum, one) => sum + one, 0);
  return names.map((speaker) => ({
    speaker,
    talk_share: all === 0 ? 0 : hundredth(talked.get(speaker)! / all),
    longest_pause_s: hundredth(paused.get(speaker)!),
  }));
}
