/**
 * Builds what is published: dist/main.js with all that serving needs to start, parts that are loaded when they are
 * called for, the sandbox's speech, and what is bundled as notices and as an SBOM. One single file was tried: parsing
 * what a start does not use cost 60 ms.
 */
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { PICTURE_FILES } from '../src/charts/picture-files.ts';
import { toolList } from '../src/mcp/tool-list.ts';
import type { BundledPage } from '../src/pages/bundle-page.ts';
import { bundledPackages, FONT } from './bundled-packages.ts';
import { thirdPartyNotices } from './notices.ts';
import { oneStartChunk } from './one-start-chunk.ts';
import { onlySwedishHolidays } from './only-swedish-holidays.ts';
import { readPackageJson } from './package-json.ts';
import { softwareBillOfMaterials } from './sbom.ts';

/** Replaces the tool list by its data, so that a server that starts need not make it from schemas. */
const generatedToolList: Plugin = {
  name: 'generated-tool-list',
  setup(api) {
    api.onLoad({ filter: /src[/\\]mcp[/\\]tool-list\.ts$/ }, () => ({
      contents: `export const toolList = JSON.parse(${JSON.stringify(JSON.stringify(toolList))});`,
      loader: 'js',
    }));
  },
};

/** Has what PNGs are made with read from beside the bundle, where it lies compressed: as it is, it has 2.5 MB. */
const packedPictureFiles: Plugin = {
  name: 'packed-picture-files',
  setup(api) {
    api.onLoad({ filter: /src[/\\]charts[/\\]picture-files\.ts$/ }, () => ({
      contents: `import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
export const readPictureFile = (name) =>
  brotliDecompressSync(readFileSync(new URL('./pictures/' + name + '.br', import.meta.url)));`,
      loader: 'js',
    }));
  },
};

const pageMetafiles = new Map<string, Metafile>();

/** Replaces the pages' scripts and styles by their text: what makes them is no part of what is published. */
const generatedPageAssets: Plugin = {
  name: 'generated-page-assets',
  setup(api) {
    api.onLoad({ filter: /src[/\\].*[/\\]page[/\\]assets\.ts$/ }, async ({ path }) => {
      const { pageAssets, pageMetafile }: BundledPage = await import(pathToFileURL(path).href);
      pageMetafiles.set(path, pageMetafile);
      return {
        contents: `export const pageAssets = JSON.parse(${JSON.stringify(JSON.stringify(pageAssets))});`,
        loader: 'js',
      };
    });
  },
};

/** Leaves ajv out: the SDKs' own JSON Schema validators are never used, since the guard checks a form's content itself. */
const withoutAjv: Plugin = {
  name: 'without-ajv',
  setup(api) {
    api.onResolve({ filter: /^ajv(-formats)?$/ }, ({ path }) => ({ path, namespace: 'none' }));
    api.onLoad({ filter: /.*/, namespace: 'none' }, () => ({
      contents: 'export default undefined;',
      loader: 'js',
    }));
    // Line 2 has it within its own files.
    api.onLoad({ filter: /@modelcontextprotocol[/\\]\w+[/\\]dist[/\\]ajvProvider-[\w-]+\.mjs$/ }, () => ({
      contents: 'class Unused {} export { Unused as n, Unused as r, Unused as t };',
      loader: 'js',
    }));
  },
};

/**
 * Leaves out what follows certificates of passkey devices up to their makers: 150 kB for what is never asked of a device
 * (src/approval/proofs/webauthn.ts). A device that sends a chain to a maker that the library knows is turned down.
 */
const withoutCertificateChains: Plugin = {
  name: 'without-certificate-chains',
  setup(api) {
    api.onResolve({ filter: /^@peculiar\/x509$/ }, ({ path }) => ({ path, namespace: 'no-chains' }));
    api.onLoad({ filter: /.*/, namespace: 'no-chains' }, () => ({
      contents:
        'class Refusal { constructor() { throw new Error("certificate chains are not followed"); } }\n' +
        'module.exports = new Proxy({}, { get: () => Refusal });',
      loader: 'js',
    }));
  },
};

/** Of the rate limiter only what counts in memory: the package has a store for each of twenty databases. */
const onlyMemoryLimiter: Plugin = {
  name: 'only-memory-limiter',
  setup(api) {
    api.onLoad({ filter: /rate-limiter-flexible[/\\]index\.js$/ }, () => ({
      contents:
        "exports.RateLimiterMemory = require('./lib/RateLimiterMemory'); exports.RateLimiterRes = require('./lib/RateLimiterRes');",
      loader: 'js',
    }));
  },
};

const options: BuildOptions & { metafile: true } = {
  entryPoints: ['src/main.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  minify: true,
  // A stack trace prints the line that threw: it is not to be the whole file.
  lineLimit: 200,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  // Its CommonJS form requires its parts in a way that no bundler follows.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  plugins: [
    generatedToolList,
    generatedPageAssets,
    packedPictureFiles,
    withoutAjv,
    onlyMemoryLimiter,
    withoutCertificateChains,
    onlySwedishHolidays,
  ],
  // Bundled CommonJS packages load Node's modules by require, which ESM lacks.
  banner: {
    js: "import{createRequire as __require}from'node:module';const require=__require(import.meta.url);",
  },
  logLevel: 'warning',
  metafile: true,
};

const { metafile } = await build({
  ...options,
  plugins: [...options.plugins!, await oneStartChunk(options)],
});

// Parts of an earlier build; not before, so that whoever runs it meanwhile finds it whole.
const built = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
for (const name of readdirSync('dist'))
  if (name.endsWith('.js') && !built.has(name)) rmSync(join('dist', name));

const packages = [FONT, ...bundledPackages([metafile, ...pageMetafiles.values()])];
const bom = softwareBillOfMaterials(readPackageJson('.'), packages);
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', thirdPartyNotices(packages));
writeFileSync('dist/sbom.cdx.json', `${JSON.stringify(bom, null, 2)}\n`);
mkdirSync('dist/pictures', { recursive: true });
for (const [name, path] of Object.entries(PICTURE_FILES)) packFile(path, `dist/pictures/${name}.br`);
cpSync('src/sandbox/speech', 'dist/speech', { recursive: true });
chmodSync('dist/main.js', 0o755);

function packFile(from: string, to: string): void {
  writeFileSync(to, brotliCompressSync(readFileSync(from)));
}
