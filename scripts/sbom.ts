import type { BundledPackage } from './bundled-packages.ts';
import type { PackageJson } from './package-json.ts';

type Package = Pick<PackageJson, 'name' | 'version' | 'license' | 'description'> &
  Pick<BundledPackage, 'purl'>;

/**
 * Returns a CycloneDX 1.6 document that lists what is bundled. Nothing in it depends on when or where it is built, so
 * that the same sources give the same bytes.
 */
export function softwareBillOfMaterials(product: Package, packages: readonly BundledPackage[]) {
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { lifecycles: [{ phase: 'build' }], component: component('application', product) },
    components: packages.map((entry) => component('library', entry)),
  };
}

function component(type: 'application' | 'library', entry: Package) {
  const { name, version, license, description } = entry;
  const [group, base] = name.startsWith('@') ? (name.split('/') as [string, string]) : [undefined, name];
  const purl = entry.purl ?? packageUrl(entry);
  return {
    type,
    'bom-ref': purl,
    ...(group && { group }),
    name: base,
    version,
    ...(description && { description }),
    ...(license && { licenses: [licenceChoice(license)] }),
    purl,
  };
}

/** A compound such as `MIT OR Apache-2.0` is an expression; a single licence is an SPDX id. */
const licenceChoice = (license: string) =>
  /\s/.test(license) ? { expression: license } : { license: { id: license } };

/** https://github.com/package-url/purl-spec: the `@` of a scope is percent-encoded. */
export const packageUrl = ({ name, version }: Package): string =>
  `pkg:npm/${name.replace('@', '%40')}@${version}`;
