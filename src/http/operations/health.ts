/** Whether the server can do its work: for load balancers and the people who look after it. */
import { request } from 'undici';
import type { Config } from '../../config/config.ts';
import { createExpiringCache } from '../../shared/expiring-cache.ts';

const PROBE_TIMEOUT_MS = 3_000;
/** Load balancers ask every second or two, several at a time. */
const KEEP_MS = 5_000;

export type Part = 'ok' | 'failing';

export interface Readiness {
  ready: boolean;
  /** By name. What exactly is wrong is in the log: anybody may ask here. */
  parts: Record<string, Part>;
}

/** @param checks by name; each throws where it fails */
export function createReadiness(checks: Record<string, () => Promise<void>>): () => Promise<Readiness> {
  const cache = createExpiringCache<'readiness', Readiness>({ lifetimeMs: KEEP_MS });

  async function look(): Promise<Readiness> {
    const parts = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        const part = await check().then(
          (): Part => 'ok',
          (): Part => 'failing',
        );
        return [name, part] as const;
      }),
    );
    return { ready: parts.every(([, part]) => part === 'ok'), parts: Object.fromEntries(parts) };
  }

  return () => cache.get('readiness', look);
}

/** Resolves where any dialer answers: while one is away the others are still served. */
export const checkDialers = async (configs: readonly Pick<Config, 'origin'>[]): Promise<void> =>
  Promise.any(configs.map(checkDialer));

/** Whatever it says: no token is sent. */
async function checkDialer({ origin }: Pick<Config, 'origin'>): Promise<void> {
  if (origin === undefined) return;
  const { body } = await request(origin, { method: 'GET', signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
  await body.dump();
}
