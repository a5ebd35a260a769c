/** The settings of a start at each dialer. */
import { resolve } from 'node:path';
import { type Config, configOf } from '../config.ts';
import { type Env, readGivenValues, SettingError } from '../parse.ts';

/** At least one: the first tells what is the same at all, such as HTTP. */
export type Configs = readonly [Config, ...Config[]];

/** What a file of dialers says itself. */
const NOT_BESIDE = ['dialer', 'url', 'token', 'tokenFile', 'sandbox'] as const;

/**
 * Reads flags and environment, and the file of dialers where there is one.
 * @throws SettingError with one line that says what is right
 */
export async function readConfigs(argv: readonly string[], env: Env): Promise<Configs> {
  const values = readGivenValues(argv, env);
  if (!values.dialers) return [configOf(values, env)];
  for (const key of NOT_BESIDE)
    if (values[key])
      throw new SettingError(
        `${values.dialers.from} and ${values[key].from} are both set: give the file of dialers alone`,
      );
  // Loaded only where there is such a file: a server is to start quickly.
  const { readDialers } = await import('./dialers-file.ts');
  return readDialers(resolve(values.dialers.text), values, env);
}

/** Returns each warning once. */
export const warningsOf = (configs: Configs): string[] => [
  ...new Set(configs.flatMap(({ warnings }) => warnings)),
];
