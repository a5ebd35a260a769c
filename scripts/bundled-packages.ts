import type { Metafile } from 'esbuild';
import { type PackageJson, readPackageJson } from './package-json.ts';

/** A package with code in the bundle. */
export interface BundledPackage extends Pick<PackageJson, 'name' | 'version' | 'license'> {
  folder: string;
  /** Where it is not from npm (https://github.com/package-url/purl-spec). */
  purl?: string;
  /** Where its source is, for licences that want that said (MPL-2.0, 3.2). */
  source?: string;
}

/** The font of pictures, cut down to what they need: src/charts/font/README.md. */
export const FONT: BundledPackage = {
  name: 'inter',
  version: '4.0-beta7',
  license: 'OFL-1.1',
  folder: 'src/charts/font',
  purl: 'pkg:github/rsms/inter@v4.0-beta7',
};

/** Matches the folder of the package that a file belongs to, also one nested in another package. */
const PACKAGE_FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/** Returns the packages that esbuild has put into the bundle, sorted by folder; not those that it shook off. */
export function bundledPackages(metafiles: readonly Metafile[]): BundledPackage[] {
  const files = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap(({ inputs }) => Object.keys(inputs));
  const folders = files.flatMap((path) => PACKAGE_FOLDER.exec(path)?.[0] ?? []);
  const packages = [...new Set(folders)].sort().map((folder) => {
    const { name, version, license, homepage, repository } = readPackageJson(folder);
    const source = homepage ?? (typeof repository === 'string' ? repository : repository?.url);
    return { name, version, license, folder, source };
  });
  // Two packages may each bring the same version of a third.
  const byName = new Map(packages.map((one) => [`${one.name} ${one.version}`, one]));
  return [...byName.values()];
}
