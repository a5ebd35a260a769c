/** Measures how many calls a server answers over HTTP, and how long each waits, beside servers that do nothing else. */
import { readFileSync } from 'node:fs';
import {
  BARE_HTTP_SERVER,
  MINIMAL_HTTP_SERVER,
  MINIMAL_STATELESS_SERVER,
  startProductDialer,
} from './children.ts';
import { initializeEra, statelessEra, toolCall } from './http-messages.ts';
import {
  type HttpLoad,
  type HttpServer,
  type LoadResult,
  type Post,
  startHttpLoad,
  startHttpServer,
  startTeamServer,
} from './http-servers.ts';
import { atLeast, type Figure, median, under } from './report.ts';

const CONNECTIONS = [1, 16, 128];
const ROUNDS = 7;
const ROUND_MS = 1_000;
const WARM_UP_MS = 2_500;
const MIN_RATE = 0.8;
const MAX_P99_TO_P50 = 5;

interface Contender {
  name: string;
  server: HttpServer;
  post: Post;
}

/** Milliseconds of the server's own CPU are told apart: what others do on the machine is in the rest. */
interface Round extends LoadResult {
  cpuMs: number;
}

export async function measureRates(): Promise<Figure[]> {
  const dialer = await startProductDialer();
  const load = startHttpLoad();
  const team = await startTeamServer(1, dialer.url);
  const minimal = await startHttpServer(MINIMAL_HTTP_SERVER, dialer.url);
  const stateless = await startHttpServer(MINIMAL_STATELESS_SERVER, dialer.url);
  const bare = await startHttpServer(BARE_HTTP_SERVER, dialer.url);
  const contenders: Contender[] = [
    { name: 'hitrate-mcp', server: team, post: toolCall(initializeEra, team.keys[0]) },
    { name: 'hitrate-mcp, 2026-07-28', server: team, post: toolCall(statelessEra, team.keys[0]) },
    { name: 'minimal SDK server', server: minimal, post: toolCall(initializeEra) },
    { name: 'minimal SDK server, 2026-07-28', server: stateless, post: toolCall(statelessEra) },
    { name: 'bare Node', server: bare, post: toolCall(initializeEra) },
  ];
  try {
    for (const { server, post } of contenders) await load.run(server.host, post, 16, WARM_UP_MS);
    const figures: Figure[] = [];
    for (const connections of CONNECTIONS)
      figures.push(...figuresOf(connections, contenders, await takeTurns(load, contenders, connections)));
    return figures;
  } finally {
    await Promise.all([dialer, load, team, minimal, stateless, bare].map((child) => child.end()));
  }
}

/** Returns the rounds of each contender. */
async function takeTurns(load: HttpLoad, contenders: Contender[], connections: number): Promise<Round[][]> {
  const rounds: Round[][] = contenders.map(() => []);
  for (let round = 0; round < ROUNDS; round++)
    for (const [index, { server, post }] of contenders.entries()) {
      const before = cpuMs(server.pid);
      const result = await load.run(server.host, post, connections, ROUND_MS);
      rounds[index]!.push({ ...result, cpuMs: cpuMs(server.pid) - before });
    }
  return rounds;
}

function figuresOf(connections: number, contenders: Contender[], rounds: Round[][]): Figure[] {
  const [ours, oursStateless, minimal, minimalStateless] = rounds as [Round[], Round[], Round[], Round[]];
  return [
    { what: `${connections} ${connections === 1 ? 'connection' : 'connections'}`, value: '' },
    ...contenders.map(({ name }, index) => rateOf(name, rounds[index]!)),
    ratioOf('  hitrate-mcp / minimal SDK server', ours, minimal),
    ratioOf('  the same, 2026-07-28', oursStateless, minimalStateless),
    ...(connections === CONNECTIONS.at(-1)
      ? [tailOf('  p99 / p50 of hitrate-mcp', ours), tailOf('  the same, 2026-07-28', oursStateless)]
      : []),
  ];
}

const rate = ({ requests, seconds }: LoadResult): number => requests / seconds;

function rateOf(name: string, rounds: Round[]): Figure {
  const rates = rounds.map(rate);
  const ms = (quantile: 'p50' | 'p99') => median(rounds.map((round) => round[quantile])).toFixed(1);
  const cpu = median(rounds.map(({ cpuMs, requests }) => cpuMs / requests));
  return {
    what: `  ${name}`,
    value: `${median(rates).toFixed(0)} a second`,
    spread: `${Math.min(...rates).toFixed(0)} to ${Math.max(...rates).toFixed(0)}; p50 ${ms('p50')} ms, p99 ${ms('p99')} ms${cpu ? `; CPU ${cpu.toFixed(2)} ms each` : ''}`,
  };
}

/** Of what was measured one after the other: the machine was the same to both. */
function ratioOf(what: string, ours: Round[], theirs: Round[]): Figure {
  const ratio = median(ours.map((round, index) => rate(round) / rate(theirs[index]!)));
  return { what, value: ratio.toFixed(2), goal: atLeast(ratio, MIN_RATE) };
}

function tailOf(what: string, rounds: Round[]): Figure {
  const ratio = median(rounds.map(({ p50, p99 }) => p99 / p50));
  return { what, value: ratio.toFixed(1), goal: under(ratio, MAX_P99_TO_P50) };
}

/** Linux counts in hundredths of a second. */
const TICK_MS = 10;

/** Returns 0 where there is no /proc. */
function cpuMs(pid: number): number {
  if (process.platform !== 'linux') return 0;
  // The name of the process, in brackets, may have blanks.
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ').slice(11, 13);
  return (Number(user) + Number(system)) * TICK_MS;
}
