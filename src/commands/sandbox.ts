import { parseArgs } from 'node:util';
import { SettingError } from '../config/parse.ts';
import { createSandbox, sandboxTokens } from '../sandbox/index.ts';

/** `sandbox --port 3007 [--calls n]`: runs the embedded dialer alone until it is ended. */
export async function sandbox(argv: string[]): Promise<void> {
  const { port, calls } = parseOptions(argv);
  const dialer = createSandbox({ calls });
  const { url } = await dialer.listen(port).catch((error: NodeJS.ErrnoException) => {
    throw new SettingError(
      error.code === 'EADDRINUSE'
        ? `port ${port} is in use: give another --port`
        : `port ${port}: ${error.code}`,
    );
  });
  const tokens = sandboxTokens.map(({ token, about }) => `  ${token.padEnd(16)} ${about}`);
  process.stdout.write(
    `The sandbox dialer answers at ${url}. All people and numbers in it are invented.\nBearer tokens:\n${tokens.join('\n')}\nTry: curl -H "Authorization: Bearer ${sandboxTokens[0]!.token}" ${url}/api/campaigns\nCtrl-C ends it.\n`,
  );
  // Nothing is kept, so there is nothing to wait for: a client may hold its connection open for long.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
}

function parseOptions(argv: string[]): { port: number; calls?: number } {
  let values: { port?: string; calls?: string };
  try {
    values = parseArgs({
      // Redundant here, and no error.
      args: argv.filter((word) => word !== '--sandbox'),
      options: { port: { type: 'string' }, calls: { type: 'string' } },
    }).values;
  } catch (error) {
    throw new SettingError(`${(error as Error).message.split(/\.\s/)[0]}. sandbox takes --port and --calls.`);
  }
  const parseWhole = (name: string, text: string | undefined, max: number): number | undefined => {
    if (text === undefined) return undefined;
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(number <= max)) throw new SettingError(`--${name}=${text}: must be a whole number up to ${max}`);
    return number;
  };
  return {
    port: parseWhole('port', values.port, 65_535) ?? 3007,
    calls: parseWhole('calls', values.calls, 2_000_000),
  };
}
