/** The files of PIN and passkeys in the state folder: where one can't be used nothing is approved. */
import { join } from 'node:path';
import type { z } from 'zod';
import { createStateFile, type StateFile } from '../../shared/installation/state-file.ts';
import { errorReason } from '../../shared/safe-files.ts';
import { ToolError } from '../../shared/tool-error.ts';

/**
 * @param empty what a missing file stands for; a damaged one never does
 * @returns a file whose errors are ToolErrors, also those of a change
 */
export function proofFile<T>(stateDir: string, name: string, schema: z.ZodType<T>, empty: T): StateFile<T> {
  const path = join(stateDir, name);
  const isWhole = (value: unknown): value is T => schema.safeParse(value).success;
  const { read, update } = createStateFile(path, empty, isWhole);
  const refuse = (error: unknown): never => {
    throw error instanceof ToolError ? error : unusable(path, error);
  };
  return {
    read: () => read().catch(refuse),
    update: (change) => update(change).catch(refuse),
  };
}

const unusable = (path: string, error: unknown): ToolError =>
  new ToolError(
    'unavailable',
    `${path} can't be used: ${errorReason(error)}. So no approval can be trusted and nothing was done. Whoever set this up must mend it, or remove it and set up a PIN or passkey anew: hitrate-mcp approve.`,
  );
