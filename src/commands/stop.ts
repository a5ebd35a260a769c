import { SettingError, splitWords } from '../config/parse.ts';
import { readStateDir } from '../config/trust.ts';
import { reasonOf } from '../limits/refusals.ts';
import { type RunningServer, runningServers } from '../limits/servers.ts';
import type { Stop } from '../limits/stop.ts';
import { oneLine } from '../shared/text.ts';
import { localMinute } from '../shared/time.ts';
import { folderPlace, type StopPlace, sharedPlace } from './stop-places.ts';

const MAX_REASON_LENGTH = 200;

/** `stop [reason]`: makes every server of this user, and all replicas, refuse all changes from the next one on. */
export async function stop(argv: string[]): Promise<void> {
  const { words, flags } = splitWords(argv);
  const stateDir = readStateDir(flags, process.env);
  const reason = oneLine(words.join(' '), MAX_REASON_LENGTH) || undefined;
  const shared = sharedPlace(flags);
  const failure = shared ? notStopped : () => `NOTHING is stopped: ${stateDir} can't be used`;
  await inEach([folderPlace(stateDir), shared], failure, async (place) => {
    const stopped = await place.stop(reason, new Date());
    print(
      `All changes are stopped${sinceText(stopped)}${stopped.reason ? `: ${stopped.reason}` : '.'}`,
      place.servers,
      'refuses each change from now on, also after a restart; reading goes on.',
      '`hitrate-mcp start` lifts it.',
    );
  });
  await printServers(stateDir);
}

const notStopped = ({ servers }: StopPlace): string => `${servers} is NOT stopped`;

/** `start`: lifts the stop. */
export async function start(argv: string[]): Promise<void> {
  const { words, flags } = splitWords(argv);
  if (words.length) throw new SettingError('start takes no words');
  const stateDir = readStateDir(flags, process.env);
  const failure = ({ name }: StopPlace) => `The stop can't be lifted: ${name} can't be used`;
  await inEach([folderPlace(stateDir), sharedPlace(flags)], failure, async (place) => {
    const before = await place.lift();
    print(
      before
        ? `The stop${sinceText(before)} is lifted${before.reason ? ` (it was: ${before.reason})` : ''}: servers may change again what they were allowed to.`
        : `Nothing was stopped in ${place.name}.`,
    );
  });
  await printServers(stateDir);
}

/** Does the work in each place, also where it fails in another one; where it has failed in any, the process ends. */
async function inEach(
  places: (StopPlace | undefined)[],
  failure: (place: StopPlace) => string,
  work: (place: StopPlace) => Promise<void>,
): Promise<void> {
  let failed = false;
  for (const place of places) {
    if (!place) continue;
    try {
      await work(place);
    } catch (error) {
      failed = true;
      process.stderr.write(`hitrate-mcp: ${failure(place)}: ${oneLine(reasonOf(error), 300)}\n`);
    }
  }
  if (failed) process.exit(1);
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
