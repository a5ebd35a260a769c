/** What `npm pack` makes: it installs nothing else, runs nothing when it is installed, and is small. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAX_BYTES = 3_000_000;

const ours = readFileSync('package.json', 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'hitrate-mcp-package-'));
const run = (command, args) => execFileSync(command, args, { encoding: 'utf8' });
// Its own scripts print before it does.
const told = run('npm', ['pack', '--json', '--silent', '--pack-destination', folder]);
const [packed] = JSON.parse(told.slice(told.search(/^\[$/m)));
const read = (path) => run('tar', ['-xzOf', join(folder, packed.filename), `package/${path}`]);
const { dependencies, devDependencies, scripts, bin, version } = JSON.parse(read('package.json'));
const speech = packed.files.filter(({ path }) => path.includes('/speech/'));
const sum = (files) => files.reduce((bytes, { size }) => bytes + size, 0);
const bytes = sum(packed.files) - sum(speech);
const problems = [
  ...Object.entries({ dependencies, devDependencies, scripts }).flatMap(([name, has]) =>
    has && Object.keys(has).length ? [`it has ${name}: ${Object.keys(has).join(', ')}`] : [],
  ),
  ...(bytes > MAX_BYTES ? [`it has ${bytes} bytes without speech; ${MAX_BYTES} are allowed`] : []),
  ...Object.values(bin)
    .concat('README.md', 'LICENSE', 'mcp.json.example', 'dist/THIRD-PARTY-LICENSES.txt')
    .filter((path) => !packed.files.some((file) => file.path === path))
    .map((path) => `${path} is missing`),
  ...(readFileSync('package.json', 'utf8') === ours ? [] : ['packing has left package.json changed']),
];
// As it is installed: from the file alone, with what may run on the way.
run('npm', ['install', '--silent', '--prefix', folder, join(folder, packed.filename)]);
const says = run(process.execPath, [
  join(folder, 'node_modules/hitrate-mcp', bin['hitrate-mcp']),
  '--version',
]);
if (says.trim() !== version) problems.push(`what was installed says it is ${says.trim()}`);
rmSync(folder, { recursive: true });
for (const problem of problems) console.error(`package: ${problem}`);
console.log(
  `package: ${packed.files.length} files, ${bytes} bytes unpacked and ${sum(speech)} bytes of speech`,
);
process.exit(problems.length ? 1 : 0);
