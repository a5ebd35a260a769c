#!/usr/bin/env node
/** The command line. */
import { setFlagsFromString } from 'node:v8';
import { misspelt, readConfig, requireDialer } from './config.ts';
import { oneLine } from './text.ts';
import { SettingError } from './values.ts';

const COMMANDS = ['serve', 'demo', 'sandbox', 'tools', 'doctor'] as const;
type Command = (typeof COMMANDS)[number];

async function main(argv: string[]): Promise<void> {
  // Whoever reads has stopped reading (EPIPE): there is nobody left to tell.
  process.stdout.on('error', () => process.exit(0));
  if (argv.includes('--help') || argv.includes('-h') || argv[0] === 'help')
    return (await import('./commands/help.ts')).help();
  if (argv.includes('--version') || argv.includes('-v') || argv[0] === 'version') {
    const { VERSION } = await import('./version.ts');
    return void process.stdout.write(`${VERSION}\n`);
  }
  const command = argv[0] && !argv[0].startsWith('-') ? argv[0] : 'serve';
  const rest = command === argv[0] ? argv.slice(1) : argv;
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

async function serve(argv: string[]): Promise<void> {
  const config = readConfig(argv, process.env);
  requireDialer(config);
  for (const warning of misspelt(process.env)) process.stderr.write(`hitrate-mcp: ${warning}\n`);
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
    const { createEngine } = await import('./engine.ts');
    return createEngine(config, process.env, startSandbox);
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
