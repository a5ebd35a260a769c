import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openTokenTable, type TokenTable, type TokenValue } from '../../src/privacy/tokens/token-table.ts';
import { newFolder } from '../support/files.ts';

const open = (folder: string) => openTokenTable(folder, () => {});
const person = (name: string): TokenValue => ({ kind: 'person', normal: name.toLowerCase(), value: name });
const people = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => person(`Person ${from + i}`));
const tokensOf = (table: TokenTable, values: readonly TokenValue[]) =>
  values.map((value) => table.tokenOf(value));

describe('the table of tokens', () => {
  it('gives a value the same token in another process and after a restart', async () => {
    const folder = newFolder();
    const first = await open(folder);
    first.add(people(50));
    const second = await open(folder);
    expect(tokensOf(second, people(50))).toEqual(tokensOf(first, people(50)));
  });

  it('is of one person on a server for a team: the token of another says nothing', async () => {
    const folder = newFolder();
    const ofAnna = await openTokenTable(folder, () => {}, 'anna');
    ofAnna.add(people(5));
    const seen: TokenValue[] = [];
    for (const subject of ['bob', undefined]) {
      const other = await openTokenTable(folder, (value) => void seen.push(value), subject);
      for (const token of tokensOf(ofAnna, people(5))) expect(other.valueOf(token!)).toBeUndefined();
    }
    expect(seen).toEqual([]);
    const again = await openTokenTable(folder, () => {}, 'anna');
    expect(tokensOf(again, people(5))).toEqual(tokensOf(ofAnna, people(5)));
  });

  it('makes a token longer where another value has the short one, and so each token is of one value', async () => {
    const table = await open(newFolder());
    const values = people(4000);
    table.add(values);
    const tokens = tokensOf(table, values) as string[];
    expect(new Set(tokens).size).toBe(values.length);
    expect(Math.min(...tokens.map((token) => token.length))).toBe('person-7f3a'.length);
    expect(tokens.some((token) => token.length > 'person-7f3a'.length)).toBe(true);
    expect(tokens.map((token) => table.valueOf(token)?.value)).toEqual(values.map(({ value }) => value));
  });

  it('comes to the same tokens in processes that add at the same time, also where tokens collide', async () => {
    const folder = newFolder();
    const tables = await Promise.all([open(folder), open(folder), open(folder)]);
    // Each adds what another adds too, in another order.
    for (let from = 0; from < 4000; from += 100)
      for (const [i, table] of tables.entries()) table.add(people(150, (from * (i + 1)) % 4000));
    const values = people(4000);
    for (const table of tables) table.add(values);
    for (const table of tables) table.refresh();
    const [first, ...others] = tables.map((table) => tokensOf(table, values));
    for (const other of others) expect(other).toEqual(first);
    expect(tokensOf(await open(folder), values)).toEqual(first);
  });

  it('resolves what another process has added since', async () => {
    const folder = newFolder();
    const [one, other] = [await open(folder), await open(folder)];
    one.add([person('Anna Ek')]);
    const token = one.tokenOf(person('Anna Ek'))!;
    expect(other.valueOf(token)).toBeUndefined();
    other.refresh();
    expect(other.valueOf(token)?.value).toBe('Anna Ek');
  });

  it('keeps the better way of writing a name', async () => {
    const folder = newFolder();
    const table = await open(folder);
    table.add([person('mawila')]);
    const token = table.tokenOf(person('Mawila'))!;
    table.add([person('Mawila')]);
    table.add([person('MAWILA')]);
    expect(table.valueOf(token)?.value).toBe('Mawila');
    expect((await open(folder)).valueOf(token)?.value).toBe('Mawila');
  });

  it('holds nothing that could be read without the key', async () => {
    const folder = newFolder();
    (await open(folder)).add([person('Anna Ek')]);
    const text = readFileSync(join(folder, 'pseudonyms.table'), 'latin1');
    expect(text).toMatch(/^(\n\d+:[\w+/=]+\n)+$/);
    expect(text).not.toMatch(/anna/i);
  });

  it('gives other tokens in another installation', async () => {
    const [here, there] = await Promise.all([open(newFolder()), open(newFolder())]);
    here.add(people(20));
    there.add(people(20));
    expect(tokensOf(here, people(20))).not.toEqual(tokensOf(there, people(20)));
  });
});

describe('a table that is not whole', () => {
  async function tableOf(count: number) {
    const folder = newFolder();
    const table = await open(folder);
    for (const value of people(count)) table.add([value]);
    return { folder, table, path: join(folder, 'pseudonyms.table') };
  }

  it('is read without a record that a process was stopped in, wherever that was', async () => {
    const { folder, path, table } = await tableOf(3);
    const whole = readFileSync(path, 'latin1');
    const record = whole.slice(0, whole.indexOf('\n', 1) + 1);
    for (let cut = 0; cut < record.length; cut += 7) {
      writeFileSync(path, whole + record.slice(0, cut), 'latin1');
      const reopened = await open(folder);
      reopened.add([person('Anna Ek')]);
      expect(tokensOf(reopened, people(3))).toEqual(tokensOf(table, people(3)));
      const again = await open(folder);
      expect(again.tokenOf(person('Anna Ek'))).toBe(reopened.tokenOf(person('Anna Ek')));
    }
  });

  it('is refused where a byte of it was changed, wherever that was', async () => {
    const { folder, path } = await tableOf(2);
    const whole = readFileSync(path);
    for (let at = 0; at < whole.length; at++) {
      // A digit of a length that grows is a record that was torn.
      if (whole[at] === 0x0a || /\d/.test(String.fromCharCode(whole[at]!))) continue;
      const changed = Buffer.from(whole);
      changed[at] = changed[at] === 0x41 ? 0x42 : 0x41;
      writeFileSync(path, changed);
      await expect(open(folder), `byte ${at}`).rejects.toThrow();
    }
  });

  it('is refused by a process whose file has become shorter', async () => {
    const { path, table } = await tableOf(3);
    truncateSync(path, 20);
    expect(() => table.refresh()).toThrow('shorter');
    expect(() => table.add([person('Anna Ek')])).toThrow();
  });

  it('is refused where it is no table', async () => {
    const { folder, path } = await tableOf(1);
    appendFileSync(path, 'person-7f3a;Anna Ek\n');
    await expect(open(folder)).rejects.toThrow('damaged');
    rmSync(path);
  });
});
