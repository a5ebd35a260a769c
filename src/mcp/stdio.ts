/** Serving over stdio, and the end of it. */

import { loadOnce } from '../call/load-once.ts';
import type { Services } from '../call/services.ts';
import type { Config } from '../config/config.ts';
import { createServer } from './server.ts';
import { stdioTransport, UnusableInput } from './stdio-transport.ts';

/** How long requests from before the end of stdin may take to be answered: the process is gone within a second. */
const GRACE_MS = 750;
const POLL_MS = 10;
const FLUSH_MS = 200;

export async function serveStdio(config: Config, load: () => Promise<Services>): Promise<void> {
  const services = loadOnce(load);
  /** Without services there is no logger; the line is written all the same. */
  const warn = (fields: object, message: string) =>
    services().then(
      ({ log }) => log.warn(fields, message),
      () => process.stderr.write(`${JSON.stringify({ level: 40, msg: message })}\n`),
    );
  const { server, pending } = createServer(config, services);

  /** What the audit log still has to say is said, for as long as a host waits. */
  const finish = async () => {
    setTimeout(() => process.exit(0), FLUSH_MS);
    const loaded = await services.loaded().catch(() => undefined);
    await loaded?.flush().catch(() => {});
    process.exit(0);
  };

  let ending = false;
  const end = (graceMs: number) => {
    if (ending) return;
    ending = true;
    const deadline = performance.now() + graceMs;
    const exitWhenAnswered = () => {
      const answered = pending() === 0 && process.stdout.writableLength === 0;
      if (answered || performance.now() >= deadline) void finish();
      else setTimeout(exitWhenAnswered, POLL_MS);
    };
    // Requests that came in with the same chunk as the end are taken up first.
    setImmediate(exitWhenAnswered);
  };

  process.stdin.on('end', () => end(GRACE_MS));
  process.stdin.on('close', () => end(GRACE_MS));
  process.on('SIGTERM', () => end(0));
  process.on('SIGINT', () => end(0));
  process.on('SIGHUP', () => end(0));
  process.stderr.on('error', () => {});
  process.on('unhandledRejection', (reason) => {
    warn({ err: reason }, 'unhandled');
  });
  server.onerror = (error) => {
    // Other messages could quote what the host sent.
    const reason = error instanceof UnusableInput ? error.message : error.name;
    warn({ reason }, 'the host sent something unusable');
  };
  server.onclose = () => end(0);
  await server.connect(stdioTransport());
}
