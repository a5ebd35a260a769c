/** Makes the MCPB bundle of what was built, `bundle/hitrate-mcp-<version>.mcpb`: `npm run mcpb`. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPackageJson } from '../package-json.ts';
import { mcpbManifest } from './manifest.ts';
import { runMcpb } from './tool.ts';

const FOLDER = 'bundle';
const FILES = ['dist', 'README.md', 'LICENSE'];

/** Writes what goes into the bundle into an empty folder. */
export function writeBundleFolder(folder: string): void {
  const packageJson = readPackageJson('.');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const file of FILES) cpSync(file, join(folder, file), { recursive: true });
  const { name, version, type } = packageJson;
  writeJson(join(folder, 'package.json'), { name, version, type });
  writeJson(join(folder, 'manifest.json'), mcpbManifest(packageJson));
}

const writeJson = (path: string, value: object): void =>
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);

/** Packs that folder with the official tool. @returns what it says */
export const packBundle = (folder: string, bundle: string) => runMcpb('pack', folder, bundle);

if (process.argv[1]?.endsWith('make.ts')) {
  const { name, version } = readPackageJson('.');
  const folder = join(FOLDER, name);
  const bundle = join(FOLDER, `${name}-${version}.mcpb`);
  writeBundleFolder(folder);
  const { ok, text } = packBundle(folder, bundle);
  rmSync(folder, { recursive: true });
  console.log(ok ? `mcpb: ${bundle}` : `mcpb: ${text}`);
  process.exitCode = ok ? 0 : 1;
}
