/** The audit log of one server: every act is on the disk before it is sent. */
import { randomUUID } from 'node:crypto';
import type { AuditHead } from '../config/trust.ts';
import type { AuditedAct, AuditLog } from '../define/acts/audit.ts';
import { installationKey } from '../shared/installation/keys.ts';
import { errorReason } from '../shared/safe-files.ts';
import { oneLine } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import { createHeadSender, type HeadSender } from './head/head-sender.ts';
import { signingKey } from './head/signed-head.ts';
import { createKeyedHashes, type KeyedHashes, PERSON_KEY } from './keyed-hash.ts';
import type { Entry } from './line.ts';
import { createLogQueue } from './log-queue.ts';
import { createLogWriter } from './log-writer.ts';

export interface AuditLogOptions {
  dir: string;
  stateDir: string;
  /** The second place for the log's last hash. */
  head?: AuditHead;
  /** The country of phone numbers that are written without one. */
  region: string;
  /** Is told what goes wrong beside an act: its outcome that can't be written, a head that does not arrive. */
  report(message: string): void;
  now?: () => Date;
}

interface Keys {
  hashes: KeyedHashes;
  heads?: HeadSender;
}

/** Touches no file before the first act. */
export function createAuditLog({
  dir,
  stateDir,
  head,
  region,
  report,
  now = () => new Date(),
}: AuditLogOptions): AuditLog {
  const writer = createLogWriter(dir, now);
  const queue = createLogQueue(append);
  let keys: Promise<Keys> | undefined;
  let reported = false;

  async function readKeys(): Promise<Keys> {
    const hashes = createKeyedHashes(await installationKey(stateDir, PERSON_KEY), region);
    return { hashes, heads: head && createHeadSender(head, await signingKey(stateDir), report) };
  }

  /** Reads them again at the next act, where it fails. */
  const ownKeys = (): Promise<Keys> =>
    (keys ??= readKeys().catch((error) => {
      keys = undefined;
      throw error;
    }));

  async function append(entries: readonly Entry[]): Promise<void> {
    const { heads } = await ownKeys();
    const { time, ...position } = await writer.append(entries);
    reported = false;
    heads?.send({ ...position, time: time.toJSON() });
  }

  async function settle(id: string, outcome: string): Promise<void> {
    try {
      await queue.write({ type: 'outcome', id, outcome: codeWord(outcome) });
    } catch (error) {
      if (!reported)
        report(`the outcome of an act could not be written to the audit log: ${errorReason(error)}`);
      reported = true;
    }
  }

  return {
    async begin(act) {
      const id = randomUUID();
      try {
        const { hashes } = await ownKeys();
        await queue.write({ type: 'act', id, ...withoutPeople(act, hashes) });
      } catch (error) {
        throw refusal(dir, errorReason(error));
      }
      let settled: Promise<void> | undefined;
      return { settle: (outcome) => (settled ??= settle(id, outcome)) };
    },
    async close() {
      await queue.close();
      await (await keys?.catch(() => undefined))?.heads?.close();
      await writer.close();
    },
  };
}

const MAX_HOST_LENGTH = 60;
const MAX_SUBJECT_LENGTH = 200;

/** Returns the members in the order of a line, and no others. */
const withoutPeople = (act: AuditedAct, hashes: KeyedHashes): AuditedAct => ({
  call: act.call,
  principal: act.principal,
  dialer: act.dialer,
  host: act.host && oneLine(act.host, MAX_HOST_LENGTH),
  tool: act.tool,
  act: act.act,
  kinds: act.kinds,
  targets: act.targets.map(hashes.target),
  people: act.people.map(hashes.person),
  preview: act.preview,
  approved_by: act.approved_by,
  approver: act.approver && oneLine(act.approver, MAX_SUBJECT_LENGTH),
  records: act.records,
});

/** What is no code word is a text, and texts may tell of people. */
const codeWord = (outcome: string): string => (/^[a-z_]{1,40}$/.test(outcome) ? outcome : 'other');

const refusal = (dir: string, reason: string): ToolError =>
  new ToolError(
    'unavailable',
    `Nothing was sent: each change is first written to the audit log in ${dir}, and that failed: ${reason}. Whoever administers this machine can mend it; then call again.`,
  );
