/** Two replicas of a team's server over one Redis, behind a real proxy that takes them by turns. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterThisFile } from './cleanup.ts';
import { newFolder } from './files.ts';
import { freePort, newSecret, startRedis, type TestRedis } from './redis.ts';
import { clientOf, type Member, startTeamServer, type TeamServer, writeMembers } from './team-server.ts';

export interface Replicas extends Pick<TeamServer, 'post' | 'call' | 'callStateless'> {
  url: string;
  redis: TestRedis;
  /** Both are asked alone too. */
  servers: TeamServer[];
  /** Kills one as -9 does, and starts it anew at the same port. */
  restart(index: number): Promise<void>;
}

export async function startReplicas(
  members: readonly Member[],
  env: Record<string, string>,
): Promise<Replicas> {
  const redis = await startRedis();
  const [proxyPort, ...ports] = await Promise.all([freePort(), freePort(), freePort()]);
  const url = `http://127.0.0.1:${proxyPort}`;
  const keyFile = join(newFolder(), 'state.key');
  writeFileSync(keyFile, newSecret().toString('base64url'), { mode: 0o600 });
  const users = writeMembers(members);
  const start = (port: number) =>
    startTeamServer(users, {
      HITRATE_HTTP_PORT: String(port),
      HITRATE_PUBLIC_URL: url,
      HITRATE_STATE_URL: redis.url,
      HITRATE_STATE_KEY_FILE: keyFile,
      HITRATE_HTTP_LIMITS: 'requests_per_minute=100000,at_once=1000',
      ...env,
    });
  const servers = await Promise.all(ports.map(start));
  afterThisFile(async () => {
    for (const server of servers) await server.end('SIGKILL');
  });
  await startProxy(proxyPort!, ports);
  return {
    url,
    redis,
    servers,
    ...clientOf(url),
    async restart(index) {
      await servers[index]!.end('SIGKILL');
      servers[index] = await start(ports[index]!);
    },
  };
}

/** haproxy, as deploy/haproxy.cfg has it in short. */
async function startProxy(port: number, ports: readonly number[]): Promise<void> {
  const path = join(newFolder(), 'haproxy.cfg');
  const servers = ports.map((own, index) => `  server replica${index} 127.0.0.1:${own} check`);
  writeFileSync(
    path,
    `${[
      'defaults',
      '  mode http',
      '  timeout connect 1s',
      '  timeout client 60s',
      '  timeout server 60s',
      '  option redispatch',
      '  retries 3',
      '  retry-on conn-failure',
      'frontend team',
      `  bind 127.0.0.1:${port}`,
      '  default_backend replicas',
      'backend replicas',
      '  balance roundrobin',
      '  option httpchk GET /livez',
      '  default-server inter 100ms fall 3 rise 1',
      ...servers,
    ].join('\n')}\n`,
  );
  const child = spawn('haproxy', ['-db', '-f', path], { stdio: 'ignore' });
  const missing = new Promise<'missing'>((resolve) => child.on('error', () => resolve('missing')));
  afterThisFile(() => void child.kill('SIGKILL'));
  if ((await Promise.race([missing, answering(port)])) === 'missing')
    throw new Error('haproxy is missing: apt-get install haproxy');
}

/** Resolves when the proxy passes on what a replica answers. */
async function answering(port: number): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    const ok = await fetch(`http://127.0.0.1:${port}/livez`).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('haproxy has found no replica');
}
