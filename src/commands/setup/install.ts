/** Writes the entry into the hosts that the person chose, once it was tried. */
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { SettingError } from '../../config/parse.ts';
import { replaceText } from '../../shared/installation/files.ts';
import { ensureStateDir } from '../../shared/installation/keys.ts';
import { checkAll } from '../doctor.ts';
import { type Answers, askForAnswers, givenAnswers } from './answers.ts';
import { changeHost } from './change-host.ts';
import { type Entry, readEntry, SettingsFileError, withEntry } from './edit-settings.ts';
import { entryText, type Launch, nextEntry, ownLaunch } from './entry.ts';
import { HOST_IDS, type Host } from './hosts.ts';
import { ask, askYesNo, say } from './questions.ts';
import { expectWritable, readSettingsFile } from './settings-file.ts';
import { orProblem, type Wish } from './wish.ts';

/** What is to become of one host's entry. */
interface Plan {
  host: Host;
  present?: Entry;
  next: Entry;
}

/** Returns whether all of it went well. */
export async function install(
  wish: Wish,
  hosts: readonly Host[],
  sandboxUrl: () => Promise<string>,
): Promise<boolean> {
  const offered = wish.hosts ?? hosts.filter(({ found }) => found);
  if (!offered.length)
    throw new SettingError(
      `no assistant was found here (looked for ${hosts.map(({ name }) => name).join(', ')}); --hosts names where to write all the same: ${HOST_IDS.join(', ')}`,
    );
  const answers = wish.yes ? givenAnswers(wish.settings) : await askForAnswers(wish.settings);
  if (!(await isTried(answers, wish, sandboxUrl))) return nothingWritten();
  const chosen = wish.yes || wish.hosts ? offered : await askForHosts(offered);
  const launch = ownLaunch();
  const plans = await Promise.all(chosen.map((host) => orProblem(host, () => plan(host, launch, answers))));
  const agreed = [];
  for (const one of plans) if (one && (await isAgreed(one, wish))) agreed.push(one);
  if (!agreed.length) {
    nothingWritten();
    return plans.every(Boolean);
  }
  await writeToken(answers);
  const written = [];
  for (const one of agreed) if (await orProblem(one.host, () => write(one))) written.push(one.host);
  tellNext(written, launch);
  return plans.every(Boolean) && written.length === agreed.length;
}

function nothingWritten(): false {
  say('Nothing was written.');
  return false;
}

async function isTried({ config }: Answers, wish: Wish, sandboxUrl: () => Promise<string>): Promise<boolean> {
  if (await checkAll(config, sandboxUrl)) return true;
  // Nobody is there to weigh what is wrong.
  if (wish.yes) return false;
  return askYesNo('Something is wrong (see "bad" above). Write the settings all the same?', false);
}

function askForHosts(offered: readonly Host[]): Promise<readonly Host[]> {
  offered.forEach((host, index) => {
    say(`${index + 1}  ${host.name}  ${host.path}`);
  });
  return ask('Set up which? Numbers such as 1,2, or none [all]', (answer) => {
    if (/^(all)?$/i.test(answer)) return offered;
    if (/^none$/i.test(answer)) return [];
    const numbers = answer.split(/[\s,]+/).map(Number);
    if (numbers.every((number) => offered[number - 1]))
      return offered.filter((_, index) => numbers.includes(index + 1));
    throw new SettingError(`type numbers from 1 to ${offered.length}, all or none`);
  });
}

async function plan(host: Host, launch: Launch, { env }: Answers): Promise<Plan> {
  const file = await readSettingsFile(host.path);
  const present = readEntry(file.text, host.servers);
  const next = nextEntry(host, launch, env, present);
  // What can't be written is found before anything is.
  withEntry(file.text, host.servers, next);
  await expectWritable(file);
  return { host, present, next };
}

async function isAgreed({ host, present, next }: Plan, { yes }: Wish): Promise<boolean> {
  if (!present) return true;
  if (isDeepStrictEqual(present, next)) {
    say(`${host.name} has this very entry already.`);
    return true;
  }
  say(`${host.name} has an entry hitrate already:\n${entryText(present)}\nThe new one:\n${entryText(next)}`);
  return yes || askYesNo('Replace it?', false);
}

async function writeToken({ token }: Answers): Promise<void> {
  if (!token) return;
  try {
    await ensureStateDir(dirname(token.path));
    await replaceText(token.path, `${token.text}\n`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SettingError(`${token.path}: the token can't be written (${code}). No host was changed.`);
  }
  say(`ok  token: ${token.path}, for this user alone`);
}

async function write({ host, present, next }: Plan): Promise<true> {
  const change = (text: string): string => {
    if (!isDeepStrictEqual(readEntry(text, host.servers), present))
      throw new SettingsFileError('has another entry hitrate since it was shown: run setup again');
    return isDeepStrictEqual(present, next) ? text : withEntry(text, host.servers, next);
  };
  await changeHost(host, change);
  return true;
}

function tellNext(written: readonly Host[], { command, args }: Launch): void {
  if (!written.length) return;
  say('Now:');
  for (const { name, next } of written) say(`  ${name}: ${next}.`);
  if ([command, ...args].includes('npx'))
    say(
      '  The entry starts it by npx. Where the assistant does not find npx: npm install -g hitrate-mcp, then hitrate-mcp setup.',
    );
  say('Then ask: "Which campaigns do we have?" To take it off: hitrate-mcp setup --remove');
}
