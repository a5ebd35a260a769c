import { describe, expect, it } from 'vitest';
import { buildTable } from '../../src/response/table.ts';

const rows = [
  [1, 'Anna'],
  [2, 'Bo'],
];

describe('buildTable', () => {
  it('buildTable counts the rows where no total is given', () => {
    expect(buildTable({ columns: ['id', 'name'], rows })).toEqual({
      total: 2,
      returned: 2,
      columns: ['id', 'name'],
      rows,
    });
  });

  it('buildTable puts members between the counts and the columns', () => {
    const table = buildTable({ total: 9, between: { next_offset: 2 }, columns: ['id', 'name'], rows });
    expect(Object.keys(table)).toEqual(['total', 'returned', 'next_offset', 'columns', 'rows']);
    expect(table).toMatchObject({ total: 9, returned: 2, next_offset: 2 });
  });

  it('buildTable takes a given count where some rows sum up others', () => {
    expect(buildTable({ total: 9, returned: 1, columns: ['id', 'name'], rows })).toMatchObject({
      total: 9,
      returned: 1,
    });
  });

  it('buildTable leaves the columns out where none are given', () => {
    expect(buildTable({ rows: [] })).toEqual({ total: 0, returned: 0, rows: [] });
  });
});
