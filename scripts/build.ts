/**
 * Builds what is published: dist/main.js with all that serving needs to start, parts that are loaded when they are
 * called for, and the sandbox's speech. One single file was tried: parsing what a start does not use cost 60 ms.
 */
import { chmodSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { toolList } from '../src/mcp/tool-list.ts';

/** The tool list as data: a server that starts need not make it from schemas. */
const generated: Plugin = {
  name: 'generated-tool-list',
  setup(api) {
    api.onLoad({ filter: /src[/\\]mcp[/\\]tool-list\.ts$/ }, () => ({
      contents: `export const toolList = JSON.parse(${JSON.stringify(JSON.stringify(toolList))});`,
      loader: 'js',
    }));
  },
};

/** The SDK's own JSON Schema validator is replaced (src/mcp/no-validator.ts), so that ajv need not be loaded. */
const withoutAjv: Plugin = {
  name: 'without-ajv',
  setup(api) {
    api.onResolve({ filter: /^ajv(-formats)?$/ }, ({ path }) => ({ path, namespace: 'none' }));
    api.onLoad({ filter: /.*/, namespace: 'none' }, () => ({
      contents: 'export default undefined;',
      loader: 'js',
    }));
  },
};

const { metafile } = await build({
  entryPoints: ['src/main.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  minify: true,
  // A stack trace prints its line: not all of the file.
  lineLimit: 200,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  plugins: [generated, withoutAjv],
  // Bundled CommonJS packages ask for node's modules by require, which ESM lacks.
  banner: {
    js: "import{createRequire as __require}from'node:module';const require=__require(import.meta.url);",
  },
  logLevel: 'warning',
  metafile: true,
});

// Parts of an earlier build; not before, so that whoever runs it meanwhile finds it whole.
const built = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
for (const name of readdirSync('dist'))
  if (name.endsWith('.js') && !built.has(name)) rmSync(join('dist', name));
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', licences(Object.keys(metafile.inputs)));
cpSync('src/sandbox/speech', 'dist/speech', { recursive: true });
chmodSync('dist/main.js', 0o755);

/** The notices of what is bundled, which its licences demand to go with every copy. */
function licences(inputs: string[]): string {
  const packages = inputs.flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
  return [...new Set(packages)]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      const notice = file ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license}`;
      return `${name} ${version}\n\n${notice}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
