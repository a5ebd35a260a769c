import type { Metafile } from 'esbuild';
import { type PackageJson, readPackageJson } from './package-json.ts';

/** A package with code in the bundle. */
export interface BundledPackage extends Pick<PackageJson, 'name' | 'version' | 'license'> {
  folder: string;
}

/** Matches the folder of the package that a file belongs to, also one nested in another package. */
const PACKAGE_FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/** Returns the packages that esbuild has put into the bundle, sorted by folder; not those that it shook off. */
export function bundledPackages({ outputs }: Metafile): BundledPackage[] {
  const files = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const folders = files.flatMap((path) => PACKAGE_FOLDER.exec(path)?.[0] ?? []);
  return [...new Set(folders)].sort().map((folder) => {
    const { name, version, license } = readPackageJson(folder);
    return { name, version, license, folder };
  });
}
