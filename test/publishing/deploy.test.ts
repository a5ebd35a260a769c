/** The files by which a server for a team is run. scripts/check-deploy.ts tries what can be tried of them. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../../src/config/settings.ts';

const read = (path: string): string => readFileSync(path, 'utf8');
const FILES = [
  'Dockerfile',
  'compose.yaml',
  'deploy/haproxy.cfg',
  'deploy/hitrate-mcp.service',
  'docs/team-server.md',
];
const known = Object.values(SETTINGS).map(({ env }) => env as string);
/** Settings whose value is a secret itself. */
const SECRETS = ['HITRATE_TOKEN', 'HITRATE_TRANSCRIBE_KEY'];

it.each(FILES)('%s names only settings that exist, and none whose value is a secret', (file) => {
  const named = new Set(read(file).match(/\bHITRATE_[A-Z_]+\b/g));
  for (const name of named) expect(known).toContain(name);
  for (const secret of SECRETS) expect(named).not.toContain(secret);
});

describe('the image', () => {
  const [, , last] = read('Dockerfile').split(/^FROM /m);

  it('has neither npm nor a shell in its last stage, and runs as nobody in particular', () => {
    expect(last).toMatch(/^\S*distroless\S*:nonroot$/m);
    expect(last).not.toMatch(/^RUN /m);
    expect(last).toMatch(/^USER 65532:65532$/m);
  });

  it('starts the server for a team on all of its addresses, at the port that it exposes', () => {
    expect(last).toMatch(/^CMD \["serve", "--http", "--host", "0\.0\.0\.0", "--port", "8080"\]$/m);
    expect(last).toMatch(/^EXPOSE 8080$/m);
  });

  it('is sent no secret: .dockerignore lets through what the build copies, and nothing else', () => {
    const sent = read('.dockerignore').match(/(?<=^!).+$/gm)!;
    const [, first] = read('Dockerfile').split(/^FROM /m);
    const copied = [...first!.matchAll(/^COPY (.*) \S+$/gm)].flatMap(([, sources]) => sources!.split(' '));
    expect(copied.sort()).toEqual(sent.sort());
    for (const path of sent) expect(existsSync(path)).toBe(true);
  });
});

it('the proxy waits longer than a call may take, and repeats no request that a server may have seen', () => {
  const proxy = read('deploy/haproxy.cfg');
  const [, seconds] = /^ +timeout server (\d+)s$/m.exec(proxy)!;
  expect(Number(seconds) * 1_000).toBeGreaterThan(Number(SETTINGS.timeoutMs.default));
  expect(proxy.match(/retry-on .*/g)).toEqual(['retry-on conn-failure']);
});

it('the replicas of compose.yaml write to volumes of their own', () => {
  const volumes = [...read('compose.yaml').matchAll(/"(data-\d):\/data"/g)].map(([, name]) => name);
  expect(volumes).toEqual(['data-1', 'data-2']);
});
