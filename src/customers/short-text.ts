import type { DisplaySettings } from '../config/config.ts';
import { formatValue } from '../response/format.ts';
import { oneLine } from '../shared/text.ts';

/** Returns a text of the dialer in one line, cut to a length; a time becomes local. */
export const shortText = (text: unknown, display: DisplaySettings, maxLength: number): string =>
  oneLine(String(formatValue(text, display) ?? ''), maxLength);
