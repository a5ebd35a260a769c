#!/usr/bin/env node
/** The command line: picks a command and runs it. */
import { setFlagsFromString } from 'node:v8';
import { type Config, readConfig, requireDialer } from './config/config.ts';
import { SettingError, takesValue } from './config/parse.ts';
import type { HttpConfig } from './config/team/http.ts';
import type { ScopedStore } from './define/state-store.ts';
import { oneLine } from './shared/text.ts';

/** By name. Each loads no more than it needs, so that a server starts quickly. */
const COMMANDS: Record<string, (argv: string[]) => Promise<void>> = {
  serve,
  demo: async (argv) => (await import('./commands/demo.ts')).demo(argv),
  sandbox: async (argv) => (await import('./commands/sandbox.ts')).sandbox(argv),
  tools: async (argv) => (await import('./commands/tools.ts')).listTools(argv),
  approve: async (argv) => (await import('./commands/approve.ts')).approve(argv),
  doctor: async (argv) => (await import('./commands/doctor.ts')).doctor(argv, startSandbox),
  setup: async (argv) => (await import('./commands/setup/setup.ts')).setup(argv, startSandbox),
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
  const config = readServeConfig(argv);
  if (config instanceof SettingError) {
    writeProblem(config);
    // A host shows what a server says, and hardly ever what it wrote to stderr.
    const { serveMisconfigured } = await import('./mcp/stdio.ts');
    return serveMisconfigured(oneLine(config.message, MAX_PROBLEM_LENGTH));
  }
  for (const warning of config.warnings) process.stderr.write(`hitrate-mcp: ${warning}\n`);
  if (config.http) return serveTeam({ ...config, http: config.http });
  if (process.stdin.isTTY)
    process.stderr.write(
      'hitrate-mcp: waiting for an assistant on stdin; Ctrl-C ends. Try hitrate-mcp demo, or doctor.\n',
    );
  limitMemory();
  // Date's own getters are in the operator's zone from here on; an Intl formatter would cost 20 ms before the first answer.
  process.env.TZ = config.timezone;
  const { serveStdio } = await import('./mcp/stdio.ts');
  await serveStdio(config, async () => {
    const { createServices } = await import('./call/services.ts');
    return createServices(config, process.env, startSandbox, { state: await sharedState(config) });
  });
}

async function serveTeam(config: Config & { http: HttpConfig }): Promise<void> {
  limitGarbage();
  process.env.TZ = config.timezone;
  const [{ serveHttp }, { createServices }, { toSwedish }] = await Promise.all([
    import('./http/serve.ts'),
    import('./call/services.ts'),
    import('../tools/swedish/to-swedish.ts'),
  ]);
  let sandbox: Promise<string> | undefined;
  const sandboxUrl = () => (sandbox ??= startSandbox());
  await serveHttp(config, {
    load: async (own, options) => createServices(own, process.env, sandboxUrl, options),
    translate: (line, language) => (language === 'sv' ? toSwedish(line) : line),
  });
}

/** Returns what is wrong with the settings where a host can be told. @throws SettingError on a terminal, or over HTTP */
function readServeConfig(argv: string[]): Config | SettingError {
  try {
    const config = readConfig(argv, process.env);
    requireDialer(config);
    return config;
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

/** Starts the embedded dialer. @returns its address */
async function startSandbox(): Promise<string> {
  const { createSandbox } = await import('./sandbox/index.ts');
  return (await createSandbox().listen()).url;
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
