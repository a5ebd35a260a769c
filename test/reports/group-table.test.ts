/** The table of groups: sorted, cut, summed up, and fitted into the answer. */
import { describe, expect, it } from 'vitest';
import {
  addSums,
  addToGroups,
  type Dimension,
  type Groups,
  type Measures,
} from '../../src/reports/aggregate.ts';
import { type EarlierGroups, groupTable, type Ranking } from '../../src/reports/group-table.ts';

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

describe('the groups of a report', () => {
  it('are sorted by the first figure, and those of no agent stand last', () => {
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

  it('are cut, the others summed up', () => {
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

  it('below the minimum come after the others', () => {
    const minimum = { isTooSmall: ({ sales }: Sum) => sales < 2, text: 'Under two' };
    const { row, tooSmall } = table(SALES, { agent }, { sort: 'average', minimum });
    expect(row.rows.map(([label]: unknown[]) => label)).toEqual(['Bo', 'Ann', 'Cy', 'nobody']);
    expect(tooSmall).toEqual(['Ann', 'Cy']);
  });

  it('of a calendar stand in its order, the latest where not all are shown', () => {
    const sales = [3, 1, 2].map((n) => ({ agent: 'Ann', day: n, value: n }));
    expect(table(sales, { day }, { top: 2 }).row.rows).toEqual([
      ['day 2', 1, 2, 2],
      ['day 3', 1, 3, 3],
      ['1 earlier', 1, 1, 1],
    ]);
  });

  it('stand beside those of an earlier time, also where nothing is left of them', () => {
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

  it('with long labels are as many as fit, the rest summed up', () => {
    const sales = Array.from({ length: 900 }, (_, i) => ({ agent: `${'x'.repeat(110)} ${i}`, value: i }));
    const { row } = table(sales, { agent }, { top: 900 });
    expect(row.total).toBe(900);
    expect(row.returned).toBeLessThan(400);
    expect(row.rows).toHaveLength(row.returned + 1);
    expect(row.rows.at(-1)[0]).toBe(`${900 - row.returned} others`);
    expect(row.rows.reduce((sum: number, [, n]: [string, number]) => sum + n, 0)).toBe(900);
    expect(JSON.stringify(row.rows).length).toBeLessThan(38_100);
  });

  it('are not changed by it', () => {
    const groups = groupsOf(SALES, [agent]);
    const before = structuredClone(groups);
    groupTable({ by: ['agent'], dimensions: [agent], measures }, groups, { hidden: [] }, 1);
    expect(groups).toEqual(before);
  });
});
