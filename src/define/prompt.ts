/** What a prompt is: a workflow that a person starts by name, put into words for the assistant. */

import { PERIODS } from '../shared/period.ts';
import { ToolError } from '../shared/tool-error.ts';
import type { Completable } from './completion.ts';
import { preview } from './input/explain.ts';

interface PromptArgument {
  description: string;
  required?: true;
  completes: Completable;
}

export interface Prompt {
  name: string;
  title: string;
  description: string;
  args: Record<string, PromptArgument>;
  /** The tools that it can't do without: it is on offer only where they are. */
  tools: readonly string[];
  /** What the assistant is told, in the language asked for. @param has whether a tool is on offer */
  text(args: Record<string, string>, has: (tool: string) => boolean): string;
}

/** Ids and phone numbers are all that a prompt is filled with: words could say what the prompt does not. */
const ARGUMENT_FORMS: Record<string, [form: RegExp, right: string]> = {
  call_id: [/^[1-9]\d{0,14}$/, 'a whole number such as 4371'],
  order_id: [/^[1-9]\d{0,14}$/, 'a whole number such as 39'],
  customer: [/^\+?\d[\d ()-]{0,24}$/, 'a customer id or a phone number'],
  agent: [/^[1-9]\d{0,14}$/, "an agent's user id such as 6"],
  period: [new RegExp(`^(${PERIODS.join('|')})$`), `one of ${PERIODS.join(', ')}`],
  language: [/^(sv|en)$/, 'sv or en'],
};

/** @throws ToolError invalid_arguments that says what is right */
export function renderPrompt(
  prompt: Prompt,
  given: Record<string, unknown>,
  has: (tool: string) => boolean,
): string {
  const args: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of Object.keys(given))
    if (!Object.hasOwn(prompt.args, name))
      problems.push(
        `There is no argument ${name.slice(0, 40)}. Arguments: ${Object.keys(prompt.args).join(', ')}.`,
      );
  for (const [name, { required }] of Object.entries(prompt.args)) {
    // Hosts that read numbers as numbers mean them.
    const one = given[name] ?? '';
    // Whatever an object makes of itself as a text is none of these.
    const value = typeof one === 'object' ? preview(one) : String(one).trim();
    const [form, right] = ARGUMENT_FORMS[name]!;
    if (!value) {
      if (required) problems.push(`${name} is missing: ${right}.`);
    } else if (form.test(value)) args[name] = value;
    else problems.push(`${name} must be ${right}.`);
  }
  if (problems.length) throw new ToolError('invalid_arguments', problems.join(' '));
  return prompt.text(args, has);
}
