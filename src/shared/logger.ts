/** Logs: JSON lines on stderr, made by pino; of a call the tool, the outcome and the time, never what people wrote. */
import { pino } from 'pino';

export type Logger = pino.Logger;

/** What may wait for a host that does not read its server's stderr; further lines are dropped, since a full pipe blocks. */
const MAX_WAITING_BYTES = 65_536;

const stderr = {
  write(line: string): void {
    if (process.stderr.writableLength < MAX_WAITING_BYTES) process.stderr.write(line);
  },
};

const loggers = new Map<string, Logger>();

/** Returns the logger of a level: one for all people of a team, since each takes 6 kB. */
export function createLogger(level: string): Logger {
  const logger = loggers.get(level) ?? pino({ level, base: { name: 'hitrate-mcp' } }, stderr);
  loggers.set(level, logger);
  return logger;
}
