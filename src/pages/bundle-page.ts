/**
 * Makes a page's script and style out of their sources. Only files named assets.ts import this: the build replaces them by
 * their result (scripts/build.ts), since what is published has no compiler in it.
 */
import { fileURLToPath } from 'node:url';
import { buildSync, type Metafile } from 'esbuild';
import type { PageAssets } from './page.ts';

export interface BundledPage {
  pageAssets: PageAssets;
  /** What of other packages is in the script: their licences go with it. */
  pageMetafile: Metafile;
}

/** @param base where the paths are relative to: `import.meta.url` */
export function bundlePage(base: string, scriptPath: string, stylePath: string): BundledPage {
  const [script, style] = [bundle(new URL(scriptPath, base)), bundle(new URL(stylePath, base))];
  return { pageAssets: { script: script.text, style: style.text }, pageMetafile: script.metafile };
}

function bundle(entry: URL): { text: string; metafile: Metafile } {
  const { outputFiles, metafile } = buildSync({
    entryPoints: [fileURLToPath(entry)],
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
