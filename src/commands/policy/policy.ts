import { type Config, dialerName } from '../../config/config.ts';
import { readConfigs } from '../../config/dialers/read-configs.ts';
import { SettingError } from '../../config/parse.ts';
import { CONSEQUENCES, TOOLSETS } from '../../config/settings.ts';
import type { AuditHead } from '../../config/trust.ts';
import { hoursRanges, hoursText } from '../../limits/calling-hours.ts';
import { localTime } from '../../shared/time.ts';
import { english } from './english.ts';
import { type PolicyFacts, type ReadProofs, readPolicy } from './facts.ts';
import { swedish } from './swedish.ts';
import { textColumns } from './text-columns.ts';
import type { PolicyWords } from './words.ts';

const LANGUAGES: Record<string, PolicyWords> = { en: english, sv: swedish };

/**
 * `policy [--language sv]`: says in plain words who may do what, who is asked how, what is masked, and the limits.
 * @param readProofs tells whether a PIN or a passkey is set up
 */
export async function policy(argv: string[], readProofs?: ReadProofs): Promise<void> {
  const { language, settings } = splitLanguage(argv);
  const words = LANGUAGES[language];
  if (!words)
    throw new SettingError(`--language=${language}: must be one of ${Object.keys(LANGUAGES).join(', ')}`);
  const texts = (await readConfigs(settings, process.env)).map(async (config) =>
    policyText(await readPolicy(config, readProofs), words),
  );
  process.stdout.write((await Promise.all(texts)).join('\n'));
}

function splitLanguage(argv: readonly string[]): { language: string; settings: string[] } {
  let language = 'en';
  const settings: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const [, value] = /^--language(?:=(.*))?$/.exec(argv[index]!) ?? [];
    if (argv[index] === '--language') language = argv[++index] ?? '';
    else if (value !== undefined) language = value;
    else settings.push(argv[index]!);
  }
  return { language, settings };
}

/** Returns the policy in a language, in 80 columns. */
export function policyText(facts: PolicyFacts, words: PolicyWords): string {
  const { config } = facts;
  const { labels } = words;
  const { toolsets, access, trust } = config;
  const isAll = toolsets.length === TOOLSETS.length;
  const canChange = access !== 'read';
  const rows: [string, string[]][] = [
    [labels.stop, [stopText(facts, words)]],
    [labels.access, [words.access[access]]],
    [labels.tools, [words.tools(facts.offered, facts.tools, isAll ? undefined : toolsets)]],
    [labels.asked, canChange ? askedTexts(config, words) : [words.nobodyAsked]],
    [labels.masked, [maskedText(config, words)]],
  ];
  if (canChange) rows.splice(4, 0, [labels.how, howTexts(facts, words)]);
  if (canChange)
    rows.push([labels.limits, limitTexts(facts, words)], [labels.hours, hoursTexts(facts, words)]);
  rows.push([labels.audit, auditTexts(config, words)], [labels.state, [trust.stateDir]]);
  return `${words.title(nameOf(config, words))}\n\n${textColumns(rows)}`;
}

function nameOf(config: Config, words: PolicyWords): string {
  if (config.sandbox && !config.profile) return words.sandbox;
  return config.origin === undefined && !config.profile ? words.noDialer : dialerName(config);
}

function stopText({ stop, config }: PolicyFacts, words: PolicyWords): string {
  if (stop === undefined) return words.notStopped;
  if (typeof stop === 'string') return words.unknown(stop);
  return words.stopped(stop.since && localTime(stop.since, config.timezone).slice(0, 16), stop.reason);
}

function askedTexts({ trust: { ask } }: Config, words: PolicyWords): string[] {
  const rest = CONSEQUENCES.filter((kind) => !ask.includes(kind));
  return [
    `- ${words.alwaysAsked}`,
    ...ask.map((kind) => `- ${words.kinds[kind]}`),
    ...(rest.length ? [words.notAsked(rest.join(', '))] : []),
  ];
}

function howTexts({ config, proofs }: PolicyFacts, words: PolicyWords): string[] {
  const hasPage = config.confirm !== 'token';
  return [
    words.confirm[config.confirm],
    ...(hasPage && config.trust.openBrowser ? [words.browser] : []),
    ...(hasPage && proofs
      ? [typeof proofs === 'string' ? words.proofs[proofs] : words.unknown(proofs.unknown)]
      : []),
  ];
}

const maskedText = ({ privacy, identityNumbers }: Config, words: PolicyWords): string =>
  identityNumbers === 'masked' ? words.masked[privacy] : `${words.maskedBut[privacy]} ${words.fullNumbers}`;

function limitTexts({ limits, config }: PolicyFacts, words: PolicyWords): string[] {
  if (typeof limits === 'string') return [words.unknown(limits)];
  if (!limits.length) return [words.noLimits];
  return limits.map(
    ({ name, used, max }) =>
      // On a team's server each person has counts of their own.
      `${words.limits[name]}: ${config.sandbox || config.http ? words.most(max) : words.used(used, max)}`,
  );
}

function hoursTexts({ config, calling }: PolicyFacts, words: PolicyWords): string[] {
  const { callingHours } = config.trust;
  if (!callingHours || !calling) return [words.anyTime];
  const zone = callingHours.timezone ?? config.timezone;
  const ranges = hoursRanges(callingHours).map((range) => {
    const [first, last] = [words.weekdays[range.first], words.weekdays[range.last]];
    return `${first === last ? first : `${first} ${words.to} ${last}`} ${hoursText(range)}`;
  });
  const now = calling.open
    ? words.open
    : words.closed(calling.holiday, calling.opens && dayAndTime(calling.opens, zone, words));
  return [words.hours(ranges.join(', '), zone), now];
}

function dayAndTime(at: Date, zone: string, { weekdays }: PolicyWords): string {
  const text = localTime(at, zone).slice(0, 16);
  return `${weekdays[new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDay()]} ${text}`;
}

function auditTexts({ trust: { audit } }: Config, words: PolicyWords): string[] {
  if (!audit.dir) return [words.noAudit];
  return [words.audit(audit.dir), audit.head ? headText(audit.head, words) : words.head.none];
}

function headText(head: AuditHead, words: PolicyWords): string {
  if (head.to === 'stderr') return words.head.stderr;
  // Of an address no more than the origin is shown: the rest may hold secrets.
  return words.head.at(head.to === 'syslog' ? `syslog ${head.host}:${head.port}` : new URL(head.url).origin);
}
