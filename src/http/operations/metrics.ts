/** What is measured, for Prometheus: counts and times, no values and no people. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { CallObserver } from '../../call/call.ts';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export interface Metrics extends CallObserver {
  onRequest(path: string, status: number, ms: number): void;
  /** A request that was turned away before it was looked at. */
  onRefusal(reason: string): void;
  /** Returns the text that Prometheus reads, and its type. */
  read(): Promise<{ type: string; text: string }>;
}

/** @param present what there is now of people with services, connections and calls under way */
export function createMetrics(
  present: () => { people: number; connections: number; pending: number },
): Metrics {
  const registry = new Registry();
  const registers = [registry];
  // Memory, CPU, garbage collection, open handles, and the lag of the event loop.
  collectDefaultMetrics({ register: registry });
  const named = (name: string, help: string) => ({ name: `hitrate_mcp_${name}`, help, registers });

  const calls = new Counter({ ...named('calls_total', 'Calls of tools'), labelNames: ['tool', 'outcome'] });
  const own = new Histogram({
    ...named('call_own_seconds', 'Time of a call without its waiting for the dialer'),
    labelNames: ['tool'],
    buckets: SECONDS,
  });
  const dialer = new Histogram({
    ...named('call_dialer_seconds', 'Time in which a call waited for the dialer'),
    labelNames: ['tool'],
    buckets: SECONDS,
  });
  const confirmations = new Counter({
    ...named('confirmations_total', 'Questions to people, by way and answer'),
    labelNames: ['way', 'answer'],
  });
  const requests = new Histogram({
    ...named('http_request_seconds', 'HTTP requests, by path and status'),
    labelNames: ['path', 'status'],
    buckets: SECONDS,
  });
  const refusals = new Counter({
    ...named('http_refusals_total', 'HTTP requests that were turned away: rate, busy, host, origin, login …'),
    labelNames: ['reason'],
  });
  for (const [name, help] of [
    ['people', 'People with services in memory'],
    ['connections', 'Open HTTP connections'],
    ['pending', 'Requests under way'],
  ] as const)
    new Gauge({
      ...named(name, help),
      collect() {
        this.set(present()[name]);
      },
    });

  return {
    onCall(tool, outcome, ms, dialerMs) {
      calls.inc({ tool, outcome });
      own.observe({ tool }, Math.max(0, ms - dialerMs) / 1000);
      dialer.observe({ tool }, dialerMs / 1000);
    },
    onConfirmation: (way, answer) => confirmations.inc({ way, answer }),
    onRequest: (path, status, ms) => requests.observe({ path, status }, ms / 1000),
    onRefusal: (reason) => refusals.inc({ reason }),
    read: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}
