/** Renews what follows from the code: the tables and links of README.md, and server.json. */
import { readFileSync, writeFileSync } from 'node:fs';
import { CONSEQUENCES, type Consequence, SETTINGS, TIERS, TOOLSETS } from '../src/config/settings.ts';
import { isAskedByDefault } from '../src/define/input/tool-input.ts';
import { privacyRows } from '../src/privacy/policy.ts';
import { tools } from '../tools/index.ts';
import { installSection } from './install-links.ts';
import { readPackageJson } from './package-json.ts';
import { serverJson } from './server-json.ts';

/** Returns the README with its tables made anew. */
export function renewed(readme: string): string {
  const tables = {
    install: installSection(),
    settings: settingsTable(),
    tools: toolsTable(),
    kinds: kindsTable(),
    privacy: privacyTable(),
  };
  return Object.entries(tables).reduce((text, [name, table]) => replace(text, name, table), readme);
}

function replace(readme: string, name: string, table: string): string {
  const pattern = new RegExp(`(<!-- ${name}: npm run readme -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
  if (!pattern.test(readme)) throw new Error(`README.md has no place for ${name}`);
  return readme.replace(pattern, (_, start, end) => `${start}${table}\n${end}`);
}

function settingsTable(): string {
  const rows = Object.values(SETTINGS).map((setting) => {
    const flag = 'flag' in setting ? `\`--${setting.flag}\`` : '';
    const standard = 'default' in setting ? `\`${setting.default}\`` : '';
    return `| \`${setting.env}\` | ${flag} | ${setting.meaning} | ${standard} |`;
  });
  return ['| environment | flag | meaning | default |', '|---|---|---|---|', ...rows].join('\n');
}

/** What each kind of consequence means. */
const KINDS: Record<Consequence, string> = {
  data: "the dialer's own data, and nothing beyond it",
  money: 'prices, units, terms of payment, cancellations',
  contact: 'somebody is rung, or gets onto a list that is being rung',
  legal: 'whether an order counts as confirmed, and what customers are sent; a number that may be rung again',
  access: 'users: logins, e-mail addresses, roles, passwords',
  bulk: 'more than 25 records at once, and every import',
  erasure: 'data about people is gone for good',
};

function kindsTable(): string {
  const rows = CONSEQUENCES.map((kind) => {
    const names = tools.filter((tool) => tool.consequences?.[kind]).map(({ name }) => `\`${name}\``);
    return `| \`${kind}\` | ${KINDS[kind]} | ${kind === 'data' ? 'all others' : names.join(', ')} |`;
  });
  return ['| kind | what it is about | tools |', '|---|---|---|', ...rows].join('\n');
}

function privacyTable(): string {
  const rows = privacyRows().map((cells) => `| ${cells.join(' | ')} |`);
  return ['| data | fields | `standard` | `strict` | `pseudonyms` |', '|---|---|---|---|---|', ...rows].join(
    '\n',
  );
}

function toolsTable(): string {
  const rows = TOOLSETS.map((toolset) => {
    const cell = (tier: string) =>
      tools
        .filter((tool) => tool.toolset === toolset && tool.tier === tier)
        .map((tool) => `\`${tool.name}\`${isAskedByDefault(tool) && tier === 'write' ? '*' : ''}`)
        .join(', ');
    return `| ${toolset} | ${cell('read')} | ${cell('write')} | ${cell('destructive')} |`;
  });
  const counts = TIERS.map((tier) => `${tools.filter((tool) => tool.tier === tier).length} ${tier}`);
  const total = `${tools.length} tools: ${counts.join(', ')}.`;
  return [total, '', '| toolset | read | write | destructive |', '|---|---|---|---|', ...rows].join('\n');
}

if (process.argv[1]?.endsWith('readme.ts')) {
  writeFileSync('README.md', renewed(readFileSync('README.md', 'utf8')));
  writeFileSync('server.json', `${JSON.stringify(serverJson(readPackageJson('.')), null, 2)}\n`);
}
