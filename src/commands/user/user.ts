import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { hashOfCode } from '../../auth/approval-code.ts';
import { hashOfKey, newKey } from '../../auth/bearer-key.ts';
import { readUserFile, type UserEntry } from '../../auth/user-file.ts';
import { parseToolsets } from '../../config/config.ts';
import { type GivenValues, parseChoice, SettingError } from '../../config/parse.ts';
import { secretFileWarnings } from '../../config/secret-file.ts';
import { PRIVACY_MODES, SETTINGS, TIERS } from '../../config/settings.ts';
import { readUsersPath } from '../../config/team/auth.ts';
import { readTokenFile } from '../../config/token.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { askNewPin, withSecretReader } from '../ask-secret.ts';
import { editUserFile, findEntry } from './edit-file.ts';
import { userTable } from './user-table.ts';

interface Wish {
  /** The user file. */
  path: string;
  subject: string;
  name?: string;
  /** As they were typed: a path, or several with the dialer's name before each, `north=anna.north`. */
  tokenFiles: readonly string[];
  /** The flags that settings have too. */
  values: GivenValues;
}

const ACTIONS: Record<string, (wish: Wish) => void | Promise<void>> = { add, list, remove, key, code };

/** Settings are flags here, and never taken from the environment: what the server may is not what a person may. */
const ADD_FLAGS = ['access', 'toolsets', 'privacy'] as const;
const TOKEN_FLAG = SETTINGS.tokenFile.flag;
/** A path that looks so can be written as ./north=anna. */
const AT_DIALER = /^([a-z0-9-]{1,30})=(.+)$/;

/** `user`: changes and lists who may log in at a server for a team. */
export async function user(argv: string[]): Promise<void> {
  const [action, ...rest] = argv;
  if (action === undefined || !Object.hasOwn(ACTIONS, action))
    throw new SettingError(`user: say what to do first: ${Object.keys(ACTIONS).join(', ')}`);
  try {
    await ACTIONS[action]!(parseWish(action, rest));
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    process.stderr.write(`hitrate-mcp: ${error.message}\n`);
    process.exitCode = 1;
  }
}

/** @throws SettingError */
function parseWish(action: string, argv: string[]): Wish {
  const names = action === 'add' ? ['users', 'name', TOKEN_FLAG, ...ADD_FLAGS.map(flagOf)] : ['users'];
  const { flags, tokenFiles, words } = parseFlags(action, argv, names);
  if (action === 'list' && words.length) throw new SettingError('user list takes no subject');
  if (action !== 'list' && words.length !== 1)
    throw new SettingError(`user ${action}: give one subject, and flags by their names`);
  const values: GivenValues = {};
  for (const key of ADD_FLAGS) {
    const text = flags[flagOf(key)]?.trim();
    if (text) values[key] = { text, from: `--${flagOf(key)}` };
  }
  const users = flags.users === undefined ? [] : ['--users', flags.users];
  return {
    path: readUsersPath(users, process.env),
    subject: words[0] ?? '',
    name: flags.name,
    tokenFiles,
    values,
  };
}

const flagOf = (key: (typeof ADD_FLAGS)[number]): string => SETTINGS[key].flag;

function parseFlags(
  action: string,
  args: string[],
  names: string[],
): { flags: Record<string, string | undefined>; tokenFiles: string[]; words: string[] } {
  const options = Object.fromEntries(
    names.map((name) => [name, { type: 'string' as const, multiple: name === TOKEN_FLAG }]),
  );
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const { [TOKEN_FLAG]: tokenFiles = [], ...flags } = values as Record<string, any>;
    return { flags, tokenFiles, words: positionals };
  } catch (error) {
    // No more than the first sentence: the others tell how Node would have it.
    const [what] = (error as Error).message.split(/\.\s/);
    throw new SettingError(`user ${action}: ${what}. hitrate-mcp user --help lists the flags.`);
  }
}

async function add({ path, subject, name, tokenFiles, values }: Wish): Promise<void> {
  const entry: UserEntry = {
    subject,
    ...(name !== undefined && { name }),
    ...tokenEntry(path, tokenFiles),
    access: parseChoice(values, 'access', TIERS),
    ...(values.toolsets && { toolsets: [...parseToolsets(values)] }),
    ...(values.privacy && { privacy: parseChoice(values, 'privacy', PRIVACY_MODES) }),
  };
  await editUserFile(
    path,
    (file) => {
      if (file.users.some((other) => other.subject === subject))
        throw new ToolError(
          'conflict',
          `${subject} is in ${path} already: remove it first, or edit the file.`,
        );
      file.users.push(entry);
    },
    { mayCreate: true },
  );
  print(`${subject} is in ${path}, with access ${entry.access}.`);
  tell(`who has no identity provider needs a key: hitrate-mcp user key ${subject}`);
}

/** @throws SettingError where a token can't be read, or it can't be told where it is to be used */
function tokenEntry(path: string, given: readonly string[]): Pick<UserEntry, 'token_file' | 'token_files'> {
  const from = `--${TOKEN_FLAG}`;
  const readable = (file: string): string => {
    readTokenFile(file, from);
    for (const warning of secretFileWarnings({ tokenFile: { text: file, from } }, 'tokenFile', 'token'))
      tell(warning);
    return fromFolderOf(path, resolve(file));
  };
  const [first] = given;
  if (first === undefined)
    throw new SettingError(`user add: give ${from}, a file with the dialer token of that person`);
  if (given.length === 1 && !AT_DIALER.test(first)) return { token_file: readable(first) };
  const files = given.map((text): [string, string] => {
    const [, dialer, file] = AT_DIALER.exec(text) ?? [];
    if (!dialer || !file)
      throw new SettingError(`${from}=${text}: of several, each names its dialer: ${from} north=${text}`);
    return [dialer, readable(file)];
  });
  const twice = files.find(([dialer], index) => files.findIndex(([other]) => other === dialer) < index);
  if (twice) throw new SettingError(`${from}: the dialer ${twice[0]} is there twice`);
  return { token_files: Object.fromEntries(files) };
}

/** A file beside the user file moves with it. */
function fromFolderOf(userFile: string, tokenFile: string): string {
  const way = relative(dirname(userFile), tokenFile);
  return way.startsWith('..') || isAbsolute(way) ? tokenFile : way;
}

function list({ path }: Wish): void {
  print(userTable(readUserFile(path), path));
}

async function remove({ path, subject }: Wish): Promise<void> {
  await editUserFile(path, (file) => {
    file.users.splice(file.users.indexOf(findEntry(file, subject)), 1);
  });
  print(`${subject} is out of ${path}: a running server lets nobody in by that name within a second.`);
}

async function key({ path, subject }: Wish): Promise<void> {
  const made = newKey();
  await editUserFile(path, (file) => {
    findEntry(file, subject).key = hashOfKey(made);
  });
  tell(`the key of ${subject}, shown this once and kept nowhere; one that was made before no longer works:`);
  print(made);
}

async function code({ path, subject }: Wish): Promise<void> {
  findEntry(readUserFile(path), subject);
  const hash = await withSecretReader(async (reader) => hashOfCode(await askNewPin(reader, 'code')));
  await editUserFile(path, (file) => {
    findEntry(file, subject).code = hash;
  });
  print(`The approval code of ${subject} is set. It is never given to an assistant, nor typed into a chat.`);
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const tell = (text: string): void => void process.stderr.write(`hitrate-mcp: ${text}\n`);
