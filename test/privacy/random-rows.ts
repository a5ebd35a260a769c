/** Rows such as answers have, the same in every run. */

const TEXTS = [
  'Anna Ek (922)',
  'pnr 19720311-1234 och 720311-1234',
  '720311+1234',
  '197203111234',
  '7203111234',
  '556677-8899',
  'ring 070-174 06 05',
  '+46701740605',
  'anna.ek@example.org',
  'Björkvägen 4',
  'text\u200b with hidden\u202e parts',
  'a'.repeat(64),
  'hitrate://call/4371/recording.wav?start_s=0',
  '/srv/downloads/19720311-1234.csv',
  '',
  '2026-11-20 09:45',
];
const KEYS = [
  'note',
  'identity_number',
  'Personnummer (31)',
  'company_org_number',
  'password',
  'token',
  'path',
  'result_file',
  'phone',
  'name',
  'message',
  'value',
  '19720311-1234',
];

/** A linear congruential generator (Numerical Recipes). */
function random(seed: number) {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

export function randomRows(count: number): Record<string, unknown>[] {
  const next = random(7);
  const text = () => TEXTS[next(TEXTS.length)]!;
  const key = () => KEYS[next(KEYS.length)]!;
  const value = (depth: number): unknown => {
    const kind = next(depth > 0 ? 8 : 5);
    if (kind < 3) return text();
    if (kind === 3) return 7_203_111_234 - next(2);
    if (kind === 4) return [null, true, 399, undefined][next(4)];
    if (kind === 5) return Array.from({ length: next(4) }, () => value(depth - 1));
    return kind === 6 ? row(depth - 1) : table(depth - 1);
  };
  const row = (depth: number) =>
    Object.fromEntries(Array.from({ length: next(6) }, () => [key(), value(depth)]));
  const table = (depth: number) => {
    const columns = Array.from({ length: 1 + next(4) }, key);
    return { columns, rows: Array.from({ length: next(4) }, () => columns.map(() => value(depth))) };
  };
  return Array.from({ length: count }, () => (next(3) ? row(3) : table(2)));
}
