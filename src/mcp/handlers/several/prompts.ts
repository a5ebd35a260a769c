/** Prompts of several dialers, and completions: each prompt takes `dialer` and is about that one alone. */
import { FIXED_VALUES } from '../../../define/completion.ts';
import { CODES, responseError } from '../../json-rpc.ts';
import type { CompletionResult, CompletionTarget, PromptListing, PromptResult } from '../prompts.ts';
import { findDialer, type NamedDialer, nameAndTitle } from './dialers.ts';
import { dialerOf } from './resources.ts';

export const createSeveralPrompts = (dialers: readonly NamedDialer[]) => ({
  async list(): Promise<{ prompts: PromptListing[] }> {
    const prompts = new Map<string, PromptListing>();
    for (const { prompt, offering } of await offeredPrompts(dialers))
      prompts.set(prompt.name, {
        ...prompt,
        arguments: [
          { name: 'dialer', description: offering.map(nameAndTitle).join(' or '), required: true },
          ...prompt.arguments,
        ],
      });
    return { prompts: [...prompts.values()] };
  },

  async get(name: string, { dialer: given, ...args }: Record<string, unknown>): Promise<PromptResult> {
    const dialer = findDialer(dialers, typeof given === 'string' ? given.trim() : given);
    if (typeof dialer === 'string') throw responseError(CODES.invalidParams, dialer);
    const { messages, ...prompt } = await dialer.handlers.getPrompt(name, args);
    const about = aboutDialer(dialer, args.language);
    return {
      ...prompt,
      messages: messages.map(({ role, content }) => ({
        role,
        content: { ...content, text: `${about}\n\n${content.text}` },
      })),
    };
  },

  async complete(target: CompletionTarget, signal: AbortSignal): Promise<CompletionResult> {
    const { ref, argument, context } = target;
    if (ref.type === 'ref/prompt' && argument.name === 'dialer') {
      const offering = (await offeredPrompts(dialers)).find(
        ({ prompt }) => prompt.name === ref.name,
      )?.offering;
      const values = (offering ?? [])
        .map(({ name }) => name)
        .filter((name) => name.startsWith(argument.value.trim()));
      return { completion: { values, total: values.length, hasMore: false } };
    }
    const dialer =
      ref.type === 'ref/resource'
        ? dialerOf(dialers, ref.uri)
        : dialers.find(({ name }) => name === context?.arguments?.dialer?.trim());
    // Ids are those of one dialer; what is the same at all of them any one tells.
    const asked = dialer ?? (Object.hasOwn(FIXED_VALUES, argument.name) ? dialers[0] : undefined);
    if (asked) return asked.handlers.complete(target, signal);
    return { completion: { values: [], total: 0, hasMore: false } };
  },
});

interface OfferedPrompt {
  prompt: PromptListing;
  offering: NamedDialer[];
}

/** What any dialer offers, and where it is on offer. */
async function offeredPrompts(dialers: readonly NamedDialer[]): Promise<OfferedPrompt[]> {
  const byName = new Map<string, OfferedPrompt>();
  for (const dialer of dialers)
    for (const prompt of (await dialer.handlers.listPrompts()).prompts) {
      const known = byName.get(prompt.name);
      if (known) known.offering.push(dialer);
      else byName.set(prompt.name, { prompt, offering: [dialer] });
    }
  return [...byName.values()];
}

/** In the language of the prompts, which is Swedish unless English is asked for. */
function aboutDialer(dialer: NamedDialer, language: unknown): string {
  const argument = `"dialer": "${dialer.name}"`;
  return language === 'en'
    ? `All of this is about the dialer ${nameAndTitle(dialer)}: give every tool ${argument}.`
    : `Allt detta gäller dialern ${nameAndTitle(dialer)}: ge varje verktyg ${argument}.`;
}
