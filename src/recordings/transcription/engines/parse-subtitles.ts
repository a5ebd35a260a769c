/** Text with times: SRT, VTT, and the lines that whisper's programs print. */

/** A text with its times in seconds, as an engine has it: text of any type, and NaN for a time that is none. */
export interface Cue {
  start: number;
  end: number;
  text: unknown;
}

// `00:00:02.480`, `00:02,480`, `2.48s`.
const TIME = String.raw`(-?(?:(?:\d{1,9}:)?\d{1,9}:)?\d{1,9}(?:[.,]\d{1,9})?)s?`;
/** `[00:00.000 --> 00:02.480]  text`; `->` is what those print who write faster-whisper's loop themselves. */
const BRACKETED = new RegExp(String.raw`^\[${TIME} *--?> *${TIME}\]([\s\S]*)$`);
/** A cue's own line in SRT and VTT; what follows the times are VTT's settings. */
const BARE = new RegExp(`^${TIME} *--> *${TIME}(?: |$)`);

/** Returns the cues of a text, undefined where no line has times. */
export function cuesOf(text: string): Cue[] | undefined {
  const cues: Cue[] = [];
  let openCue: { text: string } | undefined;
  for (const rawLine of text.split(/\r\n|\n|\r/)) {
    const line = rawLine.trim();
    const times = BRACKETED.exec(line) ?? BARE.exec(line);
    if (times) {
      const cue = { start: secondsOf(times[1]!), end: secondsOf(times[2]!), text: times[3] ?? '' };
      cues.push(cue);
      openCue = cue;
    } else if (line === '') {
      // Numbers of cues, notes and logs stand between them.
      openCue = undefined;
    } else if (openCue) openCue.text += ` ${line}`;
  }
  return cues.length > 0 || text.startsWith('WEBVTT') ? cues : undefined;
}

function secondsOf(time: string): number {
  const total = time
    .replace(/^-/, '')
    .replace(',', '.')
    .split(':')
    .reduce((sum, part) => sum * 60 + Number(part), 0);
  return time.startsWith('-') ? -total : total;
}
