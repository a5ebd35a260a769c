/**
 * A process that takes acts until it has so many answers, and writes a line for each: `ok`, or the kind of the error.
 * Its only argument is JSON; with `diesAt: 3` it kills itself while it holds the counts for the third time.
 */
import { createActLimits } from '../../src/limits/act-limits.ts';
import { registerServer } from '../../src/limits/servers.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { act } from './act.ts';

const { stateDir, limits, answers, diesAt } = JSON.parse(process.argv[2]!);
let looks = 0;
/** Looked at while the counts are held. */
const now = () => {
  if (++looks === diesAt) process.kill(process.pid, 'SIGKILL');
  return Date.now();
};
const actLimits = createActLimits({ limits, timezone: 'UTC', stateDir, principal: 'anna', now });
// A server that can't be listed serves all the same.
await registerServer(stateDir, { dialer: 'demodialer', access: 'write' }).catch(() => {});

for (let n = 0; n < answers; n++) {
  const answer = await actLimits.take(act({ writes: 1, records: 2 })).then(
    () => 'ok',
    (error) => (error instanceof ToolError ? error.kind : String(error)),
  );
  await new Promise((resolve) => process.stdout.write(`${answer}\n`, resolve));
}
