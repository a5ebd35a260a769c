/** Sends the log's head to its second place. No act waits for it, and the latest head stands for all before it. */
import type { KeyObject } from 'node:crypto';
import type { AuditHead } from '../../config/trust.ts';
import { abortable, withDeadline } from '../../shared/deadline.ts';
import { type Head, signHead } from './signed-head.ts';
import { createTransport } from './transports.ts';

const SEND_MS = 5_000;
/** A host that ends its server does not wait for long. */
const CLOSE_MS = 1_000;

export interface HeadSender {
  send(head: Omit<Head, 'missed'>): void;
  close(): Promise<void>;
}

/** @param report is told of the first failure, and of the next one after a success */
export function createHeadSender(
  to: AuditHead,
  key: KeyObject,
  report: (message: string) => void,
): HeadSender {
  const transport = createTransport(to);
  let latest: Omit<Head, 'missed'> | undefined;
  let missed = 0;
  let sending: Promise<void> | undefined;

  async function sendLatest(): Promise<void> {
    for (let head = latest; head; head = head === latest ? undefined : latest) {
      const failure = await deliver(signHead({ ...head, missed }, key));
      if (failure === undefined) {
        missed = 0;
        if (head === latest) latest = undefined;
      } else if (missed++ === 0)
        report(`the head of the audit log did not reach its second place: ${failure}`);
    }
    sending = undefined;
  }

  /** Returns why it failed. */
  const deliver = (text: string): Promise<string | undefined> =>
    withDeadline(SEND_MS, undefined, ({ signal }) => abortable(signal, transport(text, signal))).then(
      () => undefined,
      reasonOf,
    );

  return {
    send(head) {
      latest = head;
      sending ??= sendLatest();
    },
    async close() {
      const rest = async () => {
        await sending;
        // What has failed gets another try.
        if (latest) await sendLatest();
      };
      await withDeadline(CLOSE_MS, undefined, ({ signal }) => abortable(signal, rest())).catch(() => {});
    },
  };
}

/** An address may hold secrets, so it is not repeated. */
function reasonOf(error: unknown): string {
  const { code, cause, message } = error as NodeJS.ErrnoException;
  return code?.toString() ?? (cause as NodeJS.ErrnoException | undefined)?.code ?? message;
}
