/**
 * `npm run bench [-- start call tokens questions memory recordings report charts export import audit http]`: measurements
 * that anyone can run.
 */
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { audit } from './audit.ts';
import { exportSection, importSection } from './bulk.ts';
import { callReport } from './call-report.ts';
import { calls } from './calls.ts';
import { charts } from './charts.ts';
import { BUNDLE, killAll } from './children.ts';
import { http } from './http.ts';
import { memory } from './memory.ts';
import { questions } from './questions.ts';
import { recordings } from './recordings.ts';
import { type Section, table } from './report.ts';
import { start } from './start.ts';
import { tokens } from './tokens.ts';

const SECTIONS: Record<string, Section> = {
  start,
  call: calls,
  tokens,
  questions,
  memory,
  recordings,
  report: callReport,
  charts,
  export: exportSection,
  import: importSection,
  audit,
  http,
};

process.on('exit', killAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(SECTIONS, name));
if (unknown.length)
  refuse(`there is no ${unknown.join(', ')}: there are ${Object.keys(SECTIONS).join(', ')}`);
if (!existsSync(BUNDLE)) refuse(`${BUNDLE} is missing: npm run build makes it`);

for (const name of names.length ? names : Object.keys(SECTIONS)) {
  const section = SECTIONS[name]!;
  process.stdout.write(`${section.title}\n`);
  try {
    process.stdout.write(table(await measureInTime(section)));
  } catch (error) {
    process.stdout.write(`  failed: ${(error as Error).message}\n`);
    process.exitCode = 1;
  } finally {
    killAll();
  }
  process.stdout.write('\n');
}
const cores = cpus();
process.stdout.write(
  `Node ${process.version}, ${cores[0]?.model.trim() ?? 'unknown CPU'}, ${cores.length} cores\n`,
);
// A section that ran out of time may still wait for something.
process.exit();

/** @throws when the section runs out of time; it then ends by itself, as the children that it waits for are killed. */
function measureInTime({ measure, deadlineMs }: Section) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${deadlineMs / 1000} s`)), deadlineMs);
  });
  return Promise.race([measure(), late]).finally(() => clearTimeout(timer));
}

function refuse(reason: string): never {
  process.stderr.write(`bench: ${reason}\n`);
  process.exit(2);
}
