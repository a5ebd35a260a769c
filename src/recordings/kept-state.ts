/** What replicas share of recordings: for how long, and what becomes of it where the state is lost. */
import { ToolError } from '../shared/tool-error.ts';

/** As long as somebody may come back to a transcript, or to a file that they have come across. */
export const KEPT_MS = 6 * 3_600_000;

/** Returns undefined where the state can't be reached: whoever reads goes on. */
export async function unlessLost<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ToolError && error.kind === 'unavailable') return undefined;
    throw error;
  }
}
