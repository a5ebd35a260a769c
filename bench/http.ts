/** Measures the server for a team: calls over HTTP, and the memory of sessions. */
import { measureRates } from './http-rate.ts';
import { measureSessions } from './http-sessions.ts';
import type { Section } from './report.ts';

export const http: Section = {
  title:
    'http: a tool call that asks the dialer once, in turns of 1 s; server, dialer and load are processes that share the cores',
  deadlineMs: 420_000,
  measure: async () => [...(await measureRates()), ...(await measureSessions())],
};
