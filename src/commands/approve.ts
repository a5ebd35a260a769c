import { readPasskeys } from '../approval/proofs/passkeys.ts';
import { checkPin, hasPin, removePin, setPin } from '../approval/proofs/pin.ts';
import { readConfig } from '../config/config.ts';
import { SettingError } from '../config/parse.ts';
import { ToolError } from '../shared/tool-error.ts';
import { askNewPin, type SecretReader, withSecretReader } from './ask-secret.ts';

const FLAGS = ['--pin', '--remove-pin', '--enroll', '--list', '--remove'] as const;
type Flag = (typeof FLAGS)[number];

interface Wish {
  flag?: Flag;
  /** What is to be removed. */
  name?: string;
  /** The words that are settings. */
  settings: string[];
}

/** `approve`: sets up the PIN and the passkeys that the approval page asks for, and tells what is set up. */
export async function approve(argv: string[]): Promise<void> {
  const { flag, name, settings } = parseWish(argv);
  const { stateDir } = readConfig(settings, process.env).trust;
  try {
    await carryOut(stateDir, flag, name);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    process.stderr.write(`hitrate-mcp: ${error.message}\n`);
    process.exitCode = 1;
  }
}

async function carryOut(stateDir: string, flag?: Flag, name?: string): Promise<void> {
  if (flag === undefined) return tellState(stateDir);
  if (flag === '--pin') return withSecretReader((reader) => changePin(stateDir, reader));
  if (flag === '--remove-pin') return withSecretReader((reader) => dropPin(stateDir, reader));
  const { enrolPasskey, listPasskeys, removeNamedPasskey } = await import('./approve-passkeys.ts');
  if (flag === '--enroll') return enrolPasskey(stateDir);
  return flag === '--list' ? listPasskeys(stateDir) : removeNamedPasskey(stateDir, name!);
}

function parseWish(argv: readonly string[]): Wish {
  const words = argv.flatMap((word) => (word.startsWith('--remove=') ? ['--remove', word.slice(9)] : [word]));
  const isFlag = (word: string): word is Flag => FLAGS.some((flag) => flag === word);
  const given = words.filter(isFlag);
  if (given.length > 1) throw new SettingError(`${given.join(' and ')}: give one of them`);
  const flag = given[0];
  if (flag !== '--remove') return { flag, settings: words.filter((word) => word !== flag) };
  const at = words.indexOf(flag);
  const name = words[at + 1];
  if (!name || name.startsWith('--'))
    throw new SettingError('--remove: give the name or the number of a passkey; approve --list tells them');
  return { flag, name, settings: words.filter((_, index) => index !== at && index !== at + 1) };
}

async function tellState(stateDir: string): Promise<void> {
  const [pin, passkeys] = await Promise.all([hasPin(stateDir), readPasskeys(stateDir)]);
  const names = passkeys.map(({ name }) => name).join(', ');
  const asks = passkeys.length
    ? 'a passkey'
    : pin
      ? 'the PIN, for what erases or gives access'
      : 'nothing: what erases or gives access is refused until there is a PIN (hitrate-mcp approve --pin) or, better, a passkey (hitrate-mcp approve --enroll)';
  process.stdout.write(
    `PIN:       ${pin ? 'set' : 'not set'}\nPasskeys:  ${names || 'none'}\nThe approval page asks for ${asks}.\nKept in ${stateDir}\n`,
  );
}

async function changePin(stateDir: string, reader: SecretReader): Promise<void> {
  if (await hasPin(stateDir)) await askPresentPin(stateDir, reader);
  await setPin(stateDir, await askNewPin(reader, 'PIN'));
  process.stdout.write(
    'The PIN is set. The approval page asks for it; never give it to an assistant, nor type it into a chat.\n',
  );
}

async function dropPin(stateDir: string, reader: SecretReader): Promise<void> {
  if (!(await hasPin(stateDir))) throw new ToolError('not_found', 'There is no PIN.');
  await askPresentPin(stateDir, reader);
  await removePin(stateDir);
  process.stdout.write('The PIN is removed.\n');
}

/** @throws ToolError unless it is right */
async function askPresentPin(stateDir: string, reader: SecretReader): Promise<void> {
  const verdict = await checkPin(stateDir, await reader.ask('Present PIN'), Date.now());
  if (verdict.right) return;
  throw new ToolError(
    'permission_denied',
    'triesLeft' in verdict
      ? `Wrong PIN. Tries left: ${verdict.triesLeft}.`
      : `Too many wrong PINs. The next try is possible in ${Math.ceil(verdict.lockedForMs / 60_000)} min.`,
  );
}
