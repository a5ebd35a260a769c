/** The table of groups: sorted, cut, summed up, and fitted into the answer. */
import { describe, expect, it } from 'vitest';
import {
  addSums,
  addToGroups,
  type Dimension,
  type Groups,
  type Measures,
} from '../../../src/reports/groups/aggregate.ts';
import { type EarlierGroups, groupTable, type Ranking } from '../../../src/reports/groups/group-table.ts';

interface Sale {
  agent: string | null;
  day?: number;
  value: number;
}
interface Sum {
  sales: number;
  value: number;
}

const measures: Measures<Sale, Sum> = {
  zero: () => ({ sales: 0, value: 0 }),
  add(sum, { value }) {
    sum.sales++;
    sum.value += value;
  },
  merge: addSums,
  figures: ({ sales, value }) => ({ sales, value, average: sales ? value / sales : null }),
};
const agent: Dimension<Sale> = {
  key: (sale) => sale.agent,
  label: (key) => (key === null ? 'nobody' : `${key}`),
  missingLast: true,
};
const day: Dimension<Sale> = {
  key: (sale) => sale.day ?? null,
  label: (key) => `day ${key}`,
  time: 'calendar',
};

function groupsOf(sales: Sale[], dimensions: Dimension<Sale>[]): Groups<Sum> {
  const groups: Groups<Sum> = new Map();
  for (const sale of sales) addToGroups(groups, sale, dimensions, measures);
  return groups;
}

const table = (
  sales: Sale[],
  by: Record<string, Dimension<Sale>>,
  {
    top = 10,
    earlier,
    ...ranking
  }: Partial<Ranking<Sum>> & { top?: number; earlier?: EarlierGroups<Sum> } = {},
) =>
  groupTable(
    { by: Object.keys(by), dimensions: Object.values(by), measures },
    groupsOf(sales, Object.values(by)),
    { hidden: [], ...ranking },
    top,
    earlier,
  );

const SALES: Sale[] = [
  { agent: 'Ann', value: 5 },
  { agent: 'Bo', value: 1 },
  { agent: 'Bo', value: 1 },
  { agent: null, value: 7 },
  { agent: 'Cy', value: 3 },
];

describe('groupTable', () => {
  it('sorts groups by the first figure, and puts rows without an agent last', () => {
    expect(table(SALES, { agent }).row).toEqual({
      total: 3,
      returned: 3,
      columns: ['agent', 'sales', 'value', 'average'],
      rows: [
        ['Bo', 2, 2, 1],
        ['Ann', 1, 5, 5],
        ['Cy', 1, 3, 3],
        ['nobody', 1, 7, 7],
      ],
    });
  });

  it('cuts the table to the top groups, and sums up the others', () => {
    const { row, shown } = table(SALES, { agent }, { sort: 'value', top: 1, hidden: ['average'] });
    expect(row).toMatchObject({
      total: 3,
      returned: 1,
      rows: [
        ['Ann', 1, 5],
        ['2 others', 3, 5],
        ['nobody', 1, 7],
      ],
    });
    expect(shown).toEqual([{ label: 'Ann', sum: { sales: 1, value: 5 } }]);
  });

  it('puts groups below the minimum after the others', () => {
    const minimum = { isTooSmall: ({ sales }: Sum) => sales < 2, text: 'Under two' };
    const { row, tooSmall } = table(SALES, { agent }, { sort: 'average', minimum });
    expect(row.rows.map(([label]: unknown[]) => label)).toEqual(['Bo', 'Ann', 'Cy', 'nobody']);
    expect(tooSmall).toEqual(['Ann', 'Cy']);
  });

  it('keeps days in order, and shows the latest when not all fit', () => {
    const sales = [3, 1, 2].map((n) => ({ agent: 'Ann', day: n, value: n }));
    expect(table(sales, { day }, { top: 2 }).row.rows).toEqual([
      ['day 2', 1, 2, 2],
      ['day 3', 1, 3, 3],
      ['1 earlier', 1, 1, 1],
    ]);
  });

  it('shows earlier figures beside the current ones, also of groups that have nothing now', () => {
    const groups = groupsOf([{ agent: 'Di', value: 4 }], [agent]);
    const { row } = table(
      [{ agent: 'Ann', value: 5 }],
      { agent },
      { earlier: { groups, figures: ['value'] } },
    );
    expect(row.columns).toEqual(['agent', 'sales', 'value', 'average', 'value_before']);
    expect(row.rows).toEqual([
      ['Ann', 1, 5, 5, 0],
      ['Di', 0, 0, null, 4],
    ]);
  });

  it('shows as many groups with long labels as fit, and sums up the rest', () => {
    const sales = Array.from({ length: 900 }, (_, i) => ({ agent: `${'x'.repeat(110)} ${i}`, value: i }));
    const { row } = table(sales, { agent }, { top: 900 });
    expect(row.total).toBe(900);
    expect(row.returned).toBeLessThan(400);
    expect(row.rows).toHaveLength(row.returned + 1);
    expect(row.rows.at(-1)[0]).toBe(`${900 - row.returned} others`);
    expect(row.rows.reduce((sum: number, [, n]: [string, number]) => sum + n, 0)).toBe(900);
    expect(JSON.stringify(row.rows).length).toBeLessThan(38_100);
  });

  it('leaves the groups that it is given unchanged', () => {
    const groups = groupsOf(SALES, [agent]);
    const before = structuredClone(groups);
    groupTable({ by: ['agent'], dimensions: [agent], measures }, groups, { hidden: [] }, 1);
    expect(groups).toEqual(before);
  });
});
