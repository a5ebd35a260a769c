/** Text with times: SRT, VTT, and the lines that whisper's programs print. */

/** As an engine has it: text of any type, and NaN for a time that is none. Seconds. */
export interface Cue {
  start: number;
  end: number;
  text: unknown;
}

// `00:00:02.480`, `00:02,480`, `2.48s`.
const TIME = String.raw`(-?(?:(?:\d{1,9}:)?\d{1,9}:)?\d{1,9}(?:[.,]\d{1,9})?)s?`;
/** `[00:00.000 --> 00:02.480]  text`; `->` is what those print who write faster-whisper's loop themselves. */
const BRACKETED = new RegExp(String.raw`^\[${TIME} *--?> *${TIME}\]([\s\S]*)$`);
/** What follows the times are VTT's settings. */
const BARE = new RegExp(`^${TIME} *--> *${TIME}(?: |$)`);

/** @returns undefined where no line has times */
export function cuesOf(text: string): Cue[] | undefined {
  const cues: Cue[] = [];
  let cue: { text: string } | undefined;
  for (const full of text.split(/\r\n|\n|\r/)) {
    const line = full.trim();
    const found = BRACKETED.exec(line) ?? BARE.exec(line);
    if (found) {
      const read = { start: seconds(found[1]!), end: seconds(found[2]!), text: found[3] ?? '' };
      cues.push(read);
      cue = read;
    } else if (line === '') {
      // Numbers of cues, notes and logs stand between them.
      cue = undefined;
    } else if (cue) cue.text += ` ${line}`;
  }
  return cues.length > 0 || text.startsWith('WEBVTT') ? cues : undefined;
}

const seconds = (time: string): number => {
  const total = time
    .replace(/^-/, '')
    .replace(',', '.')
    .split(':')
    .reduce((sum, part) => sum * 60 + Number(part), 0);
  return time.startsWith('-') ? -total : total;
};
