/** Fetches a transcript: waits until it is made, and reads its pages. */
import type { ReviewSubject } from '../../../../define/recording.ts';
import type { Args } from '../../../../define/row.ts';
import { callForRow, type Source } from '../source.ts';

export interface Line {
  speaker: string;
  start_s: number;
  end_s: number;
  text: string;
}

export interface Transcript {
  /** The recording that it is of. */
  recording: string;
  lines: Line[];
  /** What the server says about it, in English. */
  note?: string;
}

/**
 * @param id of one that was made already; without it one is begun
 * @param onWorking told how many seconds were heard, of how many; of 0 before that is known
 * @throws SourceError
 */
export async function fetchTranscript(
  source: Source,
  { owner, dialer }: ReviewSubject,
  id: string | undefined,
  onWorking: (done: number, total: number) => void,
): Promise<Transcript> {
  const at = dialer === undefined ? {} : { dialer };
  const whole = 'order_id' in owner ? owner : { call_ids: [owner.call_id] };
  let row = await ask(source, id === undefined ? { ...at, ...whole } : { ...at, transcript: id });
  while (row.status === 'working') {
    onWorking(Number(row.speech_done_s ?? 0), Number(row.speech_s ?? 0));
    row = await ask(source, { ...at, transcript: row.transcript });
  }
  const lines = linesOf(row);
  while (row.next_offset !== undefined) {
    row = await ask(source, { ...at, transcript: row.transcript, offset: row.next_offset });
    lines.push(...linesOf(row));
  }
  return {
    recording: String(row.recording),
    lines,
    note: typeof row.note === 'string' ? row.note : undefined,
  };
}

const ask = (source: Source, args: Args): Promise<Args> => callForRow(source, 'transcribe_recording', args);

function linesOf({ columns, rows }: Args): Line[] {
  if (!Array.isArray(rows) || !Array.isArray(columns)) return [];
  return rows.map((cells: unknown[]) => {
    const cell = (name: string) => cells[columns.indexOf(name)];
    return {
      speaker: String(cell('speaker') ?? ''),
      start_s: Number(cell('start_s')),
      end_s: Number(cell('end_s')),
      text: String(cell('text') ?? ''),
    };
  });
}
