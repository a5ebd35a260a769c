/** The pages for those who carry on name only what exists. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };

const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'AGENTS.md', 'CHANGELOG.md', 'SECURITY.md'],
  ...readdirSync('docs').map((name) => join('docs', name)),
];

const PATH = /(?<![\w/.:-])(?:src|test|tools|docs|scripts|bench|\.ci)\/[\w./-]*\w/g;
const LINK = /\]\((?!https?:|#)([^)#]+)/g;
const WRITTEN = /^```ts (\S+)$/gm;
const SCRIPT = /\bnpm (?:run )?((?<=run )[\w:]+|test)\b/g;
/** Methods of MCP, which look like paths. */
const METHODS = ['tools/list', 'tools/call'];

const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([whole, group]) => group ?? whole);

describe.each(pages)('%s', (page) => {
  const text = readFileSync(page, 'utf8');

  it('names only files and folders that exist', () => {
    // What a page tells to write is not there before.
    const written = matches(text, WRITTEN);
    const paths = matches(text, PATH).filter((path) => !METHODS.includes(path) && !written.includes(path));
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('links only to pages that exist', () => {
    const targets = matches(text, LINK).map((target) => join(dirname(page), target));
    expect(targets.filter((target) => !existsSync(target))).toEqual([]);
  });

  it('names only npm scripts that exist', () => {
    const names = matches(text, SCRIPT);
    expect(names.filter((name) => !Object.hasOwn(packageJson.scripts, name))).toEqual([]);
  });
});
