import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BundledPackage } from './bundled-packages.ts';

/** Returns the licence texts of what is bundled, which those licences demand to go with every copy. */
export function thirdPartyNotices(packages: readonly BundledPackage[]): string {
  return packages.map(notice).join(`\n${'-'.repeat(80)}\n\n`);
}

function notice({ name, version, license, folder }: BundledPackage): string {
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license}`;
  return `${name} ${version}\n\n${text}\n`;
}
