/** What the build says is bundled, by the schema that CycloneDX publishes. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';

const library = dirname(createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json'));
const readSchema = (file: string) => JSON.parse(readFileSync(join(library, 'res', 'schema', file), 'utf8'));
/** Schemas that the main one refers to by their file. */
const REFERRED = ['spdx.SNAPSHOT.schema.json', 'jsf-0.82.SNAPSHOT.schema.json'];

const bom = JSON.parse(readFileSync('dist/sbom.cdx.json', 'utf8'));

describe('the SBOM', () => {
  it('is valid by the schema of CycloneDX 1.6', () => {
    const schemas = Object.fromEntries(
      REFERRED.map((file) => [`http://cyclonedx.org/schema/${file}`, readSchema(file)]),
    );
    // Formats are of e-mail addresses, times and URIs, none of which it has.
    const ajv = new Ajv({ strict: false, validateFormats: false, schemas });
    const validate = ajv.compile(readSchema('bom-1.6.SNAPSHOT.schema.json'));
    validate(bom);
    expect(validate.errors).toBeNull();
    expect(validate({ ...bom, bomFormat: 'SPDX' })).toBe(false);
  });

  it('gives each package a name, a version, a licence and a package URL of its own', () => {
    const { components } = bom;
    const urls = components.map(({ purl }: { purl: string }) => purl);
    expect(new Set(urls).size).toBe(components.length);
    for (const { group, name, version, licenses, purl } of components) {
      expect(licenses).toHaveLength(1);
      // The font is no package of npm.
      const npm = `pkg:npm/${group ? `${group.replace('@', '%40')}/` : ''}${name}@${version}`;
      expect(purl).toBe(name === 'inter' ? `pkg:github/rsms/inter@v${version}` : npm);
    }
  });
});
