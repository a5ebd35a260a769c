/**
 * Runs the protocol's official suite, every scenario for servers of either era, against the built server for a team, and
 * compares with test/conformance/baseline.json, which says of each check that is not green why it is of no concern here.
 *
 *   tsx scripts/check-conformance.ts
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathWith, problemsWith, report } from './installed-programs.ts';
import { startServer } from './team-server.ts';

/** With a version: another one has other scenarios. It does not start on Node 20. */
const SUITE = '@modelcontextprotocol/conformance@0.2.0-alpha.12';
const PACKAGES = [SUITE, 'node@24'];

/** By revision: how many checks are green, and which are not. */
type Baseline = Record<string, { green: number; others: { why: string; checks: string[] }[] }>;

interface Outcome {
  green: number;
  /** As `scenario/check`. */
  others: string[];
}

const root = resolve(import.meta.dirname, '..');
const baseline: Baseline = JSON.parse(
  readFileSync(join(root, 'test', 'conformance', 'baseline.json'), 'utf8'),
);
report('conformance', await problemsWith('conformance', PACKAGES, check));

async function check(folder: string): Promise<string[]> {
  // With everything on offer, and without logins: the suite has none.
  const { url, stop } = await startServer(folder, ['--access', 'destructive']);
  try {
    return Object.entries(baseline).flatMap(([revision, expected]) => {
      const outcome = runSuite(url, revision, folder);
      console.log(
        `conformance: ${revision}: ${outcome.green} checks are green, ${outcome.others.length} are not for this server`,
      );
      return compare(expected, outcome).map((problem) => `${revision}: ${problem}`);
    });
  } finally {
    stop();
  }
}

function runSuite(url: string, revision: string, folder: string): Outcome {
  const results = join(folder, revision);
  const args = ['server', '--url', url, '--suite', 'all', '--spec-version', revision, '-o', results];
  // Its status says that something is not green, which something always is.
  const { stderr } = spawnSync('conformance', args, {
    env: { ...process.env, PATH: pathWith(folder) },
    encoding: 'utf8',
    timeout: 600_000,
  });
  const outcome: Outcome = { green: 0, others: [] };
  for (const name of readFolder(results, stderr)) {
    const scenario = /^server-(.*?)-\d{4}-\d\d-\d\dT/.exec(name)![1];
    const checks = JSON.parse(readFileSync(join(results, name, 'checks.json'), 'utf8'));
    for (const { id, status } of checks) {
      if (status === 'SUCCESS') outcome.green++;
      if (status === 'FAILURE' || status === 'WARNING') outcome.others.push(`${scenario}/${id}`);
    }
  }
  return outcome;
}

function readFolder(path: string, stderr: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    throw new Error(`the suite gave no results: ${stderr}`);
  }
}

function compare({ green, others }: Baseline[string], outcome: Outcome): string[] {
  const known = others.flatMap(({ checks }) => checks);
  const broken = outcome.others.filter((check) => !known.includes(check));
  const mended = known.filter((check) => !outcome.others.includes(check));
  const missing = green - outcome.green;
  return [
    ...broken.map((check) => `${check} is not green, and the baseline does not say why`),
    ...mended.map((check) => `${check} is green, or gone: take it out of the baseline`),
    ...(missing === 0 || broken.length || mended.length
      ? []
      : [`${outcome.green} checks are green, and ${green} stand in the baseline`]),
  ];
}
