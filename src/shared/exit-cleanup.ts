/** What must not outlive the process, should it end in the middle: temporary files, children. */
const cleanups = new Set<() => void>();
let watching = false;

/** @param clean runs at the process's end, synchronously. @returns what takes it off the list again */
export function onExit(clean: () => void): () => void {
  if (!watching) {
    watching = true;
    process.on('exit', () => {
      // A child goes before the folder that it writes into.
      for (const one of [...cleanups].reverse()) {
        try {
          one();
        } catch {
          // The others' turn comes all the same.
        }
      }
    });
  }
  cleanups.add(clean);
  return () => void cleanups.delete(clean);
}
