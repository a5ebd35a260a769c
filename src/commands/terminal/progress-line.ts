/** A line that says what is going on, until there is something to read. */
import { cutText } from './text-width.ts';

interface TerminalStream {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

export interface ProgressLine {
  /** Puts the text in the place of what was shown before. */
  show(text: string): void;
  erase(): void;
}

const TICK_MS = 1_000;
/** Back to the start of the line, and nothing on it. */
const ERASE_LINE = '\r\u001b[2K';

/** Returns a line on a terminal; elsewhere, and on one that can't erase, nothing is shown. */
export function createProgressLine(
  stream: TerminalStream = process.stderr,
  env: Record<string, string | undefined> = process.env,
): ProgressLine {
  if (stream.isTTY !== true || env.TERM === 'dumb') return { show: () => {}, erase: () => {} };
  let isShown = false;
  return {
    show(text) {
      // The last column stays free: some terminals begin a new line behind it.
      stream.write(`${ERASE_LINE}${cutText(text, (stream.columns ?? 80) - 1)}`);
      isShown = true;
    },
    erase() {
      if (isShown) stream.write(ERASE_LINE);
      isShown = false;
    },
  };
}

/** Does work, and shows after each second what it is and how long it has taken. */
export async function showWhile<T>(
  what: string,
  work: () => Promise<T>,
  line: ProgressLine = createProgressLine(),
): Promise<T> {
  let seconds = 0;
  const timer = setInterval(() => line.show(`${what}, ${++seconds} s`), TICK_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    line.erase();
  }
}
