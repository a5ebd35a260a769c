import type { DisplaySettings } from '../config/config.ts';
import { formatValue } from '../response/format.ts';
import { oneLine } from '../shared/text.ts';

/** A text of the dialer in one line, its time local, cut where it is longer. */
export const shortText = (text: unknown, display: DisplaySettings, maxLength: number): string =>
  oneLine(String(formatValue(text, display) ?? ''), maxLength);
