/** What a model gives back: tokens, within texts too, so that "talked to person-7f3a" is saved with the name. */
import { parseJson } from '../../shared/json.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { TOKEN } from '../text/rewrite-text.ts';

/** With the s of a genitive: "person-7f3a:s". */
const WITH_GENITIVE = new RegExp(`(${TOKEN.source})(:s\\b)?`, 'gi');

/** @param valueFor returns undefined for a token that is unknown. @throws ToolError invalid_arguments for such */
export function resolveTokens(given: unknown, valueFor: (token: string) => string | undefined): unknown {
  if (Array.isArray(given)) return given.map((item) => resolveTokens(item, valueFor));
  if (typeof given === 'object' && given !== null)
    return Object.fromEntries(
      Object.entries(given).map(([name, member]) => [name, resolveTokens(member, valueFor)]),
    );
  if (typeof given !== 'string' || given.search(TOKEN) === -1) return given;
  // Within JSON a name with a quotation mark would end its text.
  const parsed = /^\s*[[{]/.test(given) ? parseJson(given) : undefined;
  if (parsed !== undefined) return resolveTokens(parsed, valueFor);
  return given.replace(WITH_GENITIVE, (_, token: string, genitive?: string) => {
    const value = valueFor(token.toLowerCase());
    if (value === undefined) throw unknownToken(token);
    return value + (genitive ? 's' : '');
  });
}

const unknownToken = (token: string): ToolError =>
  new ToolError(
    'invalid_arguments',
    `There is no ${token} in this installation: take tokens from its answers as they stand, or give the value itself.`,
  );
