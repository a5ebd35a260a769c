/**
 * A process that writes acts until it is killed: `writer.mjs <dir> <state dir>`. Heads go to stderr. It says `begun <call>` and
 * `settled <call>` once that is promised, or `refused <message>` and ends.
 */
import { randomBytes } from 'node:crypto';
import { createAuditLog } from '../../src/audit/audit-log.ts';

const [dir = '', stateDir = ''] = process.argv.slice(2);
// Node would end; as a handled signal it makes writing fail (RLIMIT_FSIZE).
process.on('SIGXFSZ', () => {});
const log = createAuditLog({ dir, stateDir, region: 'SE', head: { to: 'stderr' }, report: () => {} });
const name = randomBytes(4).toString('hex');
/** Pipes take it at once, before anything else is done. */
const say = (line: string) => process.stdout.write(`${line}\n`);

async function act(number: number): Promise<void> {
  const call = `${name}-${number}`;
  const entry = await log.begin({
    call,
    principal: 'p',
    dialer: 'demodialer',
    tool: 'create_customers',
    kinds: ['bulk'],
    // Some lines are longer than a page of memory, so that a kill leaves half of one.
    targets: Array.from({ length: number % 3 ? 2 : 900 }, (_, i) => `customer:${i + 1}`),
    people: [`070-17406${10 + (number % 80)}`],
    approved_by: 'page',
    records: 2,
  });
  say(`begun ${call}`);
  await entry.settle('done');
  say(`settled ${call}`);
}

try {
  // Two at a time: some wait for the same sync.
  for (let number = 0; ; number += 2) await Promise.all([act(number), act(number + 1)]);
} catch (error) {
  say(`refused ${(error as Error).message}`);
  process.exit(3);
}
