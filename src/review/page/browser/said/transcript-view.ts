/** A transcript beside the sound: each line plays from where it is said; the one that is heard is marked, and kept in sight. */
import { element, show } from '../../../../pages/browser/elements.ts';
import type { QuotedPart } from '../../text/quotation.ts';
import { createFollower } from './follow.ts';
import { createLineList } from './line-list.ts';
import { startSearch } from './search-view.ts';
import type { Line } from './transcribe.ts';

export interface TranscriptView {
  /** @param quoted what the checklist quotes of them */
  setLines(lines: readonly Line[], quoted: readonly QuotedPart[]): void;
  /** Marks the line that is heard. */
  showPosition(seconds: number): void;
  /** Plays the next line, or the one before. */
  step(by: 1 | -1, seconds: number): void;
  /** Writes it anew, as in another language. */
  render(): void;
}

export function createTranscriptView(playFrom: (seconds: number) => void): TranscriptView {
  let lines: readonly Line[] = [];
  let current = -1;
  const follower = createFollower(element('lines'));
  const hear = ({ start_s }: Line) => {
    follower.resume();
    playFrom(start_s);
  };
  const list = createLineList(element('lines'), hear);
  const renderSearch = startSearch({
    lines: () => lines,
    list,
    reveal(line) {
      follower.pause();
      follower.reveal(list.buttonAt(line));
    },
  });

  return {
    setLines(given, quoted) {
      lines = given;
      show('transcript-part', lines.length > 0);
      show('line-keys', lines.length > 0);
      list.setLines(lines, quoted);
      renderSearch();
    },
    showPosition(seconds) {
      const line = lineAt(lines, seconds);
      if (line === current) return;
      current = line;
      list.setCurrent(line);
      follower.follow(list.buttonAt(line));
    },
    step(by, seconds) {
      const next = lines[Math.min(lines.length - 1, Math.max(0, lineAt(lines, seconds) + by))];
      if (next) hear(next);
    },
    render() {
      list.render();
      renderSearch();
    },
  };
}

/** Returns the last line that has begun; -1 before the first. */
export function lineAt(lines: readonly Line[], seconds: number): number {
  // A click on a line goes to its very start, which the clock may miss by a sample.
  const after = lines.findIndex(({ start_s }) => start_s > seconds + 0.02);
  return after === -1 ? lines.length - 1 : after - 1;
}
