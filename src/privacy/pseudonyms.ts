/** The mode in which people are tokens: stable ones, which only this installation can resolve. */

import { errorReason } from '../shared/safe-files.ts';
import { stripHidden } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import { createLearner } from './learn.ts';
import { maskIdentity, maskPreview } from './masks.ts';
import { type FieldClass, KIND_OF, type TokenKind } from './policy.ts';
import type { Privacy, PrivacySettings } from './privacy.ts';
import { createRowRewriter } from './rewrite.ts';
import { redactRow } from './standard.ts';
import { createKnownValues, type KnownValues } from './text/known-values.ts';
import { createTextRewriter } from './text/rewrite-text.ts';
import { createVocabulary, wordsOf } from './text/vocabulary.ts';
import { disarmTokens } from './tokens/disarm.ts';
import { resolveTokens } from './tokens/resolve.ts';
import { openTokenTable, type TokenTable, type TokenValue } from './tokens/token-table.ts';

/** An identity number that was masked before it came here would still tell the day of birth. */
const MASKED_IDENTITY = /(?<!\d)\d{6,8}-\*{4}/g;

export function createPseudonyms({ region, subject, trust: { stateDir } }: PrivacySettings): Privacy {
  const vocabulary = createVocabulary();
  const known = createKnownValues(vocabulary);
  const learner = createLearner(known, true);
  const tokens = createTokens(stateDir, subject, known);
  const rewriteText = createTextRewriter(region, vocabulary, tokens.replace);
  const text = (given: string) => rewriteText(stripHidden(given)).replace(MASKED_IDENTITY, 'identity-****');
  const row = createRowRewriter(
    region,
    (given, key) => rewriteText(given, key).replace(MASKED_IDENTITY, 'identity-****'),
    tokens.replace,
  );
  return {
    mode: 'pseudonyms',
    open: tokens.open,
    resolveArguments(given) {
      const resolved = resolveTokens(given, tokens.valueOf);
      learner.learn(resolved);
      return resolved;
    },
    learn(body) {
      disarmTokens(body);
      learner.learn(body);
    },
    unnamedCustomers: learner.unnamed,
    giveUpCustomer: learner.giveUp,
    needsUsers: true,
    redactRow(whole) {
      // A file that is imported has values that no answer of the dialer had.
      learner.learn(whole);
      const plain = redactRow(whole, { identityNumbers: 'full' });
      return tokens.rewrite(() => row(plain));
    },
    redactError: (error) =>
      new ToolError(
        error.kind,
        tokens.rewrite(() => text(error.message)),
        error.status,
      ),
    redactText: (given) => tokens.rewrite(() => text(given)),
    redactEntry: (entry) => ({
      ...entry,
      ...tokens.rewrite(() => row({ uri: entry.uri, title: entry.title })),
    }),
    preview: (preview) => ({
      ...preview,
      ...tokens.rewrite(() => ({ summary: text(preview.summary), effects: preview.effects.map(text) })),
    }),
    previewForPerson: maskPreview,
    // Whole, since the person who decides is to see them; what a model gets has passed `preview`.
    formatter: {
      phone: (number) => String(number ?? ''),
      identity: (number) => maskIdentity(String(number)),
    },
  };
}

/** The table of tokens as this mode uses it: what it can't keep is not shown. */
function createTokens(stateDir: string, subject: string | undefined, known: KnownValues) {
  let opening: Promise<TokenTable> | undefined;
  let opened: TokenTable | undefined;
  /** Values without a token, while something is rewritten. */
  let missing: TokenValue[] = [];

  function using<T>(work: (table: TokenTable) => T): T {
    try {
      if (!opened) throw new Error('it was not opened');
      return work(opened);
    } catch (error) {
      throw unusable(stateDir, error);
    }
  }

  return {
    async open(): Promise<void> {
      opening ??= openTokenTable(stateDir, ({ kind, value }) => known.remember(kind, value), subject);
      opened = await opening.catch((error) => {
        opening = undefined;
        throw unusable(stateDir, error);
      });
      using((table) => table.refresh());
    },
    replace(is: FieldClass, written: string): string {
      const value = tokenValue(is, written);
      const token = using((table) => table.tokenOf(value));
      if (token === undefined) missing.push(value);
      return token ?? '';
    },
    /** Rewrites twice where there are new values: in between they get tokens, all at once. */
    rewrite<T>(work: () => T): T {
      missing = [];
      const rewritten = work();
      if (!missing.length) return rewritten;
      const values = missing;
      using((table) => table.add(values));
      return work();
    },
    /** Another process may have given it. */
    valueOf: (token: string): string | undefined =>
      using((table) => {
        if (!table.valueOf(token)) table.refresh();
        return table.valueOf(token)?.value;
      }),
  };
}

function tokenValue(is: FieldClass, written: string): TokenValue {
  const kind = KIND_OF[is];
  const value = written.replace(/\s+/g, is === 'postal code' ? '' : ' ').trim();
  return { kind, normal: normalForm(kind, value), value };
}

/** Phone numbers, e-mail addresses and identity numbers come in one form; names and addresses are the same in any case. */
const normalForm = (kind: TokenKind, value: string): string =>
  kind === 'person' || kind === 'address' ? wordsOf(value).join(' ') || value : value;

const unusable = (stateDir: string, error: unknown): ToolError =>
  new ToolError(
    'unavailable',
    `HITRATE_PRIVACY=pseudonyms keeps its table of tokens in ${stateDir}, and it can't be read or written (${errorReason(error)}). Nothing is shown without it. Whoever set this up can mend the folder or name another with HITRATE_STATE_DIR.`,
  );
