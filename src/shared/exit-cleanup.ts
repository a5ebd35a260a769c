/** What must not outlive the process, should it end abruptly: temporary files, child processes. */
const cleanups = new Set<() => void>();
let listening = false;

/** Runs a cleanup when the process exits; it must be synchronous. @returns a function that cancels it */
export function onExit(cleanup: () => void): () => void {
  if (!listening) {
    listening = true;
    process.on('exit', runCleanups);
  }
  cleanups.add(cleanup);
  return () => void cleanups.delete(cleanup);
}

/** Last in, first out: a child process ends before the folder goes that it writes into. */
function runCleanups(): void {
  for (const cleanup of [...cleanups].reverse()) {
    try {
      cleanup();
    } catch {
      // The others run all the same.
    }
  }
}
