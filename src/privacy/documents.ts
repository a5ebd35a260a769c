/** PDFs, whose names and numbers can't be taken out of them. */
import type { PrivacyMode } from '../config/settings.ts';
import { ToolError } from '../shared/tool-error.ts';

/** Whether hosts and models get no PDF. */
export const withholdsDocuments = (mode: PrivacyMode): boolean => mode !== 'standard';

/** What can be done with one instead. */
export const documentNext = (mode: PrivacyMode, canSave: boolean): string =>
  `Names, numbers and texts in a PDF can't be masked, so it is not handed out here (HITRATE_PRIVACY=${mode}). get_sms_history has the texts; ${canSave ? 'deliver = file saves the PDF for a person.' : 'a person can have the PDF where a download folder is set up (HITRATE_DOWNLOAD_DIR), with deliver = file.'}`;

/** @throws ToolError permission_denied */
export function checkDocument(mode: PrivacyMode, canSave: boolean): void {
  if (withholdsDocuments(mode)) throw new ToolError('permission_denied', documentNext(mode, canSave));
}
