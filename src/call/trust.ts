/** What acts are asked about, counted and logged by: each part is loaded when the first act needs it. */
import { type Config, dialerName } from '../config/config.ts';
import { principalOf } from '../config/principal.ts';
import type { Approvals } from '../define/acts/approval.ts';
import type { ScopedStore } from '../define/state-store.ts';
import type { Logger } from '../shared/logger.ts';
import { ToolError } from '../shared/tool-error.ts';
import type { CallServices } from './call.ts';
import { loadOnce } from './load-once.ts';

type Trust = Pick<CallServices, 'approvals' | 'limits' | 'audit'>;

const NO_OTHER_PERSON = new ToolError(
  'permission_denied',
  'Another person must say yes to this (HITRATE_FOUR_EYES), and only a server for a team knows other people (hitrate-mcp serve --http). Nothing was sent to the dialer.',
);

/** @param approvals where people answer; absent: on a page of this computer */
export function createTrust(
  config: Config,
  log: Logger,
  { state, approvals }: { state?: ScopedStore; approvals?: Approvals },
): Trust & { close(): Promise<void> } {
  const { stateDir, openBrowser, limits, callingHours, audit } = config.trust;
  const parts = {
    approvals: loadOnce(async () => {
      if (approvals) return approvals;
      // Who sits at this computer is all that is known.
      if (config.approval.fourEyes) throw NO_OTHER_PERSON;
      const [{ createApprovals }, { toSwedish }] = await Promise.all([
        import('../approval/approvals.ts'),
        import('../../tools/swedish/to-swedish.ts'),
      ]);
      const translate = (line: string, language: string) => (language === 'sv' ? toSwedish(line) : line);
      return createApprovals({ stateDir, openBrowser, translate });
    }),
    limits: loadOnce(async () => {
      const { createActLimits } = await import('../limits/act-limits.ts');
      const { timezone, sandbox: inMemory } = config;
      const principal = principalOf(config);
      return createActLimits({ limits, callingHours, timezone, stateDir, principal, inMemory, state });
    }),
    audit: loadOnce(async () => {
      if (!audit.dir) return undefined;
      const { createAuditLog } = await import('../audit/audit-log.ts');
      return createAuditLog({
        dir: audit.dir,
        stateDir,
        head: audit.head,
        region: config.region,
        report: (message) => log.error({ message }, 'audit log'),
      });
    }),
  };
  if (config.access !== 'read') void announceServer(config, log);
  return {
    ...parts,
    async close() {
      for (const load of Object.values(parts)) await (await load.loaded())?.close();
    },
  };
}

/** So that a stop can say which servers it holds. A server that can't say so refuses acts by itself, and goes on reading. */
async function announceServer(config: Config, log: Logger): Promise<void> {
  try {
    const { registerServer } = await import('../limits/servers.ts');
    await registerServer(config.trust.stateDir, {
      dialer: dialerName(config),
      access: config.access,
      profile: config.profile?.name,
    });
  } catch (error) {
    log.warn({ code: (error as NodeJS.ErrnoException).code }, 'the state folder can not be written to');
  }
}
