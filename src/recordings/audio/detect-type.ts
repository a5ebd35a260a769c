/** What a recording or PDF is, by its bytes and not by what a header calls it. */
import type { Download } from '../../dialer/reply/download.ts';
import { ToolError } from '../../shared/tool-error.ts';
import { startsFrame } from './mpeg-frame.ts';

/** Returns the MIME type. @throws ToolError where the bytes are neither audio nor PDF */
export function typeOf(download: Pick<Download, 'head'>): string {
  const type = typeOfBytes(download.head);
  if (type) return type;
  throw new ToolError('bad_answer', 'The dialer answered with bytes that are neither WAV, MP3 nor PDF.');
}

function typeOfBytes(head: Buffer): string | undefined {
  const text = head.toString('latin1', 0, 12);
  if (text.startsWith('RIFF') && text.slice(8) === 'WAVE') return 'audio/wav';
  if (text.startsWith('%PDF-')) return 'application/pdf';
  return text.startsWith('ID3') || startsFrame(head) ? 'audio/mpeg' : undefined;
}
