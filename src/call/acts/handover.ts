/** Secrets that the server makes, such as the password of a new user: a person gets them, and no model ever. */
import { randomInt } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Args } from '../../define/row.ts';
import type { Tool } from '../../define/tool.ts';
import type { ConfirmationContext, Verdict } from '../../guard/question.ts';
import { checkFolder, withDiskErrors, writeWholeFile } from '../../shared/safe-files.ts';
import { ToolError } from '../../shared/tool-error.ts';
import type { CallServices } from '../call.ts';

export interface Handover {
  /** The arguments that take the secret. */
  args: Args;
  /** Where the person finds it, for the answer. */
  where: string;
  /** Takes it back where the act was not done. */
  discard(): Promise<void>;
}

/** Letters and digits that nobody takes for others when they read them aloud. */
const ALPHABET = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789'];
const LENGTH = 16;

/** Returns a password of upper case, lower case and digits: 90 bits or more. */
export function newPassword(): string {
  const all = ALPHABET.join('');
  const pick = (letters: string) => letters[randomInt(letters.length)]!;
  const letters = [
    ...ALPHABET.map(pick),
    ...Array.from({ length: LENGTH - ALPHABET.length }, () => pick(all)),
  ];
  for (let i = letters.length - 1; i > 0; i--) {
    const j = randomInt(i + 1);
    [letters[i], letters[j]] = [letters[j]!, letters[i]!];
  }
  return letters.join('');
}

/** In a folder of its own: no tool reads files there, so that none can bring the secret back into an answer. */
const SECRETS_FOLDER = 'passwords';

async function writeSecret(downloadFolder: string, name: string, secret: string): Promise<{ path: string }> {
  const folder = join(downloadFolder, SECRETS_FOLDER);
  await checkFolder(downloadFolder);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return writeWholeFile(folder, name, async (file) => {
    await file.writeFile(`${secret}\n`);
  });
}

/** @throws ToolError invalid_arguments where a caller gives what the server makes */
export function refuseGivenSecret(tool: Tool, args: Args): void {
  const { argument } = tool.handover ?? {};
  if (argument === undefined || args[argument] === undefined) return;
  throw new ToolError(
    'invalid_arguments',
    `${argument} is not taken: passwords never pass through a conversation. The server makes one and hands it to the person: leave it out${argument in args && 'new_password' in tool.input.shape ? ', and give new_password = true for a new one' : ''}.`,
  );
}

/** What the guard needs to know of the secret; undefined where the call makes none. */
export function handoverOf(
  tool: Tool,
  args: Args,
  { config, newPassword: make }: CallServices,
): ConfirmationContext['handover'] {
  const label = tool.handover?.label(args);
  // Without a folder for a file only the page can show it.
  return label === undefined
    ? undefined
    : { label, make, byPageAlone: config.recordings.downloadDir === undefined };
}

/**
 * Hands a secret over before the act: what could not be handed over must not be set.
 * @returns undefined where the call makes none. @throws ToolError
 */
export async function handOver(
  tool: Tool,
  args: Args,
  verdict: Extract<Verdict, { yes: true }>,
  services: CallServices,
): Promise<Handover | undefined> {
  const { argument, label } = tool.handover ?? {};
  const what = label?.(args);
  if (argument === undefined || what === undefined) return undefined;
  if (verdict.handover !== undefined)
    return {
      args: { [argument]: verdict.handover },
      where: `The ${what} was shown on the approval page, and nowhere else.`,
      discard: async () => {},
    };
  const folder = services.config.recordings.downloadDir;
  if (!folder)
    throw new ToolError(
      'permission_denied',
      `The ${what} must be handed to a person, and there is no way to: set HITRATE_DOWNLOAD_DIR for a file, or HITRATE_CONFIRM=auto or human for the approval page. Nothing was done.`,
    );
  const secret = services.newPassword();
  const name = `${what.replace(/[^\w.-]+/g, '-')}-${Date.now().toString(36)}.txt`;
  const { path } = await withDiskErrors(writeSecret(folder, name, secret));
  return {
    args: { [argument]: secret },
    where: `The ${what} is in the file ${path}. Have the person hand it on and delete the file; do not open it.`,
    discard: () => rm(path, { force: true }),
  };
}
