/**
 * Puts what a start reads of our own into one file. esbuild makes a chunk for each set of parts that share a module: with
 * some thirty parts that are loaded by themselves, a start would read two dozen files, most of them of a few hundred
 * bytes (npm run bench -- start). A module that every part reaches is in one chunk with all others of the kind.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';

/** What a server over stdio runs before it has listed its tools. */
const START = ['src/mcp/stdio.ts', 'src/mcp/initialize-era/connection.ts'];
const MAIN = 'src/main.ts';
/** Not the SDK: other parts need not read that. */
const isOwn = (path: string): boolean =>
  path.startsWith('src/') && !path.startsWith('src/mcp/initialize-era/');

/** @param options those of the real build */
export async function oneStartChunk(options: BuildOptions): Promise<Plugin> {
  const { inputs } = (
    await build({
      ...options,
      splitting: false,
      outdir: undefined,
      outfile: 'unused.js',
      write: false,
      metafile: true,
    })
  ).metafile!;
  const start = reachable([MAIN, ...START], inputs).filter((path) => isOwn(path) && path !== MAIN);
  const parts = new Set(
    Object.values(inputs).flatMap(({ imports }) =>
      imports.filter(({ kind }) => kind === 'dynamic-import').map(({ path }) => path),
    ),
  );
  const more = start.map((path) => `import ${JSON.stringify(resolve(path))};`).join('');
  return {
    name: 'one-start-chunk',
    setup(api) {
      for (const part of parts) {
        // One that a start reads itself would come round to itself.
        if (!isOwn(part) || start.includes(part)) continue;
        api.onLoad({ filter: new RegExp(`${escapePattern(resolve(part))}$`) }, ({ path }) => ({
          contents: `${readFileSync(path, 'utf8')}\n${more}`,
          loader: 'ts',
        }));
      }
    },
  };
}

const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Returns the files that are loaded with the given ones. */
function reachable(from: readonly string[], inputs: Metafile['inputs']): string[] {
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    for (const { path: to, kind } of inputs[path]?.imports ?? []) if (kind === 'import-statement') visit(to);
  };
  from.forEach(visit);
  return [...found];
}
