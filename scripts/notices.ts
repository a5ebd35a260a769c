import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BundledPackage } from './bundled-packages.ts';

/** Returns the licence texts of what is bundled, which those licences demand to go with every copy. */
export function thirdPartyNotices(packages: readonly BundledPackage[]): string {
  return packages.map(notice).join(`\n${'-'.repeat(80)}\n\n`);
}

function notice({ name, version, license, folder, source }: BundledPackage): string {
  const entries = readdirSync(folder);
  const read = (name: string) => readFileSync(join(folder, name), 'utf8').trim();
  const file = entries.find((entry) => /^licen[cs]e/i.test(entry));
  // Apache-2.0, 4(d).
  const more = entries.filter((entry) => /^notice(\.|$)/i.test(entry)).map(read);
  const text = file
    ? read(file)
    : [`Licence: ${license}`, ...(source ? [`Source: ${source}`] : [])].join('\n');
  return `${[`${name} ${version}`, text, ...more].join('\n\n')}\n`;
}
