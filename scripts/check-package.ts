/**
 * Checks what `npm pack` makes: it installs nothing else, runs nothing when it is installed, is small, and names
 * everything that is bundled, in the notices as in the SBOM.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PackageJson } from './package-json.ts';

const MAX_BYTES = 6_000_000;
const NOTICES = 'dist/THIRD-PARTY-LICENSES.txt';
const SBOM = 'dist/sbom.cdx.json';
const REQUIRED = ['README.md', 'LICENSE', 'mcp.json.example', NOTICES, SBOM];

interface PackedFile {
  path: string;
  size: number;
}

interface PackedPackage {
  tarball: string;
  files: PackedFile[];
  manifest: PackageJson;
  /** Returns the text of a file in the package. */
  read(path: string): string;
}

const folder = mkdtempSync(join(tmpdir(), 'hitrate-mcp-package-'));
try {
  const manifestBefore = readFileSync('package.json', 'utf8');
  const packed = pack(folder);
  const problems = [
    ...manifestProblems(packed.manifest),
    ...fileProblems(packed),
    ...inventoryProblems(packed),
    ...(readFileSync('package.json', 'utf8') === manifestBefore
      ? []
      : ['packing has left package.json changed']),
    ...installationProblems(packed, folder),
  ];
  for (const problem of problems) console.error(`package: ${problem}`);
  const { speech, rest } = sizes(packed.files);
  console.log(
    `package: ${packed.files.length} files, ${rest} bytes unpacked and ${speech} bytes of speech, ${inventory(packed).length} packages bundled`,
  );
  process.exitCode = problems.length ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}

function run(command: string, args: string[]): string {
  return execFileSync(command, args, { encoding: 'utf8' });
}

function pack(destination: string): PackedPackage {
  // Its own scripts print before it does.
  const output = run('npm', ['pack', '--json', '--silent', '--pack-destination', destination]);
  const [{ filename, files }] = JSON.parse(output.slice(output.search(/^\[$/m)));
  const tarball = join(destination, filename);
  const read = (path: string) => run('tar', ['-xzOf', tarball, `package/${path}`]);
  return { tarball, files, manifest: JSON.parse(read('package.json')), read };
}

function manifestProblems({ dependencies, devDependencies, scripts, mcpName }: PackageJson): string[] {
  const unwanted = Object.entries({ dependencies, devDependencies, scripts }).flatMap(
    ([name, entries = {}]) =>
      Object.keys(entries).length ? [`it has ${name}: ${Object.keys(entries).join(', ')}`] : [],
  );
  // The registry compares it with server.json's name, and turns down a package without it.
  return mcpName ? unwanted : [...unwanted, 'it has no mcpName'];
}

function sizes(files: readonly PackedFile[]): { speech: number; rest: number } {
  const sum = (some: readonly PackedFile[]) => some.reduce((bytes, { size }) => bytes + size, 0);
  const speech = sum(files.filter(({ path }) => path.includes('/speech/')));
  return { speech, rest: sum(files) - speech };
}

function fileProblems({ files, manifest }: PackedPackage): string[] {
  const { rest } = sizes(files);
  const missing = [...Object.values(manifest.bin ?? {}), ...REQUIRED].filter(
    (required) => !files.some(({ path }) => path === required),
  );
  return [
    ...(rest > MAX_BYTES ? [`it has ${rest} bytes without speech; ${MAX_BYTES} are allowed`] : []),
    ...missing.map((path) => `${path} is missing`),
  ];
}

/** Returns what the SBOM lists, each as `name version`. */
function inventory({ read }: PackedPackage): string[] {
  const { components } = JSON.parse(read(SBOM));
  return components.map(({ group, name, version }: { group?: string; name: string; version: string }) =>
    [group ? `${group}/${name}` : name, version].join(' '),
  );
}

function inventoryProblems(packed: PackedPackage): string[] {
  const inNotices = packed
    .read(NOTICES)
    .split(/^-{80}$/m)
    .map((notice) => notice.trim().split('\n', 1)[0]);
  const inSbom = inventory(packed);
  return [
    ...(inSbom.length ? [] : [`${SBOM} lists nothing`]),
    ...inSbom.filter((entry) => !inNotices.includes(entry)).map((entry) => `${NOTICES} lacks ${entry}`),
    ...inNotices.filter((entry) => !inSbom.includes(entry!)).map((entry) => `${SBOM} lacks ${entry}`),
  ];
}

/** Installs the tarball as a user would, with what may run on the way, and starts what was installed. */
function installationProblems({ tarball, manifest }: PackedPackage, prefix: string): string[] {
  run('npm', ['install', '--silent', '--prefix', prefix, tarball]);
  const bin = join(prefix, 'node_modules/hitrate-mcp', manifest.bin!['hitrate-mcp']!);
  const version = run(process.execPath, [bin, '--version']).trim();
  const byNpx = runByNpx(tarball, prefix).trim();
  return [
    ...(version === manifest.version ? [] : [`what was installed says it is ${version}`]),
    ...(byNpx === manifest.version ? [] : [`what npx runs says it is ${byNpx}`]),
  ];
}

/** Runs the tarball by the name of its command, as `npx hitrate-mcp` does the published package, in an empty folder and with an empty cache. */
function runByNpx(tarball: string, prefix: string): string {
  const cwd = join(prefix, 'empty');
  mkdirSync(cwd);
  return execFileSync('npx', ['--yes', '--package', tarball, 'hitrate-mcp', '--version'], {
    cwd,
    env: { ...process.env, npm_config_cache: join(prefix, 'cache') },
    encoding: 'utf8',
  });
}
