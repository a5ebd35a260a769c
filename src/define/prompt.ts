/** What a prompt is: a workflow that a person starts by name, in words for the assistant. */

import { PERIODS } from '../shared/period.ts';
import { preview } from '../shared/schema/explain.ts';
import { ToolError } from '../shared/tool-error.ts';
import type { Completable } from './completion.ts';

interface PromptArgument {
  description: string;
  required?: true;
  /** Which completions hosts offer for it. */
  completes: Completable;
}

export interface Prompt {
  name: string;
  title: string;
  description: string;
  args: Record<string, PromptArgument>;
  /** The tools that it needs: it is on offer only where they are. */
  tools: readonly string[];
  /** Returns what the assistant is told, in the language asked for. @param has whether a tool is on offer */
  text(args: Record<string, string>, has: (tool: string) => boolean): string;
}

/** By argument. Prompts are filled with ids and phone numbers alone: words could say what the prompt does not. */
const ARGUMENT_FORMS: Record<string, [form: RegExp, description: string]> = {
  call_id: [/^[1-9]\d{0,14}$/, 'a whole number such as 4371'],
  order_id: [/^[1-9]\d{0,14}$/, 'a whole number such as 39'],
  customer: [/^\+?\d[\d ()-]{0,24}$/, 'a customer id or a phone number'],
  agent: [/^[1-9]\d{0,14}$/, "an agent's user id such as 6"],
  period: [new RegExp(`^(${PERIODS.join('|')})$`), `one of ${PERIODS.join(', ')}`],
  language: [/^(sv|en)$/, 'sv or en'],
};

/** Returns the prompt's text. @throws ToolError invalid_arguments that says what is right */
export function renderPrompt(
  prompt: Prompt,
  given: Record<string, unknown>,
  has: (tool: string) => boolean,
): string {
  const names = Object.keys(prompt.args);
  const problems = Object.keys(given)
    .filter((name) => !names.includes(name))
    .map((name) => `There is no argument ${name.slice(0, 40)}. Arguments: ${names.join(', ')}.`);
  const args: Record<string, string> = {};
  for (const [name, { required }] of Object.entries(prompt.args)) {
    const [form, description] = ARGUMENT_FORMS[name]!;
    const value = argumentText(given[name] ?? '');
    if (form.test(value)) args[name] = value;
    else if (value) problems.push(`${name} must be ${description}.`);
    else if (required) problems.push(`${name} is missing: ${description}.`);
  }
  if (problems.length) throw new ToolError('invalid_arguments', problems.join(' '));
  return prompt.text(args, has);
}

/** Hosts that send numbers as numbers mean them; an object becomes a text that is no argument. */
const argumentText = (value: unknown): string =>
  typeof value === 'object' ? preview(value) : String(value).trim();
