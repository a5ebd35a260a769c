/** What is known of every row, compactly: 200,000 rows take a few megabytes. */

/** A row has exactly one; it begins as `not_sent`, or as what the file alone tells. */
export const STATUSES = ['not_sent', 'created', 'duplicate', 'invalid', 'failed', 'unknown'] as const;
export type Status = (typeof STATUSES)[number];

/** What became of a row. */
export interface RowStatus {
  status: Status;
  customer_id?: number;
  reason?: string;
}

/** Rows are named by their index, from 0. */
export interface RowStatuses {
  /** How many rows there are. */
  readonly count: number;
  /** @param phone E.164; absent where the row can't be sent */
  add(line: number, phone: string | undefined, status: RowStatus): void;
  /** The line where the row begins. */
  lineOf(row: number): number;
  phoneOf(row: number): string | undefined;
  statusOf(row: number): RowStatus;
  set(row: number, status: RowStatus): void;
  /** Whether the row is still to be sent, or to be sent again. */
  isPending(row: number): boolean;
  countPending(): number;
  /** The row that begins at that line. */
  rowAt(line: number): number | undefined;
  countByStatus(): Record<Status, number>;
}

/** No more different reasons are told apart. */
const MAX_REASONS = 65_535;

/** The one reason that holds a number of its own for each row: the line of the earlier row. */
const SAME_NUMBER = 'same number as line ';

export const sameNumberAs = (line: number): string => `${SAME_NUMBER}${line}`;

const IS_PENDING = STATUSES.map((status) => ['not_sent', 'failed', 'unknown'].includes(status));

/** One array for each property: objects would take ten times the memory. */
interface Columns {
  lines: Uint32Array;
  /** The digits of E.164, 15 at most, which a double holds. */
  phones: Float64Array;
  customerIds: Float64Array;
  /** Indices in STATUSES. */
  statuses: Uint8Array;
  /** Indices in the list of reasons. */
  reasons: Uint16Array;
  /** The earlier row with the same number. */
  earlierLines: Uint32Array;
}

function createColumns(capacity: number, content?: Columns): Columns {
  const columns: Columns = {
    lines: new Uint32Array(capacity),
    phones: new Float64Array(capacity),
    customerIds: new Float64Array(capacity),
    statuses: new Uint8Array(capacity),
    reasons: new Uint16Array(capacity),
    earlierLines: new Uint32Array(capacity),
  };
  if (content) {
    columns.lines.set(content.lines);
    columns.phones.set(content.phones);
    columns.customerIds.set(content.customerIds);
    columns.statuses.set(content.statuses);
    columns.reasons.set(content.reasons);
    columns.earlierLines.set(content.earlierLines);
  }
  return columns;
}

/** Numbers for texts; what comes after MAX_REASONS different ones is dropped. */
function createReasonList() {
  const reasons = [''];
  const indices = new Map([['', 0]]);
  return {
    indexOf(reason: string): number {
      const index = indices.get(reason);
      if (index !== undefined) return index;
      if (reasons.length >= MAX_REASONS) return 0;
      indices.set(reason, reasons.length);
      return reasons.push(reason) - 1;
    },
    at: (index: number): string => reasons[index]!,
  };
}

export function createRowStatuses(): RowStatuses {
  let capacity = 1024;
  let count = 0;
  let columns = createColumns(capacity);
  const reasons = createReasonList();

  function set(row: number, { status, customer_id, reason = '' }: RowStatus): void {
    const earlierLine = reason.startsWith(SAME_NUMBER) ? Number(reason.slice(SAME_NUMBER.length)) : 0;
    columns.statuses[row] = STATUSES.indexOf(status);
    columns.customerIds[row] = customer_id ?? 0;
    columns.earlierLines[row] = earlierLine;
    columns.reasons[row] = reasons.indexOf(earlierLine ? SAME_NUMBER : reason);
  }

  function statusOf(row: number): RowStatus {
    const { statuses, customerIds, reasons: reasonIndices, earlierLines } = columns;
    return {
      status: STATUSES[statuses[row]!]!,
      ...(customerIds[row] && { customer_id: customerIds[row] }),
      ...(reasonIndices[row] && { reason: reasons.at(reasonIndices[row]!) + (earlierLines[row] || '') }),
    };
  }

  const isPending = (row: number): boolean => columns.phones[row]! > 0 && IS_PENDING[columns.statuses[row]!]!;

  return {
    get count() {
      return count;
    },
    add(line, phone, status) {
      if (count === capacity) {
        capacity *= 2;
        columns = createColumns(capacity, columns);
      }
      columns.lines[count] = line;
      columns.phones[count] = phone ? Number(phone.slice(1)) : 0;
      set(count++, status);
    },
    lineOf: (row) => columns.lines[row]!,
    phoneOf: (row) => (columns.phones[row] ? `+${columns.phones[row]}` : undefined),
    statusOf,
    set,
    isPending,
    countPending() {
      let pending = 0;
      for (let row = 0; row < count; row++) if (isPending(row)) pending++;
      return pending;
    },
    rowAt: (line) => indexOfLine(columns.lines, count, line),
    countByStatus() {
      const counts = STATUSES.map(() => 0);
      for (let row = 0; row < count; row++) counts[columns.statuses[row]!]!++;
      return Object.fromEntries(STATUSES.map((status, i) => [status, counts[i]])) as Record<Status, number>;
    },
  };
}

/** Binary search: lines only ever increase. */
function indexOfLine(lines: Uint32Array, count: number, line: number): number | undefined {
  let from = 0;
  let to = count;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (lines[middle]! < line) from = middle + 1;
    else to = middle;
  }
  return from < count && lines[from] === line ? from : undefined;
}

/**
 * Which rows have that status, as `2-5001, 5003`: by their lines, at most so many ranges. Rows that were never to be sent
 * do not end a range.
 */
export function lineRanges(rows: RowStatuses, wanted: Status, maxRanges = 12): string | undefined {
  const ranges: string[] = [];
  let leftOut = 0;
  let from: number | undefined;
  let to = 0;
  const endRange = () => {
    if (from === undefined) return;
    if (ranges.length < maxRanges) ranges.push(from === to ? `${from}` : `${from}-${to}`);
    else leftOut++;
    from = undefined;
  };
  for (let row = 0; row < rows.count; row++) {
    const { status } = rows.statusOf(row);
    if (status === wanted) {
      to = rows.lineOf(row);
      from ??= to;
    } else if (status !== 'invalid' && status !== 'duplicate') endRange();
  }
  endRange();
  if (ranges.length === 0) return undefined;
  return ranges.join(', ') + (leftOut ? ` and ${leftOut} more stretches` : '');
}

/** The reasons that rows of these statuses have, with how many rows each, the most frequent first. */
export function countReasons(
  rows: RowStatuses,
  statuses: readonly Status[],
): [reason: string, count: number][] {
  const counts = new Map<string, number>();
  for (let row = 0; row < rows.count; row++) {
    const { status, reason } = rows.statusOf(row);
    if (!reason || !statuses.includes(status)) continue;
    const shared = reason.startsWith(SAME_NUMBER) ? 'same number as an earlier row' : reason;
    counts.set(shared, (counts.get(shared) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}
