/** Who is known to the server, and what each may do with an approval. */
import { isWithin } from '../../config/order.ts';
import type { Person } from '../../define/person.ts';
import type { ApprovalRecord } from './record.ts';

export interface People {
  /** Returns who may log in, as the user file is now. @throws where that can't be told */
  find(subject: string): Promise<Person | undefined>;
  /** @throws where that can't be told, or the person has no code */
  checkCode(subject: string, code: string): Promise<boolean>;
}

/**
 * Returns what a person may do; undefined where they are not to know that there is such an approval. Who asks may
 * always say no.
 */
export function rightsTo(
  record: ApprovalRecord,
  { subject, access }: Person,
  fourEyes: boolean,
): 'answer' | 'decline' | undefined {
  const isAllowed = isWithin(record.tier, access);
  // Of replicas with different settings the stricter one counts.
  const needsAnother = fourEyes || record.fourEyes;
  if (record.subject === subject) return isAllowed && !needsAnother ? 'answer' : 'decline';
  return isAllowed && needsAnother ? 'answer' : undefined;
}
