/** What the operator is told of failures at the approval page. */
import { ToolError } from '../../shared/tool-error.ts';
import { LoginRefused, ProviderUnavailable } from './login/provider.ts';

export type Report = (what: string, error: unknown) => void;

/** Anybody can make a login fail: the log is not to be filled by that. */
const SAME_AGAIN_MS = 60_000;
const MAX_REMEMBERED = 100;

/** Says each thing once in a while. */
export function createReport(say: (message: string) => void, now: () => number): Report {
  const said = new Map<string, number>();
  return (what, error) => {
    const message = `${what}: ${reasonOf(error)}`;
    const last = said.get(message);
    if (last !== undefined && now() - last < SAME_AGAIN_MS) return;
    if (said.size >= MAX_REMEMBERED) said.clear();
    said.set(message, now());
    say(message);
  };
}

/** What is no failure that is known of may say anything: its kind is enough. */
function reasonOf(error: unknown): string {
  const isKnown = [ToolError, LoginRefused, ProviderUnavailable].some((known) => error instanceof known);
  return isKnown ? (error as Error).message : (error as Error).name;
}
