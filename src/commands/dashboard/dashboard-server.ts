/** The server of the overview's page on this computer. Whoever has the address sees the figures; nothing else is answered. */
import { readWaiting } from '../../approval/waiting-files.ts';
import { type DashboardDialer, overviewOf, type ReadWaiting } from '../../dashboard/overview.ts';
import { DESK_PAGE } from '../../dashboard/page/html.ts';
import { createPageServer } from '../../pages/http/page-server.ts';
import { findBySecret, newSecret } from '../../pages/secrets.ts';
import { stripHidden } from '../../shared/text.ts';

export interface DashboardServer {
  /** Opens the page: it holds the secret. */
  address: string;
  stop(): Promise<void>;
}

interface DashboardServerOptions {
  dialers: readonly DashboardDialer[];
  /** Where the servers of this computer note what waits. */
  stateDir: string;
  /** Is told what no part of the page can explain. */
  report(error: unknown): void;
  /** Wrong addresses came, as of somebody who guesses: nothing is answered any more. */
  onGuessing(): void;
}

/** Keeps the process alive. */
const KEEP_ALIVE_MS = 3_600_000;

/** @throws ToolError where it can't listen */
export async function startDashboardServer({
  dialers,
  stateDir,
  report,
  onGuessing,
}: DashboardServerOptions): Promise<DashboardServer> {
  const secret = newSecret();
  const server = createPageServer({
    page: DESK_PAGE,
    async answer(path, body) {
      if (!findBySecret([{ secret }], body.secret)) return undefined;
      if (path !== '/state') return { state: 'unknown' };
      const overview = await overviewOf(dialers, body.dialer, () => waitingAt(stateDir), report);
      return overview ?? { state: 'unknown' };
    },
    onGuessing,
  });
  const address = `http://localhost:${await server.start()}/#${secret}`;
  const alive = setInterval(() => {}, KEEP_ALIVE_MS);
  return {
    address,
    stop() {
      clearInterval(alive);
      return server.stop();
    },
  };
}

async function waitingAt(stateDir: string): ReturnType<ReadWaiting> {
  const now = Date.now();
  const notes = await readWaiting(stateDir, now);
  return notes.map(({ tool, targets, dialer, until }) => ({
    tool: stripHidden(tool),
    targets,
    dialer: stripHidden(dialer),
    ends_in_ms: until - now,
  }));
}
