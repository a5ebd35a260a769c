/** The passkeys of this installation: set up, listed, removed. */
import { createApprovals } from '../approval/approvals.ts';
import { openEnrolment } from '../approval/enrolment.ts';
import { type Passkey, readPasskeys, removePasskey } from '../approval/proofs/passkeys.ts';
import { setUpProof } from '../approval/proofs/proofs.ts';
import { ToolError } from '../shared/tool-error.ts';

/** As long as an approval lives, and a little more. */
const PATIENCE_MS = 11 * 60_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** `--list` */
export async function listPasskeys(stateDir: string): Promise<void> {
  const passkeys = await readPasskeys(stateDir);
  if (passkeys.length === 0) say('No passkey is set up. To set one up: hitrate-mcp approve --enroll');
  passkeys.forEach(({ name, enrolled }, index) => {
    say(`${index + 1}  ${name}  (set up ${enrolled.slice(0, 10)})`);
  });
}

/** `--enroll`: on a page of its own, after what is set up already has said yes. */
export async function enrolPasskey(stateDir: string): Promise<void> {
  if ((await setUpProof(stateDir)) !== 'none')
    await askOnPage(stateDir, {
      summary: ['Set up another passkey.', 'Lägg upp en passkey till.'],
      effect: [
        'Whoever has the new passkey can approve everything that an assistant asks for.',
        'Den som har den nya kan godkänna allt som en assistent ber om.',
      ],
      undo: ['hitrate-mcp approve --remove', 'hitrate-mcp approve --remove'],
    });
  const enrolment = await openEnrolment(stateDir);
  tellAddress('Set up the passkey', enrolment);
  const name = await whileAlive(enrolment.enrolled);
  await enrolment.close();
  if (name === undefined) throw new ToolError('timeout', 'No passkey was set up within ten minutes.');
  say(`The passkey "${name}" is set up. Approvals ask for it from now on; a PIN alone no longer counts.`);
}

/** `--remove <name or number>`: only a person with one of the passkeys can. */
export async function removeNamedPasskey(stateDir: string, wanted: string): Promise<void> {
  const passkeys = await readPasskeys(stateDir);
  const passkey = findPasskey(passkeys, wanted);
  const last = passkeys.length === 1;
  await askOnPage(stateDir, {
    summary: [`Remove the passkey "${passkey.name}".`, `Ta bort passkey "${passkey.name}".`],
    effect: last
      ? [
          'It is the last one: approvals then ask for the PIN, and without a PIN what erases or gives access is refused.',
          'Den är den sista: godkännanden frågar sedan efter PIN-koden, och utan PIN-kod vägras det som raderar eller ger behörighet.',
        ]
      : ['Approvals then ask for another one.', 'Godkännanden frågar sedan efter en annan.'],
    undo: [
      'It can be set up again: hitrate-mcp approve --enroll',
      'Den kan läggas upp igen: hitrate-mcp approve --enroll',
    ],
  });
  await removePasskey(stateDir, passkey.id);
  say(`The passkey "${passkey.name}" is removed.`);
}

function findPasskey(passkeys: readonly Passkey[], wanted: string): Passkey {
  const byNumber = /^\d+$/.test(wanted) ? passkeys[Number(wanted) - 1] : undefined;
  const named = passkeys.filter(({ name }) => name === wanted);
  const found = byNumber ?? (named.length === 1 ? named[0] : undefined);
  if (found) return found;
  throw new ToolError(
    'not_found',
    named.length > 1
      ? `${named.length} passkeys are called ${wanted}: give the number that hitrate-mcp approve --list tells.`
      : `There is no passkey ${wanted}. hitrate-mcp approve --list tells their names and numbers.`,
  );
}

type InBothLanguages = readonly [english: string, swedish: string];

/** Asks as an assistant's act would be asked about. @throws ToolError unless the answer is yes */
async function askOnPage(
  stateDir: string,
  { summary, effect, undo }: Record<'summary' | 'effect' | 'undo', InBothLanguages>,
): Promise<void> {
  const swedish = new Map([summary, effect, undo]);
  const approvals = createApprovals({
    stateDir,
    openBrowser: true,
    translate: (line) => swedish.get(line) ?? line,
  });
  const binding = summary[0];
  const opened = await approvals.open({
    binding,
    tool: 'approve',
    dialer: '',
    summary: summary[0],
    effects: [effect[0]],
    undo: undo[0],
    proof: 'PIN or passkey',
  });
  tellAddress('Answer', opened);
  const { signal } = new AbortController();
  const outcome = await whileAlive(approvals.wait(opened.reference, binding, PATIENCE_MS, signal));
  await approvals.close();
  if (outcome.state === 'approved') return;
  throw new ToolError(
    'permission_denied',
    outcome.state === 'declined'
      ? 'The answer was no. Nothing was changed.'
      : 'Nobody said yes. Nothing was changed.',
  );
}

function tellAddress(what: string, { address, opened }: { address: string; opened: boolean }): void {
  say(`${what} ${opened ? 'on the page that has opened in your browser, or here' : 'here'}: ${address}`);
}

/** The page keeps no process alive: who waits for it does. */
async function whileAlive<T>(work: Promise<T>): Promise<T> {
  const alive = setInterval(() => {}, 60_000);
  try {
    return await work;
  } finally {
    clearInterval(alive);
  }
}
