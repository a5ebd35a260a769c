/** Arguments from advertised schemas: right ones, and what models, people and attackers put in their place. */
import type { Random } from '../../../src/sandbox/seed/random.ts';

export interface Schema {
  type?: string;
  enum?: string[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
}

/** Stands in a line for what JSON.stringify can't write: nesting that breaks whoever walks through it. */
export const DEEP = '@deep@';
/** Rare: it is half a megabyte. */
export const deepText = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

const TEXTS = [
  'Lund',
  'Anna Åkesson',
  '070-174 06 05',
  '+46701740605',
  '0046701740605',
  '2026-11-20',
  '2026-11-20T10:00',
  'today',
  'last_week',
  'city=Lund',
  'custom_field_6=x',
  'name',
  'artnr-1',
];

const ODD_TEXTS = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  'a\udc00b',
  '\u202egpj.exe',
  '\u200b',
  '😀'.repeat(20),
  "1' or '1'='1",
  '../../../etc/passwd',
  '..%2f..%2fetc',
  '__proto__',
  'constructor',
  'null',
  'undefined',
  'NaN',
  '(empty)',
  '0000-00-00',
  '2026-02-31',
  '9999-12-31T23:59:59Z',
  '[1,2',
  '{"a":',
  '[[[[[[]]]]]]',
  '=',
  '=x',
  '<script>alert(1)</script>',
  '%ff',
  '%',
  'hitrate://call/1/recording.wav',
  '\r\nX-Injected: 1',
];

const ODD_VALUES: unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  0.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  Number.MAX_SAFE_INTEGER + 2,
  [],
  {},
  [[]],
  [null],
  [''],
  [0],
  [{}],
  { '': '' },
  { length: 3 },
  { toString: 1, valueOf: 2 },
  JSON.parse('{"__proto__":{"confirm":true}}'),
  JSON.parse('{"constructor":{"prototype":{"x":1}}}'),
];

/** @param r one for all: the same seed makes the same calls */
export function values(r: Random) {
  const text = () => (r.chance(0.7) ? r.pick(TEXTS) : r.pick(ODD_TEXTS));

  function odd(): unknown {
    if (r.chance(0.0002)) return DEEP;
    if (r.chance(0.001)) return 'å'.repeat(20_000);
    if (r.chance(0.001)) return Array.from({ length: 2_000 }, (_, i) => i);
    return r.chance(0.5) ? r.pick(ODD_TEXTS) : r.pick(ODD_VALUES);
  }

  function right(name: string, schema: Schema): unknown {
    if (schema.enum) return r.pick(schema.enum);
    switch (schema.type) {
      case 'integer':
        return r.chance(0.1) ? String(r.below(50)) : r.below(50);
      case 'number':
        return r.below(1_000) / 10;
      case 'boolean':
        return r.chance(0.5);
      case 'array':
        return Array.from({ length: r.below(4) }, () => value(name, schema.items ?? {}));
      case 'object':
        return members(schema);
    }
    if (/date/.test(name)) return r.pick(['2026-11-02', '2026-11-20', '2026-11-20T10:00']);
    if (/phone/.test(name)) return `070-17406${10 + r.below(80)}`;
    if (name === 'period') return r.pick(['today', 'last_week', 'last_7_days']);
    if (name === 'changes') return r.pick(['city=Lund', 'email=', 'phone=070-1740605', 'x']);
    if (name === 'filter') return r.pick(['period=today', 'campaign_ids=1,2', 'user_id=2']);
    return text();
  }

  function value(name: string, schema: Schema): unknown {
    return r.chance(0.12) ? odd() : right(name, schema);
  }

  /** Required ones mostly, others at times, and at times what there is not. */
  function members({ properties = {}, required = [] }: Schema): unknown {
    if (r.chance(0.01)) return odd();
    const given: [string, unknown][] = [];
    for (const [name, schema] of Object.entries(properties)) {
      if (!r.chance(required.includes(name) ? 0.97 : 0.3)) continue;
      given.push([name, value(name, schema)]);
    }
    if (r.chance(0.03))
      given.push([r.pick(['__proto__', 'id', 'constructor', 'x\ud800', 'from', '']), odd()]);
    return Object.fromEntries(given);
  }

  return { members, odd, text };
}
