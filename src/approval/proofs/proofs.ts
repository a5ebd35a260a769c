/** What a page can ask for at this installation, and what it must. */
import type { ApprovalRequest } from '../../define/acts/approval.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { readPasskeys } from './passkeys.ts';
import { hasPin } from './pin.ts';

export type SetUpProof = 'none' | 'PIN' | 'passkey';

/** Reads the disk anew. Once there is a passkey, a PIN counts no more. @throws ToolError where it can't be read */
export async function setUpProof(stateDir: string): Promise<SetUpProof> {
  const [passkeys, pin] = await Promise.all([readPasskeys(stateDir), hasPin(stateDir)]);
  if (passkeys.length > 0) return 'passkey';
  return pin ? 'PIN' : 'none';
}

/** Returns what the page asks for. @throws ToolError where what is wanted is not set up */
export function requiredProof(wanted: ApprovalRequest['proof'], setUp: SetUpProof): SetUpProof {
  // Whatever is set up is asked for, also where a bare page would do.
  if (setUp === 'passkey' || wanted === 'none') return setUp;
  if (wanted === 'passkey')
    throw new ToolError(
      'permission_denied',
      "This needs a person's passkey, and none is set up here. Nothing was sent to the dialer. The person sets one up on this computer with: hitrate-mcp approve --enroll",
    );
  if (setUp === 'none')
    throw new ToolError(
      'permission_denied',
      'This needs a PIN or a passkey that only the person has, and neither is set up here. Nothing was sent to the dialer. The person sets one up on this computer, in a terminal of their own, with: hitrate-mcp approve --pin, or better: hitrate-mcp approve --enroll',
    );
  return 'PIN';
}
