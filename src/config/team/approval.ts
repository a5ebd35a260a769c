/** The settings of approvals on a server for a team. */
import { type GivenValues, parseBoolean, SettingError, settingError } from '../parse.ts';
import { readSecretFile } from '../secret-file.ts';
import type { CONFIRMATIONS } from '../settings.ts';

export interface ApprovalConfig {
  /** Whether another person than the one who asks must say yes. */
  readonly fourEyes: boolean;
  /** The approval page at the identity provider; absent where people log in by name and approval code. */
  readonly client?: { readonly id: string; readonly secret?: string };
}

/** @throws SettingError */
export function readApprovalConfig(values: GivenValues): ApprovalConfig {
  const { oauthClientId, oauthClientSecretFile } = values;
  if (oauthClientSecretFile && !oauthClientId)
    throw new SettingError(`${oauthClientSecretFile.from} is of no use without HITRATE_OAUTH_CLIENT_ID`);
  return {
    fourEyes: parseBoolean(values, 'fourEyes'),
    client: oauthClientId && { id: oauthClientId.text, secret: readClientSecret(values) },
  };
}

/** The secret is never repeated in a message. */
function readClientSecret(values: GivenValues): string | undefined {
  const file = values.oauthClientSecretFile;
  if (!file) return undefined;
  const secret = readSecretFile(file.text, file.from).toString('utf8').trim();
  if (/^[\x20-\x7e]+$/.test(secret)) return secret;
  throw settingError(values, 'oauthClientSecretFile', "must hold the client's secret alone, in one line");
}

/** Returns why a server for a team can't ask people as it is set up to; undefined where it can. */
export function teamConfirmProblem({
  confirm,
  approval,
}: {
  confirm: (typeof CONFIRMATIONS)[number];
  approval: ApprovalConfig;
}): string | undefined {
  if (confirm === 'passkey')
    return 'HITRATE_CONFIRM=passkey is for one person at their own computer: a server for a team asks for a login instead. Set auto or human';
  if (confirm === 'token' && approval.fourEyes)
    return 'HITRATE_CONFIRM=token asks nobody, and HITRATE_FOUR_EYES wants another person: set auto or human';
  return undefined;
}
