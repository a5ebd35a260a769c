/** A transcript's lines, in the order of time, and what follows from them about the speakers. */

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

/** In characters: the line of an engine that tells no times can be as long as the call. */
const MAX_LINE_LENGTH = 4_000;
const PIECES = new RegExp(`.{1,${MAX_LINE_LENGTH}}(?=\\s|$)|.{${MAX_LINE_LENGTH}}`, 'gsu');

export const placeInTime = (lines: Line[]): Line[] =>
  lines.flatMap(splitLong).sort((a, b) => a.start_s - b.start_s || a.end_s - b.end_s);

/** Splits a line that no page would hold; the pieces share its time by their length. */
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
  const talkTimes = new Map(names.map((name) => [name, 0]));
  const longestPauses = new Map(names.map((name) => [name, 0]));
  let silentSince: number | undefined;
  for (const { speaker, start_s, end_s } of lines) {
    talkTimes.set(speaker, (talkTimes.get(speaker) ?? 0) + end_s - start_s);
    const pause = silentSince === undefined ? 0 : start_s - silentSince;
    longestPauses.set(speaker, Math.max(longestPauses.get(speaker) ?? 0, pause));
    silentSince = Math.max(silentSince ?? 0, end_s);
  }
  const allTalk = [...talkTimes.values()].reduce((sum, time) => sum + time, 0);
  return names.map((speaker) => ({
    speaker,
    talk_share: allTalk === 0 ? 0 : hundredth(talkTimes.get(speaker)! / allTalk),
    longest_pause_s: hundredth(longestPauses.get(speaker)!),
  }));
}
