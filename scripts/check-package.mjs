/** What `npm pack` would publish: it installs nothing else, and is small. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const MAX_BYTES = 3_000_000;

const { dependencies, bin } = JSON.parse(readFileSync('package.json', 'utf8'));
const [packed] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8' }),
);
const speech = packed.files.filter(({ path }) => path.includes('/speech/'));
const sum = (files) => files.reduce((bytes, { size }) => bytes + size, 0);
const bytes = sum(packed.files) - sum(speech);
const problems = [
  ...(dependencies && Object.keys(dependencies).length
    ? [`it has dependencies: ${Object.keys(dependencies)}`]
    : []),
  ...(bytes > MAX_BYTES ? [`it has ${bytes} bytes without speech; ${MAX_BYTES} are allowed`] : []),
  ...Object.values(bin)
    .concat('README.md', 'LICENSE', 'mcp.json.example', 'dist/THIRD-PARTY-LICENSES.txt')
    .filter((path) => !packed.files.some((file) => file.path === path))
    .map((path) => `${path} is missing`),
];
for (const problem of problems) console.error(`package: ${problem}`);
console.log(
  `package: ${packed.files.length} files, ${bytes} bytes unpacked and ${sum(speech)} bytes of speech`,
);
process.exit(problems.length ? 1 : 0);
