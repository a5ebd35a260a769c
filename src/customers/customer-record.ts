/** Reads a customer's card and the parts beside it. A part that fails is named, and the others are still given. */

import type { Row } from '../define/row.ts';
import { type CustomerSelector, SELECTORS } from '../define/selectors.ts';
import type { ReadContext } from '../define/tool-context.ts';
import { numeric } from '../response/ids.ts';
import { isMisshapen, ToolError, undocumented } from '../shared/tool-error.ts';

export type CustomerRecord = Row & { customer_id: number };

/** The part of a context that reads the dialer. */
export type Reader = Pick<ReadContext, 'read'>;

/** Returns the card that the dialer matches. @throws ToolError where there is no such customer */
export async function readCustomer(args: CustomerSelector, { read }: Reader): Promise<CustomerRecord> {
  const selector = Object.fromEntries(
    SELECTORS.filter((name) => args[name] !== undefined).map((name) => [name, args[name]]),
  );
  const card = await read('get_customer', selector);
  const customer_id = numeric(card?.customer_id);
  if (!isCustomerId(customer_id))
    throw new ToolError('bad_answer', 'The dialer matched a customer without an id.');
  return { ...card, customer_id };
}

const isCustomerId = (id: unknown): id is number => Number.isSafeInteger(id) && Number(id) >= 1;

/** Returns what the dialer answers, or undefined where it says that there is nobody. @throws ToolError */
export async function unlessNotFound<T>(get: () => Promise<T>): Promise<T | undefined> {
  try {
    return await get();
  } catch (error) {
    if (error instanceof ToolError && error.kind === 'not_found') return undefined;
    throw error;
  }
}

/** The errors of parts that could not be read, by the names of the parts. */
export type Failures = Record<string, ToolError>;

/** The failures as an answer shows them: `timeout: …`. */
export const describeFailures = (failures: Failures): Record<string, string> =>
  Object.fromEntries(Object.entries(failures).map(([name, error]) => [name, describeFailure(error)]));

export const describeFailure = ({ kind, message }: ToolError): string => `${kind}: ${message}`;

/** Reads the parts of an answer at the same time: one that fails is left out and listed in `failures`. */
export async function readParts<T extends Record<string, () => Promise<unknown>>>(
  readers: T,
): Promise<{ parts: { [part in keyof T]?: Awaited<ReturnType<T[part]>> }; failures: Failures }> {
  const failures: Failures = {};
  const parts = await Promise.all(
    Object.entries(readers).map(async ([name, readPart]) => {
      try {
        return [name, await readPart()];
      } catch (error) {
        // Code that relies on documented members throws a TypeError where they are missing.
        if (!(error instanceof ToolError || isMisshapen(error))) throw error;
        failures[name] = error instanceof ToolError ? error : undocumented();
        return [name, undefined];
      }
    }),
  );
  return { parts: Object.fromEntries(parts), failures };
}

/** Returns the rows of an answer. @throws ToolError where it has none: no list is not an empty list */
export function rowsOf(rows: unknown): Row[] {
  if (!Array.isArray(rows) || !rows.every((row) => typeof row === 'object' && row !== null))
    throw undocumented();
  return rows;
}
