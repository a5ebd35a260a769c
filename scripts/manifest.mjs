/**
 * The package.json that is published, in place of ours while `npm pack` reads it: what is installed is built already, so
 * it has no scripts that an installation could run, and no tools to build with.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

const KEPT = '.package.json.kept';

if (process.argv[2] === 'restore') renameSync(KEPT, 'package.json');
else {
  const text = readFileSync('package.json', 'utf8');
  const { scripts: _scripts, devDependencies: _tools, ...published } = JSON.parse(text);
  writeFileSync(KEPT, text);
  writeFileSync('package.json', `${JSON.stringify(published, null, 2)}\n`);
}
