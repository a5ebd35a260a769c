import { parseArgs } from 'node:util';
import { SettingError } from '../config/parse.ts';
import { createSandbox, sandboxTokens } from '../sandbox/index.ts';

/** `sandbox --port 3007 [--calls n]`: the embedded dialer alone, until it is ended. */
export async function sandbox(argv: string[]): Promise<void> {
  const { port, calls } = options(argv);
  const dialer = createSandbox({ calls });
  const listening = await dialer.listen(port).catch((error: NodeJS.ErrnoException) => {
    throw new SettingError(
      error.code === 'EADDRINUSE'
        ? `port ${port} is in use: give another --port`
        : `port ${port}: ${error.code}`,
    );
  });
  const tokens = sandboxTokens.map(({ token, about }) => `  ${token.padEnd(16)} ${about}`);
  process.stdout.write(
    `The sandbox dialer answers at ${listening.url}. All people and numbers in it are invented.\nBearer tokens:\n${tokens.join('\n')}\nTry: curl -H "Authorization: Bearer ${sandboxTokens[0]!.token}" ${listening.url}/api/campaigns\nCtrl-C ends it.\n`,
  );
  // Nothing is kept, so nothing is waited for: a client may hold its connection open for long.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
}

function options(argv: string[]): { port: number; calls?: number } {
  let values: { port?: string; calls?: string };
  try {
    values = parseArgs({
      // It is the sandbox anyway.
      args: argv.filter((word) => word !== '--sandbox'),
      options: { port: { type: 'string' }, calls: { type: 'string' } },
    }).values;
  } catch (error) {
    throw new SettingError(`${(error as Error).message.split(/\.\s/)[0]}. sandbox takes --port and --calls.`);
  }
  const whole = (name: string, text: string | undefined, max: number): number | undefined => {
    if (text === undefined) return undefined;
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(number <= max)) throw new SettingError(`--${name}=${text}: must be a whole number up to ${max}`);
    return number;
  };
  return { port: whole('port', values.port, 65_535) ?? 3007, calls: whole('calls', values.calls, 2_000_000) };
}
