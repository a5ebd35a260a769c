/** The services of the server in this process, and calls of its tools. */
import type { CallHost } from '../../src/call/call.ts';
import { createServices, type Services } from '../../src/call/services.ts';
import { readConfig } from '../../src/config/config.ts';
import type { ScopedStore } from '../../src/define/state-store.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { SECRET } from './host.ts';
import { TRUST_ENV } from './trust-env.ts';

/** A read and a write that every fault is tried with. */
export const READ: [string, Record<string, unknown>] = ['list_offices', {}];
export const WRITE: [string, Record<string, unknown>] = [
  'create_call_result',
  { type: 'loss', title: 'Too dear' },
];
/** The read that tells whether WRITE was done. */
export const CHECK = 'list_call_results';
export const OFFICES = [{ id: 1, name: 'Uppsala' }];

export interface Outcome {
  kind: string;
  text: string;
}

export interface Calls {
  engine: Services;
  /** The kind of error, or `answer`. */
  call(tool: readonly [string, object], context?: Partial<CallHost>): Promise<Outcome>;
  close(): Promise<void>;
}

/** Less than the server waits by default, so that no test waits for real seconds. */
export const NAMES_PATIENCE_MS = 400;
const FAST_RETRY_MS = 25;
/** Long enough for a busy machine; whatever stalls takes all of it. */
export const CALL_TIMEOUT_MS = 3_000;

/** Longer than any test takes: whether a busy machine pauses is no matter of a test. */
const NO_HEARTBEAT_MS = 600_000;

/** All tools on offer, in this process. @param state what the replicas of a server share */
export function callsTo(
  url: string,
  env: Record<string, string> = {},
  state?: ScopedStore,
  heartbeatMs = NO_HEARTBEAT_MS,
): Calls {
  const settings = {
    ...TRUST_ENV,
    HITRATE_URL: url,
    HITRATE_TOKEN: SECRET,
    HITRATE_ACCESS: 'destructive',
    HITRATE_CONFIRM: 'token',
    HITRATE_TIMEOUT_MS: String(CALL_TIMEOUT_MS),
    HITRATE_LOG_LEVEL: 'silent',
    ...env,
  };
  const engine = createServices(readConfig([], settings), env, async () => url, {
    limits: {
      lookup: { namesPatienceMs: NAMES_PATIENCE_MS },
      dialer: { firstPauseMs: FAST_RETRY_MS },
      heartbeatMs,
    },
    state,
  });
  return {
    engine,
    call: async ([name, args], context) =>
      outcome(
        engine.caller
          .call(name, args, { signal: new AbortController().signal, ...context })
          .then(({ row }) => row),
      ),
    close: () => engine.close(),
  };
}

/** @throws what is no ToolError: a call must end in nothing else. */
export async function outcome(work: Promise<unknown>): Promise<Outcome> {
  try {
    return { kind: 'answer', text: JSON.stringify(await work) };
  } catch (error) {
    if (error instanceof ToolError) return { kind: error.kind, text: error.message };
    throw error;
  }
}
