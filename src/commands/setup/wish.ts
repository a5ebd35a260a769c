import { SettingsFileError } from './edit-settings.ts';
import type { Host } from './hosts.ts';

/** What was asked of setup. */
export interface Wish {
  /** Asks nothing; a failed check still stops it. */
  yes: boolean;
  /** In the order of the hosts; undefined where none was named. */
  hosts?: Host[];
  /** The words that are settings. */
  settings: string[];
}

/** Returns what the work does to a host, or says why it can't be done. */
export async function orProblem<T>(host: Host, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SettingsFileError)) throw error;
    process.stdout.write(`bad ${host.name}: ${host.path} ${error.message}. It was left alone.\n`);
    return undefined;
  }
}
