/** Workflows as MCP's prompts, and the completions for their arguments and for the addresses of resources. */
import type { Prompt } from '../../define/prompt.ts';
import type { Privacy } from '../../privacy/privacy.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { CODES, responseError } from '../json-rpc.ts';
import type { HandlerContext } from './context.ts';

export interface PromptListing {
  name: string;
  title: string;
  description: string;
  arguments: { name: string; description: string; required: boolean }[];
}

export interface PromptResult {
  description: string;
  messages: { role: 'user'; content: { type: 'text'; text: string } }[];
}

/** What is to be completed: an argument of a prompt, or a place in an address. */
export interface CompletionTarget {
  ref: { type: 'ref/prompt'; name: string } | { type: 'ref/resource'; uri: string };
  argument: { name: string; value: string };
  /** What is filled in already. */
  context?: { arguments?: Record<string, string> };
}

export interface CompletionResult {
  completion: { values: string[]; total: number; hasMore: boolean };
}

/** MCP allows so many at a time. */
const MAX_COMPLETIONS = 100;
const MAX_NAME_LENGTH = 100;

interface OfferedPrompts {
  prompts: readonly Prompt[];
  /** @throws ToolError */
  render(prompt: Prompt, args: Record<string, unknown>): string;
}

export function createPrompts(context: HandlerContext) {
  const { offered, services } = context;
  const toolNames = new Set(offered.map(({ name }) => name));
  const isOffered = (tool: string) => toolNames.has(tool);
  return {
    list: async (): Promise<{ prompts: PromptListing[] }> => ({
      prompts: (await loadPrompts(isOffered)).prompts.map(toPromptListing),
    }),
    get: async (name: string, args: Record<string, unknown>) =>
      getPrompt(await loadPrompts(isOffered), name, args, await privacyOf(context)),
    async complete({ ref, argument }: CompletionTarget, signal: AbortSignal): Promise<CompletionResult> {
      const what =
        ref.type === 'ref/resource'
          ? placeholderOf(ref.uri, argument.name)
          : completedBy(await loadPrompts(isOffered), ref.name, argument.name);
      const values = what ? await (await services()).completions.complete(what, argument.value, signal) : [];
      return {
        completion: {
          values: values.slice(0, MAX_COMPLETIONS),
          total: values.length,
          hasMore: values.length > MAX_COMPLETIONS,
        },
      };
    },
  };
}

/** Loaded when a host asks for prompts, which not all do. */
async function loadPrompts(isOffered: (tool: string) => boolean): Promise<OfferedPrompts> {
  const [{ prompts }, { renderPrompt }] = await Promise.all([
    import('../../../tools/prompts.ts'),
    import('../../define/prompt.ts'),
  ]);
  return {
    prompts: prompts.filter(({ tools }) => tools.every(isOffered)),
    render: (prompt, args) => renderPrompt(prompt, args, isOffered),
  };
}

/** Absent in the standard mode, in which a prompt needs nothing that takes long to load. */
async function privacyOf({ config, services }: HandlerContext): Promise<Privacy | undefined> {
  if (config.privacy === 'standard') return undefined;
  const { privacy } = await services();
  await privacy.open();
  return privacy;
}

function getPrompt(
  { prompts, render }: OfferedPrompts,
  name: string,
  given: Record<string, unknown>,
  privacy: Privacy | undefined,
): PromptResult {
  const prompt = prompts.find((offered) => offered.name === name);
  if (!prompt)
    throw invalidParams(
      `There is no prompt ${name.slice(0, MAX_NAME_LENGTH)}. There are ${listNames(prompts)}.`,
    );
  try {
    const args = privacy ? (privacy.resolveArguments(given) as Record<string, unknown>) : given;
    const whole = render(prompt, args).toWellFormed();
    const text = privacy ? privacy.redactText(whole) : whole;
    if (text !== whole && privacy?.mode === 'strict')
      throw new ToolError(
        'invalid_arguments',
        'Phone numbers are masked here (HITRATE_PRIVACY=strict): give the customer id.',
      );
    return { description: prompt.description, messages: [{ role: 'user', content: { type: 'text', text } }] };
  } catch (error) {
    throw error instanceof ToolError
      ? invalidParams(privacy?.redactError(error).message ?? error.message)
      : error;
  }
}

/** Returns what completes an argument of a prompt, if anything does. */
const completedBy = ({ prompts }: OfferedPrompts, promptName: string, argument: string): string | undefined =>
  prompts.find(({ name }) => name === promptName)?.args[argument]?.completes;

/** Returns the argument if the address has a place for it: `{call_id}`, `{?start_s,channel}`. */
const placeholderOf = (uri: string, argument: string): string | undefined =>
  [...uri.matchAll(/\{\??([\w,]+)\}/g)]
    .flatMap(([, names]) => names!.split(','))
    .find((name) => name === argument);

const listNames = (prompts: readonly Prompt[]): string =>
  prompts.map(({ name }) => name).join(', ') || 'none';

const toPromptListing = ({ name, title, description, args }: Prompt): PromptListing => ({
  name,
  title,
  description,
  arguments: Object.entries(args).map(([argument, { description, required = false }]) => ({
    name: argument,
    description,
    required,
  })),
});

const invalidParams = (message: string): Error => responseError(CODES.invalidParams, message);
