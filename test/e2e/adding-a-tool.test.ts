/** Does what docs/adding-a-tool.md says, block by block, in a copy of the project: the page holds as it stands. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const page = readFileSync('docs/adding-a-tool.md', 'utf8');
const blocks = [...page.matchAll(/^```(ts|diff) (\S+)\n([\s\S]*?)^```$/gm)].map(([, kind, path, text]) => ({
  kind: kind!,
  path: path!,
  text: text!,
}));

let copy: string;

/** Puts each added line behind the line that stands before it in the block. */
function patched(source: string, block: string): string {
  const lines = source.split('\n');
  let at = -1;
  for (const line of block.trimEnd().split('\n')) {
    if (line.startsWith('+')) lines.splice(++at, 0, line.slice(1));
    else {
      at = lines.indexOf(line.slice(1));
      if (at === -1) throw new Error(`no line "${line.slice(1)}" to add behind`);
    }
  }
  return lines.join('\n');
}

const run = (command: string, ...args: string[]): string =>
  execFileSync(join(copy, 'node_modules/.bin', command), args, {
    cwd: copy,
    encoding: 'utf8',
    stdio: 'pipe',
  });

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'adding-a-tool-'));
  for (const folder of ['src', 'tools', 'test/contract', 'test/sandbox', 'test/support'])
    cpSync(folder, join(copy, folder), { recursive: true });
  for (const file of ['package.json', 'tsconfig.json', 'vitest.config.ts']) cpSync(file, join(copy, file));
  // What the page's files reach, and no test besides.
  const reached = { extends: './tsconfig.json', include: ['tools', 'src/sandbox', 'test/contract/cases'] };
  writeFileSync(join(copy, 'tsconfig.page.json'), JSON.stringify(reached));
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  for (const { kind, path, text } of blocks) {
    const file = join(copy, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, kind === 'diff' ? patched(readFileSync(file, 'utf8'), text) : text);
  }
});
afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

describe('docs/adding-a-tool.md', () => {
  it('docs/adding-a-tool.md adds exactly three new files: the tool, its sandbox route and its recorded case', () => {
    const whole = blocks.filter(({ kind }) => kind === 'ts').map(({ path }) => dirname(path));
    expect(whole).toEqual(['tools', 'src/sandbox/routes', 'test/contract/cases']);
  });

  it('the project compiles with the tool that docs/adding-a-tool.md adds', () => {
    run('tsc', '--project', 'tsconfig.page.json');
  });

  it('the contract tests and sandbox tests pass for the tool that docs/adding-a-tool.md adds', () => {
    const report = run(
      'vitest',
      'run',
      ...['--maxWorkers', '1', '--reporter', 'json', '-t', 'shift'],
      ...['test/contract/requests.integration.test.ts', 'test/sandbox/examples.integration.test.ts'],
    );
    const { numPassedTests, numFailedTests } = JSON.parse(report.slice(report.indexOf('{"numTotal')));
    expect(numFailedTests).toBe(0);
    // Each of the two is sent, answered and shaped; the deletion also shows what is read beside it.
    expect(numPassedTests).toBeGreaterThanOrEqual(7);
  });
});
