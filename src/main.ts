#!/usr/bin/env node
/** The command line: picks a command and runs it. */
import { setFlagsFromString } from 'node:v8';
import { type Config, requireDialer } from './config/config.ts';
import { type Configs, readConfigs, warningsOf } from './config/dialers/read-configs.ts';
import { SettingError, takesValue } from './config/parse.ts';
import type { HttpConfig } from './config/team/http.ts';
import type { ScopedStore } from './define/state-store.ts';
import { oneLine } from './shared/text.ts';

/** By name. Each loads no more than it needs, so that a server starts quickly. */
const COMMANDS: Record<string, (argv: string[]) => Promise<void>> = {
  serve,
  demo: async (argv) => (await import('./commands/demo/demo.ts')).demo(argv),
  dashboard: async (argv) => (await import('./commands/dashboard/dashboard.ts')).dashboard(argv, sandboxesOf),
  sandbox: async (argv) => (await import('./commands/sandbox.ts')).sandbox(argv),
  tools: async (argv) => (await import('./commands/tools.ts')).listTools(argv),
  approve: async (argv) => (await import('./commands/approve.ts')).approve(argv),
  doctor: async (argv) => (await import('./commands/doctor.ts')).doctor(argv, sandboxesOf),
  setup: async (argv) => (await import('./commands/setup/setup.ts')).setup(argv, () => startSandbox()),
  audit: async (argv) => (await import('./commands/audit/audit.ts')).audit(argv),
  connect: async (argv) => (await import('./commands/connect.ts')).connect(argv),
  policy: async (argv) => {
    const { setUpProof } = await import('./approval/proofs/proofs.ts');
    return (await import('./commands/policy/policy.ts')).policy(argv, setUpProof);
  },
  user: async (argv) => (await import('./commands/user/user.ts')).user(argv),
  stop: async (argv) => (await import('./commands/stop.ts')).stop(argv),
  start: async (argv) => (await import('./commands/stop.ts')).start(argv),
};
const isCommand = (word: string): boolean => Object.hasOwn(COMMANDS, word);

async function main(argv: string[]): Promise<void> {
  // Whoever reads has stopped reading (EPIPE): there is nobody left to tell.
  process.stdout.on('error', () => process.exit(0));
  const { command, rest } = splitCommand(argv);
  const hasFlag = (...flags: string[]) => flags.some((flag) => argv.includes(flag));
  if (command === 'help') return printHelp(rest[0]);
  if (hasFlag('--help', '-h')) return printHelp(command);
  if (command === 'version' || hasFlag('--version', '-v')) return printVersion();
  if (!isCommand(command))
    throw new SettingError(`there is no command ${command}; there are ${Object.keys(COMMANDS).join(', ')}`);
  return COMMANDS[command]!(rest);
}

/** The command may stand behind flags: its name is the first word that is neither a flag nor a flag's value. */
function splitCommand(argv: string[]): { command: string; rest: string[] } {
  let index = 0;
  while (index < argv.length && argv[index]!.startsWith('-')) index += takesValue(argv[index]!) ? 2 : 1;
  const word = argv[index];
  // Behind flags what is no command may be the value of one that is misspelt, or the token: it is not repeated.
  if (word === undefined || (index > 0 && !isCommand(word))) return { command: 'serve', rest: argv };
  return { command: word, rest: argv.filter((_, i) => i !== index) };
}

async function printHelp(command?: string): Promise<void> {
  const { help } = await import('./commands/help.ts');
  help(command);
}

async function printVersion(): Promise<void> {
  const { VERSION } = await import('./shared/version.ts');
  process.stdout.write(`${VERSION}\n`);
}

