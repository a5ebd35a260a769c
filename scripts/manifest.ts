/**
 * Swaps package.json while `npm pack` reads it: the published one has no scripts that an installation could run and no
 * development dependencies, since what is installed is built already.
 *
 *   tsx scripts/manifest.ts publish | restore
 */
import { copyFileSync, renameSync, writeFileSync } from 'node:fs';
import { readPackageJson } from './package-json.ts';

const BACKUP = '.package.json.kept';

function publish(): void {
  const { scripts: _scripts, devDependencies: _devDependencies, ...published } = readPackageJson('.');
  copyFileSync('package.json', BACKUP);
  writeFileSync('package.json', `${JSON.stringify(published, null, 2)}\n`);
}

const restore = (): void => renameSync(BACKUP, 'package.json');

const command = { publish, restore }[process.argv[2] ?? ''];
if (!command) throw new Error('give publish or restore');
command();
