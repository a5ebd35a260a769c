/** `npm run fuzz -- --seed 1 --calls 100000`: says what it found; the same seed makes the same calls. */
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';

const { values } = parseArgs({ options: { seed: { type: 'string' }, calls: { type: 'string' } } });
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
const { calls, requests, seconds, memory, outcomes, violations } = await fuzz({
  seed,
  calls: Number(values.calls ?? 100_000),
});
const [warm, last] = memory.map(Math.round);
process.stdout.write(
  `seed ${seed}: ${calls} calls in ${seconds.toFixed(1)} s, ${requests} requests at the dialer, memory ${warm} to ${last} MB\n`,
);
for (const [outcome, count] of Object.entries(outcomes).sort(([, a], [, b]) => b - a))
  process.stdout.write(`  ${String(count).padStart(7)} ${outcome}\n`);
for (const violation of violations) process.stdout.write(`${violation}\n\n`);
process.stdout.write(violations.length ? `${violations.length} violations\n` : 'No violation.\n');
process.exitCode = violations.length ? 1 : 0;
