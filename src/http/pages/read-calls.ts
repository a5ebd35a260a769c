/** What pages read of a dialer: by the tools, with the rights of who looks, and nothing that changes anything. */
import { createHash } from 'node:crypto';
import type { DialerServices } from '../../call/dialer-services.ts';
import type { Person } from '../../define/person.ts';
import type { Row } from '../../define/row.ts';
import type { Progress } from '../../define/tool-context.ts';
import type { People } from '../people.ts';

/**
 * Returns the person's dialers as far as they read. Their services are others than the assistant's: what it was told,
 * and what it may, does not count here.
 */
export function readDialersOf(people: Pick<People, 'dialersOf'>, person: Person): readonly DialerServices[] {
  const reader: Person = { ...person, access: 'read' };
  // After any change of the person, their tokens included, there are new ones.
  const version = createHash('sha256').update(JSON.stringify(reader)).digest('base64url');
  return people.dialersOf(reader, `pages ${version}`);
}

/** Returns what calls a tool that reads. It throws ToolError. */
export const callAt =
  ({ services }: Pick<DialerServices, 'services'>) =>
  async (name: string, args: Row, progress?: Progress): Promise<Row> => {
    const { caller } = await services();
    return (await caller.call(name, args, { signal: new AbortController().signal, progress })).row;
  };
