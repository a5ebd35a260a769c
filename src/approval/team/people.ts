/** Who is known to the server, and what each may do with an approval. */
import { isWithin } from '../../config/order.ts';
import type { Person } from '../../define/person.ts';
import type { ApprovalRecord } from './record.ts';

export interface People {
  /** Returns who may log in, as the user file is now. @throws where that can't be told */
  find(subject: string): Promise<Person | undefined>;
  /** Returns false too for who is unknown or has no code. @throws where that can't be told */
  checkCode(subject: string, code: string): Promise<boolean>;
}

/** @param dialer its name; undefined: the only one */
export type HasTokenAt = (person: Person, dialer: string | undefined) => boolean;

/**
 * Returns what a person may do; undefined where they are not to know that there is such an approval. Who asks may
 * always say no.
 */
export function rightsTo(
  record: ApprovalRecord,
  person: Person,
  { fourEyes, hasTokenAt }: { fourEyes: boolean; hasTokenAt: HasTokenAt },
): 'answer' | 'decline' | undefined {
  // What is one company's is not to be read, nor answered, by who has nothing to do with it.
  const isAllowed = isWithin(record.tier, person.access) && hasTokenAt(person, record.profile);
  // Of replicas with different settings the stricter one counts.
  const needsAnother = fourEyes || record.fourEyes;
  if (record.subject === person.subject) return isAllowed && !needsAnother ? 'answer' : 'decline';
  return isAllowed && needsAnother ? 'answer' : undefined;
}
