/** The end of a process that a host has started, and talks to over stdin and stdout. */

/** How long requests from before the end of stdin may take to be answered: the process is gone within a second. */
const GRACE_MS = 750;
const POLL_MS = 10;

interface Ending {
  /** How many requests are under way. */
  pending(): number;
  /** Ends the process. */
  finish(): Promise<void>;
}

/**
 * Ends the process with stdin, once what came before is answered, and at once on a signal.
 * @returns what ends it at once, for whoever finds that the host has gone
 */
export function endWithHost({ pending, finish }: Ending): () => void {
  let ending = false;
  const end = (graceMs: number) => {
    if (ending) return;
    ending = true;
    const deadline = performance.now() + graceMs;
    const finishWhenAnswered = () => {
      const answered = pending() === 0 && process.stdout.writableLength === 0;
      if (answered || performance.now() >= deadline) void finish();
      else setTimeout(finishWhenAnswered, POLL_MS);
    };
    // Requests that came in with the same chunk as the end are taken up first.
    setImmediate(finishWhenAnswered);
  };
  const endAtOnce = () => end(0);
  for (const event of ['end', 'close']) process.stdin.on(event, () => end(GRACE_MS));
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, endAtOnce);
  // Whoever reads it has gone: that is told by stdin.
  process.stderr.on('error', () => {});
  return endAtOnce;
}
