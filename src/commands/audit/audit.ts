import { publicKey, signingKey } from '../../audit/head/signed-head.ts';
import { type Config, readConfig } from '../../config/config.ts';
import { SettingError, takesValue } from '../../config/parse.ts';
import { SHOW_FLAGS, showActs } from './show.ts';
import { verify } from './verify.ts';

/** By name, with the flags that it has beside the settings. */
const SUBCOMMANDS: Record<string, { flags: readonly string[]; run: Run }> = {
  verify: { flags: ['head'], run: verify },
  show: { flags: SHOW_FLAGS, run: showActs },
  key: { flags: [], run: printKey },
};
type Run = (config: Config, flags: Record<string, string>) => Promise<void>;

/** `audit verify|show|key`: reads the audit log; no dialer is asked. */
export async function audit(argv: string[]): Promise<void> {
  const { words, flags, settings } = splitArguments(argv);
  const [name = '', ...rest] = words;
  const subcommand = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
  if (!subcommand || rest.length > 0)
    throw new SettingError('audit takes one of verify, show and key; hitrate-mcp audit --help tells more');
  const foreign = Object.keys(flags).find((flag) => !subcommand.flags.includes(flag));
  if (foreign !== undefined) {
    const own = subcommand.flags.map((flag) => `--${flag}`).join(', ');
    throw new SettingError(
      `audit ${name} has no --${foreign}; it takes ${own || 'no flags'} and the settings`,
    );
  }
  await subcommand.run(readConfig(settings, process.env), flags).catch((error) => {
    if (typeof error.syscall !== 'string') throw error;
    throw new SettingError(`${error.path ?? 'the audit log'} can't be read (${error.code})`);
  });
}

interface Arguments {
  words: string[];
  flags: Record<string, string>;
  settings: string[];
}

function splitArguments(argv: readonly string[]): Arguments {
  const own = Object.values(SUBCOMMANDS).flatMap(({ flags }) => flags);
  const result: Arguments = { words: [], flags: {}, settings: [] };
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index]!;
    const [, name = '', value] = /^--([a-z]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (own.includes(name)) {
      const text = value ?? argv[++index];
      if (!text) throw new SettingError(`--${name} needs a value; hitrate-mcp audit --help tells more`);
      result.flags[name] = text;
    } else if (!word.startsWith('-')) result.words.push(word);
    else {
      result.settings.push(word);
      if (takesValue(word) && index + 1 < argv.length) result.settings.push(argv[++index]!);
    }
  }
  return result;
}

async function printKey({ trust }: Config): Promise<void> {
  process.stdout.write(publicKey(await signingKey(trust.stateDir)));
}
