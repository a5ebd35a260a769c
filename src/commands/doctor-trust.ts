/** What doctor checks where something may be changed: state folder, audit folder, stop, limits, calling hours. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Config } from '../config/config.ts';
import { principalOf } from '../config/principal.ts';
import type { ScopedStore } from '../define/state-store.ts';
import { readLimitUse } from '../limits/act-limits.ts';
import { callingTime } from '../limits/calling-hours.ts';
import { dayAndTime, reasonOf } from '../limits/refusals.ts';
import { readAnyStop } from '../limits/shared-stop.ts';
import { localMinute } from '../shared/time.ts';
import { openOwnState } from '../state/open-state.ts';
import { showWhile } from './terminal/progress-line.ts';

type Tell = (mark: 'ok' | 'bad' | '--', line: string) => void;

/** Changes nothing, so that a folder is looked at and not written to. Returns whether all of it works. */
export async function checkTrust(config: Config, tell: Tell): Promise<boolean> {
  const state = openOwnState(config, () => {});
  const shares = state === undefined || (await checkSharedState(state, tell));
  if (config.access === 'read') return shares;
  const { dir } = config.trust.audit;
  const healthy = [
    shares,
    await checkStateDir(config, tell),
    await checkStop(config, state, tell),
    (config.sandbox && !state) || (await checkLimits(config, state, tell)),
    dir === undefined || (await checkWritable('audit log', dir, tell)),
  ];
  if (dir === undefined) tell('--', 'audit log: none (HITRATE_AUDIT_DIR)');
  await tellCallingHours(config, tell);
  return healthy.every(Boolean);
}

async function checkSharedState(state: ScopedStore, tell: Tell): Promise<boolean> {
  try {
    await showWhile('Waiting for the shared state', () => state.run());
    tell('ok', 'shared state: it answers, and is encrypted with the key of HITRATE_STATE_KEY_FILE');
    return true;
  } catch (error) {
    tell('bad', `shared state: ${reasonOf(error)}`);
    return false;
  }
}

async function checkStateDir({ trust: { stateDir } }: Config, tell: Tell): Promise<boolean> {
  const existing = await nearestExisting(stateDir);
  if (existing === stateDir) return checkWritable('state folder', stateDir, tell);
  const problem = await writeProblem(existing);
  if (problem === undefined) tell('ok', `state folder: ${stateDir} is made when it is needed`);
  else
    tell('bad', `state folder: ${stateDir} can't be made (${existing}: ${problem}): see HITRATE_STATE_DIR`);
  return problem === undefined;
}

async function nearestExisting(path: string): Promise<string> {
  const found = await stat(path).catch((error) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR');
  return found || dirname(path) === path ? path : nearestExisting(dirname(path));
}

async function checkWritable(name: string, folder: string, tell: Tell): Promise<boolean> {
  const problem = await writeProblem(folder);
  if (problem === undefined) tell('ok', `${name}: ${folder} can be written to`);
  else tell('bad', `${name}: ${folder} can't be written to (${problem}), so that nothing can be changed`);
  return problem === undefined;
}

async function writeProblem(folder: string): Promise<string | undefined> {
  try {
    if (!(await stat(folder)).isDirectory()) return 'it is no folder';
    await access(folder, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

async function checkStop(
  { trust: { stateDir }, timezone }: Config,
  state: ScopedStore | undefined,
  tell: Tell,
): Promise<boolean> {
  try {
    const stop = await readAnyStop(stateDir, state);
    const since = stop?.since ? ` since ${localMinute(timezone, stop.since)}` : '';
    const reason = stop?.reason ? ` (${stop.reason})` : '';
    if (stop) tell('--', `stop: all changes are stopped${since}${reason}; hitrate-mcp start lifts it`);
    else tell('ok', 'stop: changes are not stopped');
    return true;
  } catch (error) {
    tell('bad', `stop: whether changes are stopped is not known, so that they are: ${reasonOf(error)}`);
    return false;
  }
}

async function checkLimits(config: Config, state: ScopedStore | undefined, tell: Tell): Promise<boolean> {
  const { limits, stateDir } = config.trust;
  try {
    const uses = await readLimitUse({ limits, stateDir, principal: principalOf(config), state });
    const isTeam = config.http !== undefined;
    const text = uses
      .map(({ name, used, max }) => (isTeam ? `${name} ${max}` : `${name} ${used} of ${max}`))
      .join(', ');
    tell('ok', `limits${isTeam && text ? ' of each person' : ''}: ${text || 'none'}`);
    return true;
  } catch (error) {
    tell('bad', `limits: the counts can't be read, so that nothing can be changed: ${reasonOf(error)}`);
    return false;
  }
}

async function tellCallingHours({ trust, timezone }: Config, tell: Tell): Promise<void> {
  const { callingHours } = trust;
  if (!callingHours) return tell('--', 'calling hours: none, people may be rung at any time');
  const time = await callingTime(callingHours, timezone, Date.now());
  if (time.open) return tell('ok', 'calling hours: people may be rung now');
  const holiday = time.holiday ? ` (${time.holiday})` : '';
  const opens = time.opens ? `, again from ${dayAndTime(time.opens, callingHours.timezone ?? timezone)}` : '';
  tell('--', `calling hours: nobody may be rung now${holiday}${opens}`);
}
