/** `dashboard`: today's figures on a page of this computer, until it is ended. */
import { closeDialers, openDialers } from '../../call/dialer-services.ts';
import { createServices } from '../../call/services.ts';
import { type Config, requireDialer } from '../../config/config.ts';
import { readConfigs } from '../../config/dialers/read-configs.ts';
import { lowerRights } from '../../config/lower-rights.ts';
import { SettingError } from '../../config/parse.ts';
import { createDashboardDialer } from '../../dashboard/overview.ts';
import { callAt } from '../../http/pages/read-calls.ts';
import { openBrowser } from '../../pages/open-browser.ts';
import { createLogger } from '../../shared/logger.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { startDashboardServer } from './dashboard-server.ts';

type StartSandboxes = (configs: readonly [Config, ...Config[]]) => (config: Config) => () => Promise<string>;

/** @param sandboxesOf starts the embedded dialers, where they are asked for */
export async function dashboard(argv: string[], sandboxesOf: StartSandboxes): Promise<void> {
  const configs = await readConfigs(argv, process.env);
  if (configs[0].http)
    throw new SettingError(
      'a server for a team shows the overview itself, at /dashboard: leave out --http (HITRATE_HTTP) here',
    );
  configs.forEach(requireDialer);
  const [{ timezone, logLevel, trust }] = configs;
  // Date's own getters are in the operator's zone, as in a server.
  process.env.TZ = timezone;
  const log = createLogger(logLevel);
  const sandboxUrl = sandboxesOf(configs);
  // Whatever the settings allow: this page reads.
  const readers = configs.map((config) => ({ ...config, ...lowerRights(config, { access: 'read' }) }));
  const dialers = openDialers(readers, async (config, session) =>
    createServices(config, process.env, sandboxUrl(config), { session }),
  );
  const report = (error: unknown) => log.warn({ err: error }, "a part of the overview can't be read");
  const server = await startDashboardServer({
    dialers: dialers.map((dialer) => createDashboardDialer(dialer.config, callAt(dialer), { report })),
    stateDir: trust.stateDir,
    report,
    onGuessing: () => {
      process.stderr.write('hitrate-mcp: somebody guessed at the address, so the page was closed\n');
      void end(1);
    },
  }).catch((error) => {
    throw error instanceof ToolError ? new SettingError(error.message) : error;
  });

  async function end(code: number): Promise<void> {
    await Promise.all([server.stop(), closeDialers(dialers)]).catch(() => {});
    process.exit(code);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));
  process.stdout.write(`The overview is at ${server.address}\nIt only reads. Ctrl-C ends it.\n`);
  if (!(await openBrowser(server.address))) process.stdout.write('Open the address in your browser.\n');
}
