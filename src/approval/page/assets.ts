/**
 * The page's script and style as text, made from their sources. The build replaces this file by its result
 * (scripts/build.ts): what is published has no compiler in it.
 */
import { fileURLToPath } from 'node:url';
import { buildSync, type Metafile } from 'esbuild';

export interface PageAssets {
  script: string;
  style: string;
}

const sourceOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

function bundle(entry: string): { text: string; metafile: Metafile } {
  const { outputFiles, metafile } = buildSync({
    entryPoints: [sourceOf(entry)],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    // The text stands in a page: nothing in it may end the element that it is in.
    charset: 'utf8',
  });
  return { text: outputFiles[0]!.text.trim(), metafile };
}

const [script, style] = [bundle('./browser/main.ts'), bundle('./style.css')];

export const pageAssets: PageAssets = { script: script.text, style: style.text };

/** What of other packages is in the script: their licences go with it. */
export const pageMetafile: Metafile = script.metafile;
