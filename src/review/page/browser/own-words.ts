/** The review page's own words; what else it is made with, all pages share. */
import { language } from '../../../pages/browser/elements.ts';
import { type Part, WORDS, type Words } from '../words.ts';
import { SourceError } from './source.ts';

export const words = (): Words => WORDS[language()];

/** Returns why a part of the page is missing, in the page's own words where it has some. */
export function problemText(part: Part, error: unknown): string {
  const own = words();
  if (!(error instanceof SourceError)) return `${own.problems[part]} ${own.failed}`;
  // That stands above all.
  if (error.kind === 'closed') return '';
  const setting = settingIn(error);
  if (part === 'transcript' && setting?.startsWith('HITRATE_TRANSCRIBE_')) return own.noEngine;
  if (setting !== undefined) return `${own.problems[part]} ${own.withheld(setting)}`;
  if (isNotOffered(error)) return `${own.problems[part]} ${own.noSuchTool}`;
  return `${own.problems[part]} ${own.kinds[error.kind ?? ''] ?? error.message}`;
}

/** Returns the setting that the server names with what it does not offer. */
const settingIn = ({ kind, message }: SourceError): string | undefined =>
  kind === 'permission_denied' ? /can change that with (HITRATE_\w+)/.exec(message)?.[1] : undefined;

/** Whether a host knows no such tool. */
const isNotOffered = ({ message }: SourceError): boolean =>
  /\b(unknown tool|no tool|tool\b.*\bnot (found|available|on offer))/i.test(message);

/** Whether it is of use to try again. */
export const canBeTried = (error: unknown): boolean =>
  !(
    error instanceof SourceError &&
    (error.kind === 'permission_denied' || error.kind === 'closed' || isNotOffered(error))
  );
