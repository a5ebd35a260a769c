import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { forbidden } from './rooms.ts';

/** In one folder. */
const MAX_FILES = 15;

const IMPORT = /(?:from|import\()\s*'(\.[^']+\.ts)'/g;

/** Which folder may import an SDK: once an era is over, deleting one folder removes its SDK. */
const SDK_FOLDERS: Record<string, readonly string[]> = {
  '@modelcontextprotocol/sdk': ['src/mcp/initialize-era/', 'src/mcp/client.ts'],
  '@modelcontextprotocol/server': ['src/mcp/stateless-era/'],
  '@modelcontextprotocol/client': ['src/mcp/bridge/'],
};

const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => normalize(join(folder, path)));

const files = [...sources('src'), ...sources('tools')];
const imports = new Map(
  files.map((file) => [
    file,
    [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, to]) => normalize(join(dirname(file), to!))),
  ]),
);
const folders = [...new Set(files.map((file) => dirname(file)))].sort();
const problems = files.flatMap((file) => imports.get(file)!.flatMap((to) => forbidden(file, to) ?? []));

/** A way from a file back to itself, from its first file by name on. */
function circleFrom(from: string, way: readonly string[], done: Set<string>): string | undefined {
  if (way.includes(from)) {
    const ring = way.slice(way.indexOf(from));
    const first = ring.indexOf([...ring].sort()[0]!);
    return [...ring.slice(first), ...ring.slice(0, first)].join(' -> ');
  }
  if (done.has(from)) return undefined;
  for (const to of imports.get(from) ?? []) {
    const found = circleFrom(to, [...way, from], done);
    if (found) return found;
  }
  done.add(from);
  return undefined;
}

const circles = [...new Set(files.flatMap((file) => circleFrom(file, [], new Set()) ?? []))].sort();

describe('the rooms', () => {
  it('import downwards only, types included', () => {
    expect([...new Set(problems)].sort()).toEqual([]);
  });

  it('have no file at the root of src but main.ts', () => {
    expect(files.filter((file) => dirname(file) === 'src')).toEqual(['src/main.ts']);
  });

  it.each(Object.entries(SDK_FOLDERS))('import %s in its own folder alone', (sdk, allowed) => {
    const importers = files.filter((file) => readFileSync(file, 'utf8').includes(`'${sdk}`));
    expect(importers.filter((file) => !allowed.some((path) => file.startsWith(path)))).toEqual([]);
  });

  it('have no files that import each other, by whatever way', () => {
    expect(circles).toEqual([]);
  });

  it.each(folders)('%s holds about a dozen files at most', (folder) => {
    const own = files.filter((file) => dirname(file) === folder);
    expect(own.length, `${folder}: give what belongs together a folder of its own`).toBeLessThanOrEqual(
      MAX_FILES,
    );
  });
});
