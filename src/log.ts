/** Logs: JSON lines on stderr, made by pino; of a call the tool, the outcome and the time, never what people wrote. */
import { pino } from 'pino';

export type Log = pino.Logger;

export const createLog = (level: string): Log =>
  pino({ level, base: { name: 'hitrate-mcp' } }, pino.destination({ fd: 2, sync: true }));
