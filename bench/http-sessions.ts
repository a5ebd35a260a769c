/** Measures the memory of a server with many open sessions: connections that have each made a call, and stay. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startProductDialer } from './children.ts';
import { conversation } from './http-messages.ts';
import { startHttpLoad, startTeamServer } from './http-servers.ts';
import { residentMb } from './memory.ts';
import { type Figure, under } from './report.ts';

const SESSIONS = 1_000;
const PEOPLE = [1, 40, 1_000];
const MAX_MB = 200;
const REST_MS = 1_500;

export async function measureSessions(): Promise<Figure[]> {
  if (process.platform !== 'linux')
    return [{ what: 'memory', value: 'not measured: read from /proc, which only Linux has' }];
  const figures: Figure[] = [];
  for (const people of PEOPLE) figures.push(...(await measureSessionsOf(people)));
  return figures;
}

async function measureSessionsOf(people: number): Promise<Figure[]> {
  const dialer = await startProductDialer();
  const load = startHttpLoad();
  const server = await startTeamServer(people, dialer.url);
  try {
    await sleep(REST_MS);
    const rest = residentMb(server.pid);
    const conversations = Array.from({ length: SESSIONS }, (_, i) => conversation(server.keys[i % people]!));
    await load.open(server.host, conversations);
    await sleep(REST_MS);
    const all = residentMb(server.pid);
    return [
      {
        what: `${SESSIONS} sessions of ${people === 1 ? 'one person' : `${people} people`}: resident set`,
        value: `${all.toFixed(1)} MB`,
        goal: under(all, MAX_MB, ' MB'),
      },
      {
        what: '  above rest',
        value: `${(all - rest).toFixed(1)} MB`,
        spread: `${rest.toFixed(0)} to ${all.toFixed(0)}`,
      },
    ];
  } finally {
    await Promise.all([server.end(), load.end(), dialer.end()]);
  }
}
