import { SettingError, takesValue } from '../config/parse.ts';
import { readStateDir } from '../config/trust.ts';
import { reasonOf } from '../limits/refusals.ts';
import { type RunningServer, runningServers } from '../limits/servers.ts';
import { liftStop, type Stop, stopChanges } from '../limits/stop.ts';
import { oneLine } from '../shared/text.ts';
import { localMinute } from '../shared/time.ts';

const MAX_REASON_LENGTH = 200;

/** `stop [reason]`: makes every server of this user refuse all changes, from the next one on. */
export async function stop(argv: string[]): Promise<void> {
  const { words, flags } = parseWords(argv);
  const stateDir = readStateDir(flags, process.env);
  const reason = oneLine(words.join(' '), MAX_REASON_LENGTH) || undefined;
  await orFail(`NOTHING is stopped: ${stateDir} can't be used`, async () => {
    const stopped = await stopChanges(stateDir, reason, new Date());
    print(
      `All changes are stopped${sinceText(stopped)}${stopped.reason ? `: ${stopped.reason}` : '.'}`,
      `Every server that keeps its state in ${stateDir}`,
      'refuses each change from now on, also after a restart; reading goes on.',
      '`hitrate-mcp start` lifts it.',
    );
  });
  await printServers(stateDir);
}

/** `start`: lifts the stop. */
export async function start(argv: string[]): Promise<void> {
  const { words, flags } = parseWords(argv);
  if (words.length) throw new SettingError('start takes no words');
  const stateDir = readStateDir(flags, process.env);
  await orFail(`The stop can't be lifted: ${stateDir} can't be used`, async () => {
    const before = await liftStop(stateDir);
    print(
      before
        ? `The stop${sinceText(before)} is lifted${before.reason ? ` (it was: ${before.reason})` : ''}: servers may change again what they were allowed to.`
        : `Nothing was stopped in ${stateDir}.`,
    );
  });
  await printServers(stateDir);
}

/** Words that are neither a flag nor its value. */
function parseWords(argv: string[]): { words: string[]; flags: string[] } {
  const words: string[] = [];
  const flags: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index]!;
    if (!word.startsWith('-')) words.push(word);
    else if (takesValue(word)) flags.push(word, ...argv.slice(++index, index + 1));
    else flags.push(word);
  }
  return { words, flags };
}

async function orFail(failure: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    process.stderr.write(`hitrate-mcp: ${failure}: ${oneLine(reasonOf(error), 300)}\n`);
    process.exit(1);
  }
}

/** In the zone of the terminal: the settings of a server are not needed here. */
const localZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const sinceText = ({ since }: Stop): string => (since ? ` since ${localMinute(localZone(), since)}` : '');

async function printServers(stateDir: string): Promise<void> {
  const servers = await runningServers(stateDir).catch((error) => reasonOf(error));
  if (typeof servers === 'string') return print(`Which servers run is not known: ${servers}`);
  if (!servers.length)
    return print(
      'No server that may change something runs there, or none has been called yet. A server',
      'with another HITRATE_STATE_DIR, or of another user, is not reached by this.',
    );
  print('Servers that run and may change something:', ...servers.map(serverLine));
}

const serverLine = ({ pid, dialer, access, since, isHere }: RunningServer): string =>
  `  process ${pid}  ${dialer}  ${access}  since ${localMinute(localZone(), since)}${isHere ? '' : ' (elsewhere: it may have ended)'}`;

const print = (...lines: string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);
