/** What is known of every row, compactly: 200,000 rows take a few megabytes. */

/** A row has exactly one; what is not sent yet is so from the start. */
export const STATUSES = ['not_sent', 'created', 'duplicate', 'invalid', 'failed', 'unknown'] as const;
export type Status = (typeof STATUSES)[number];

export interface Verdict {
  status: Status;
  customer_id?: number;
  reason?: string;
}

export interface StatusCounter {
  readonly rows: number;
  /** @param phone E.164; absent where the row can't be sent. @returns the row's index */
  add(line: number, phone: string | undefined, verdict: Verdict): number;
  line(row: number): number;
  phone(row: number): string | undefined;
  verdict(row: number): Required<Pick<Verdict, 'status'>> & Verdict;
  set(row: number, verdict: Verdict): void;
  /** Still to be sent, or to be sent again. */
  pending(row: number): boolean;
  /** The row that begins at that line. */
  at(line: number): number | undefined;
  counts(): Record<Status, number>;
}

/** No more different reasons are told apart. */
const MAX_REASONS = 65_535;

/** The one reason that another number stands in for each row. */
const SAME = 'same number as line ';

export function createStatusCounter(): StatusCounter {
  let room = 1024;
  let rows = 0;
  let lines = new Uint32Array(room);
  // E.164 has 15 digits at most, which a double holds.
  let phones = new Float64Array(room);
  let ids = new Float64Array(room);
  let statuses = new Uint8Array(room);
  let reasons = new Uint16Array(room);
  let others = new Uint32Array(room);
  const texts = [''];
  const known = new Map([['', 0]]);

  function grow(): void {
    room *= 2;
    const larger = <T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(from: T, to: T): T => {
      to.set(from as never);
      return to;
    };
    lines = larger(lines, new Uint32Array(room));
    phones = larger(phones, new Float64Array(room));
    ids = larger(ids, new Float64Array(room));
    statuses = larger(statuses, new Uint8Array(room));
    reasons = larger(reasons, new Uint16Array(room));
    others = larger(others, new Uint32Array(room));
  }

  function reasonIndex(text: string): number {
    const had = known.get(text);
    if (had !== undefined) return had;
    if (texts.length >= MAX_REASONS) return 0;
    known.set(text, texts.length);
    return texts.push(text) - 1;
  }

  function set(row: number, { status, customer_id, reason = '' }: Verdict): void {
    const other = reason.startsWith(SAME) ? Number(reason.slice(SAME.length)) : 0;
    statuses[row] = STATUSES.indexOf(status);
    ids[row] = customer_id ?? 0;
    others[row] = other;
    reasons[row] = other ? reasonIndex(SAME) : reasonIndex(reason);
  }

  return {
    get rows() {
      return rows;
    },
    add(line, phone, verdict) {
      if (rows === room) grow();
      lines[rows] = line;
      phones[rows] = phone ? Number(phone.slice(1)) : 0;
      set(rows, verdict);
      return rows++;
    },
    line: (row) => lines[row]!,
    phone: (row) => (phones[row] ? `+${phones[row]}` : undefined),
    verdict: (row) => ({
      status: STATUSES[statuses[row]!]!,
      ...(ids[row] && { customer_id: ids[row] }),
      ...(reasons[row] && { reason: texts[reasons[row]!]! + (others[row] || '') }),
    }),
    set,
    pending: (row) => phones[row]! > 0 && PENDING[statuses[row]!]!,
    at(line) {
      let from = 0;
      let to = rows;
      while (from < to) {
        const middle = (from + to) >> 1;
        if (lines[middle]! < line) from = middle + 1;
        else to = middle;
      }
      return from < rows && lines[from] === line ? from : undefined;
    },
    counts() {
      const counts = STATUSES.map(() => 0);
      for (let row = 0; row < rows; row++) counts[statuses[row]!]!++;
      return Object.fromEntries(STATUSES.map((status, i) => [status, counts[i]])) as Record<Status, number>;
    },
  };
}

const PENDING = STATUSES.map((status) => ['not_sent', 'failed', 'unknown'].includes(status));

export const sameAs = (line: number): string => `${SAME}${line}`;

/**
 * Which rows have that status, as `2-5001, 5003`: by their lines, at most so many stretches. Rows that were never to be
 * sent do not divide a stretch.
 */
export function rowRanges(tally: StatusCounter, status: Status, most = 12): string | undefined {
  const found: string[] = [];
  let more = 0;
  let from: number | undefined;
  let to = 0;
  const end = () => {
    if (from === undefined) return;
    if (found.length < most) found.push(from === to ? `${from}` : `${from}-${to}`);
    else more++;
    from = undefined;
  };
  for (let row = 0; row < tally.rows; row++) {
    const { status: its } = tally.verdict(row);
    if (its === status) {
      from ??= tally.line(row);
      to = tally.line(row);
    } else if (its !== 'invalid' && its !== 'duplicate') end();
  }
  end();
  if (found.length === 0) return undefined;
  return found.join(', ') + (more ? ` and ${more} more stretches` : '');
}

/** The reasons that rows of these statuses have, with how many each. */
export function reasonCounts(
  tally: StatusCounter,
  statuses: readonly Status[],
): [reason: string, rows: number][] {
  const counts = new Map<string, number>();
  for (let row = 0; row < tally.rows; row++) {
    const { status, reason } = tally.verdict(row);
    if (!reason || !statuses.includes(status)) continue;
    const one = reason.startsWith(SAME) ? 'same number as an earlier row' : reason;
    counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}