async function serve(argv: string[]): Promise<void> {
  const configs = await readServeConfigs(argv);
  if (configs instanceof SettingError) {
    writeProblem(configs);
    // A host shows what a server says, and hardly ever what it wrote to stderr.
    const { serveMisconfigured } = await import('./mcp/stdio.ts');
    return serveMisconfigured(oneLine(configs.message, MAX_PROBLEM_LENGTH));
  }
  for (const warning of warningsOf(configs)) process.stderr.write(`hitrate-mcp: ${warning}\n`);
  const [{ http, timezone }] = configs;
  // Date's own getters are in the operator's zone from here on; an Intl formatter would cost 20 ms before the first answer.
  process.env.TZ = timezone;
  if (http) return serveTeam(configs, http);
  if (process.stdin.isTTY)
    process.stderr.write(
      'hitrate-mcp: waiting for an assistant on stdin; Ctrl-C ends. Try hitrate-mcp demo, or doctor.\n',
    );
  limitMemory();
  const sandboxUrl = sandboxesOf(configs);
  const { serveStdio } = await import('./mcp/stdio.ts');
  await serveStdio(configs, async (config, session) => {
    const { createServices } = await import('./call/services.ts');
    return createServices(config, process.env, sandboxUrl(config), {
      session,
      state: await sharedState(config),
    });
  });
}

async function serveTeam(configs: Configs, http: HttpConfig): Promise<void> {
  limitGarbage();
  const [{ serveHttp }, { createServices }, { toSwedish }] = await Promise.all([
    import('./http/serve.ts'),
    import('./call/services.ts'),
    import('../tools/swedish/to-swedish.ts'),
  ]);
  const sandboxUrl = sandboxesOf(configs);
  await serveHttp(configs, http, {
    load: async (config, options) => createServices(config, process.env, sandboxUrl(config), options),
    translate: (line, language) => (language === 'sv' ? toSwedish(line) : line),
  });
}

/** Returns what is wrong with the settings where a host can be told. @throws SettingError on a terminal, or over HTTP */
async function readServeConfigs(argv: string[]): Promise<Configs | SettingError> {
  try {
    const configs = await readConfigs(argv, process.env);
    configs.forEach(requireDialer);
    return configs;
  } catch (error) {
    const isTeam = argv.includes('--http') || /^(1|true|on|yes)$/i.test(process.env.HITRATE_HTTP ?? '');
    const hasHost = !process.stdin.isTTY && !isTeam;
    if (error instanceof SettingError && hasHost) return error;
    throw error;
  }
}

/** What this server shares with its replicas; undefined where it is the only one. */
async function sharedState(config: Config): Promise<ScopedStore | undefined> {
  if (!config.state) return undefined;
  const [{ openOwnState }, { createLogger }] = await Promise.all([
    import('./state/open-state.ts'),
    import('./shared/logger.ts'),
  ]);
  const log = createLogger(config.logLevel);
  return openOwnState(config, (message) => log.warn({ message }, 'shared state'));
}

/**
 * A server waits more than it works: memory is worth more than the last microseconds. Without these flags V8's young
 * generation alone grows by 30 MB within 10,000 calls (npm run bench -- memory).
 */
function limitMemory(): void {
  setFlagsFromString('--optimize-for-size');
  setFlagsFromString('--semi-space-growth-factor=1');
}

/**
 * Lets V8 keep half as much garbage as there is in use, not three times as much: 25 MB less for a thousand people (npm
 * run bench -- http). The flags of a server for one assistant would take two thirds of the calls a second.
 */
function limitGarbage(): void {
  setFlagsFromString('--heap-growing-percent=50');
}

/** Starts the embedded dialer. @param seed another one makes other people. @returns its address */
async function startSandbox(seed = 1): Promise<string> {
  const { createSandbox } = await import('./sandbox/index.ts');
  return (await createSandbox({ seed }).listen()).url;
}

/** Returns what starts the sandbox of a dialer at its first call: each has one of its own, with other people in it. */
function sandboxesOf(configs: Configs): (config: Config) => () => Promise<string> {
  const names = configs.map(({ profile }) => profile?.name);
  const running = new Map<number, Promise<string>>();
  return ({ profile }) =>
    () => {
      const seed = names.indexOf(profile?.name) + 1;
      const url = running.get(seed) ?? startSandbox(seed);
      running.set(seed, url);
      return url;
    };
}

/** A line may quote a value of any length. */
const MAX_PROBLEM_LENGTH = 1_000;

const writeProblem = ({ message }: SettingError): void => {
  process.stderr.write(`hitrate-mcp: ${oneLine(message, MAX_PROBLEM_LENGTH)}\n`);
};

main(process.argv.slice(2)).catch((error) => {
  if (!(error instanceof SettingError)) throw error;
  writeProblem(error);
  process.exit(2);
});
