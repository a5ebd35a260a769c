#!/usr/bin/env node
/** The command line. */
import { setFlagsFromString } from 'node:v8';
import { readConfig, requireDialer } from './config/config.ts';
import { SettingError, takesValue } from './config/parse.ts';
import { oneLine } from './shared/text.ts';

const COMMANDS = ['serve', 'demo', 'sandbox', 'tools', 'doctor'] as const;
type Command = (typeof COMMANDS)[number];

async function main(argv: string[]): Promise<void> {
  // Whoever reads has stopped reading (EPIPE): there is nobody left to tell.
  process.stdout.on('error', () => process.exit(0));
  const { command, rest } = split(argv);
  const asksForHelp = command === 'help' || argv.includes('--help') || argv.includes('-h');
  const about = command === 'help' ? rest[0] : command;
  if (asksForHelp) return (await import('./commands/help.ts')).help(about);
  if (argv.includes('--version') || argv.includes('-v') || command === 'version') {
    const { VERSION } = await import('./shared/version.ts');
    return void process.stdout.write(`${VERSION}\n`);
  }
  if (!COMMANDS.includes(command as Command))
    throw new SettingError(`there is no command ${command}; there are ${COMMANDS.join(', ')}`);
  switch (command as Command) {
    case 'serve':
      return serve(rest);
    case 'demo':
      return (await import('./commands/demo.ts')).demo(rest);
    case 'sandbox':
      return (await import('./commands/sandbox.ts')).sandbox(rest);
    case 'tools':
      return (await import('./commands/tools.ts')).listTools(rest);
    case 'doctor':
      return (await import('./commands/doctor.ts')).doctor(rest, startSandbox);
  }
}

/** The command may stand behind flags: its name is the first word that is neither a flag nor a flag's value. */
function split(argv: string[]): { command: string; rest: string[] } {
  let at = 0;
  while (at < argv.length && argv[at]!.startsWith('-')) at += takesValue(argv[at]!) ? 2 : 1;
  const word = argv[at];
  // Behind flags what is no command may be the value of one that is misspelt, or the token: it is not repeated.
  if (word === undefined || (at > 0 && !COMMANDS.includes(word as Command)))
    return { command: 'serve', rest: argv };
  return { command: word, rest: argv.filter((_, i) => i !== at) };
}

async function serve(argv: string[]): Promise<void> {
  const config = readConfig(argv, process.env);
  requireDialer(config);
  for (const warning of config.warnings) process.stderr.write(`hitrate-mcp: ${warning}\n`);
  if (process.stdin.isTTY)
    process.stderr.write(
      'hitrate-mcp: waiting for an assistant on stdin; Ctrl-C ends. Try hitrate-mcp demo, or doctor.\n',
    );
  // A server waits more than it works: memory is worth more than the last microseconds. Without these V8's young
  // generation alone grows by 30 MB within 10,000 calls (npm run bench -- memory).
  setFlagsFromString('--optimize-for-size');
  setFlagsFromString('--semi-space-growth-factor=1');
  // Date's own getters are in the operator's zone from here on; an Intl formatter would cost 20 ms before the first answer.
  process.env.TZ = config.timezone;
  const { serveStdio } = await import('./mcp/stdio.ts');
  await serveStdio(config, async () => {
    const { createServices } = await import('./call/services.ts');
    return createServices(config, process.env, startSandbox);
  });
}

async function startSandbox(): Promise<string> {
  const { createSandbox } = await import('./sandbox/index.ts');
  return (await createSandbox().listen()).url;
}

main(process.argv.slice(2)).catch((error) => {
  if (!(error instanceof SettingError)) throw error;
  process.stderr.write(`hitrate-mcp: ${oneLine(error.message, 1000)}\n`);
  process.exit(2);
});
