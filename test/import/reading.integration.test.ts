/** Files as spreadsheets, systems and people write them. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useTakingDialer } from '../support/import.ts';

const given = useTakingDialer();

/** What the dry run says of that content. */
const look = (content: string | Buffer, more: object = {}) => {
  given().file('kunder.csv', content);
  return given().run({ file: 'kunder.csv', ...more });
};

const TEXT = 'telefon;förnamn;ort\n070-1740605;Åsa;Malmö\n';

describe('encodings', () => {
  it.each([
    ['UTF-8', Buffer.from(TEXT), 'Åsa'],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${TEXT}`), 'Åsa'],
    ['UTF-16 LE', Buffer.from(`\ufeff${TEXT}`, 'utf16le'), 'Åsa'],
    ['UTF-16 BE', Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16(), 'Åsa'],
    ['Windows-1252', Buffer.from(TEXT, 'latin1'), 'Åsa'],
    ['Windows-1252 with a euro sign', Buffer.from(TEXT.replace('Åsa', '\x80sa'), 'latin1'), '€sa'],
  ])('a file in %s is read', async (encoding, bytes, first_name) => {
    const answer = await look(bytes);
    expect(encoding).toContain(answer.encoding);
    expect(answer.examples).toEqual([{ phone: '+46701740605', first_name, city: 'Malmö' }]);
  });

  it('a file that is invalid UTF-8 only at its very end is read as Windows-1252 from its beginning', async () => {
    const rows = '070-1740605;Åsa;Malmö\n'.repeat(5000);
    const answer = await look(Buffer.from(`telefon;förnamn;ort\n${rows}070-1740606;\xc5`, 'latin1'));
    expect(answer.encoding).toBe('Windows-1252');
    expect(answer.examples[0].first_name).toBe('Åsa');
  });

  it('a letter that is split between two chunks of the file is read whole', async () => {
    const names = Array.from({ length: 3000 }, (_, i) => `070-1740605;${'å'.repeat(i % 7)}é;Ö`);
    expect((await look(`telefon;förnamn;ort\n${names.join('\n')}`)).encoding).toBe('UTF-8');
  });

  it.each([
    ['a workbook', Buffer.from('PK\u0003\u0004\u0000\u0000'), 'Excel workbook'],
    ['a binary file', Buffer.from('telefon\n\u0000\u0001\u0002'), 'no text'],
    ['an empty file', Buffer.from(''), 'is empty'],
    ['a file with only a header', Buffer.from('telefon;namn\n\n;\n'), 'no rows'],
  ])('the import refuses %s', async (_, bytes, words) => {
    given().file('kunder.csv', bytes);
    const { kind, text } = await given().fails({ file: 'kunder.csv' });
    expect(kind).toBe('rejected');
    expect(text).toContain(words);
  });
});

describe('separators', () => {
  it.each([
    ['semicolon', ';'],
    ['comma', ','],
    ['tab', '\t'],
    ['vertical bar', '|'],
  ])('the separator %s is detected, whatever signs stand in quotes', async (separator, sign) => {
    const others = [';', ',', '\t', '|'].filter((one) => one !== sign).join('');
    const row = ['070-1740605', `"${others.repeat(4)}x"`, 'Malmö'].join(sign);
    const answer = await look(`telefon${sign}"namn ${others}"${sign}ort\n${row}\n${row}\n`, {
      columns: ['2=last_name'],
    });
    expect(answer.separator).toBe(separator);
    expect(answer.examples[0]).toMatchObject({
      city: 'Malmö',
      last_name: `${others.repeat(4)}x`.replaceAll('\t', ' '),
    });
  });

  it('a first line "sep=" for Excel sets the separator and is counted as a line', async () => {
    const answer = await look('sep=|\ntelefon|namn;a,b\n070-1740605|x\n12|y\n');
    expect(answer).toMatchObject({ separator: 'vertical bar', rows: 2, problems: [{ line: 4 }] });
  });

  it('a file with one column needs no separator', async () => {
    expect(await look('telefon\n070-1740605\n070-1740606\n')).toMatchObject({ rows: 2, to_send: 2 });
  });
});

describe('broken CSV', () => {
  it('a row with too few or too many cells is invalid, and its cells are not moved to other columns', async () => {
    const answer = await look(
      'telefon;namn;ort\n070-1740605;Ek\n070-1740606;Bo;Lund;x\n070-1740607;C;Ystad\n',
    );
    expect(answer).toMatchObject({ rows: 3, to_send: 1, invalid: 2 });
    expect(answer.problems).toEqual([
      { line: 2, why: '2 cells where the first row has 3' },
      { line: 3, why: '4 cells where the first row has 3' },
    ]);
  });

  it('an unclosed quote is refused with its line number, and nothing is sent', async () => {
    given().file('kunder.csv', 'telefon;namn\n070-1740605;A\n\n070-1740606;"B\n070-1740607;C\n');
    const { kind, text } = await given().fails({ file: 'kunder.csv', dry_run: false });
    expect(kind).toBe('rejected');
    expect(text).toContain('line 4');
    expect(given().dialer.parts()).toEqual([]);
    expect(given().files()).toEqual(['kunder.csv']);
  });

  it('an unclosed quote is refused with its line number also in a file of 200,000 lines', async () => {
    given().file('kunder.csv', `telefon;namn\n070-1740606;"B\n${'070-1740607;C\n'.repeat(200_000)}`);
    expect((await given().fails({ file: 'kunder.csv' })).text).toContain('line 2');
  });

  it('a quote that closes in a later row is reported as rows that run together', async () => {
    const answer = await look('nr;namn;telefon\n1;"Ann;070-1740605\n2;"Bo";070-1740606\n3;C;070-1740607\n');
    expect(answer).toMatchObject({ rows: 2, to_send: 1, problems: [{ line: 2, why: /run together/ }] });
  });

  it('quotes within a cell, doubled quotes and line breaks in quotes are read as text', async () => {
    const answer = await look(
      'telefon;namn;adress\r\n070-1740605;Bo "Pipe" Ek;"Gatan 1\r\nLund"\r\n070-1740606;"Bo ""B"" Ek";x\r\n12;y;z\r\n',
    );
    expect(answer.examples).toEqual([
      { phone: '+46701740605', first_name: 'Bo', last_name: '"Pipe" Ek', address: 'Gatan 1 Lund' },
      { phone: '+46701740606', first_name: 'Bo', last_name: '"B" Ek', address: 'x' },
    ]);
    // The line in the file, though a row before it takes two.
    expect(answer.problems).toMatchObject([{ line: 5 }]);
  });

  it.each([
    ['CR LF', '\r\n'],
    ['LF', '\n'],
    ['CR', '\r'],
  ])('%s ends a line, and empty lines are not counted as rows', async (_, end) => {
    const answer = await look(['', 'telefon;namn', '', '070-1740605;A', ';', ' ; ', '070;B', ''].join(end));
    expect(answer).toMatchObject({ rows: 2, to_send: 1, problems: [{ line: 7 }] });
  });

  it('a file may mix different line ends', async () => {
    expect(await look('telefon;namn\r\n070-1740605;A\n070-1740606;B\r\n')).toMatchObject({ to_send: 2 });
  });

  it('the apostrophe that keeps a spreadsheet cell from becoming a formula is removed', async () => {
    const answer = await look("telefon;namn;ort\n'+46701740605;'=Ek;'Lund\n");
    expect(answer.examples).toEqual([{ phone: '+46701740605', first_name: '=Ek', city: "'Lund" }]);
  });
});

describe('the choice of the file', () => {
  it.each([
    '../kunder.csv',
    'a/b.csv',
    '/etc/passwd',
    'a\\b.csv',
    '.hidden.csv',
    '..',
    'C:kunder.csv',
    'a\u0000b',
  ])('the name %j is refused for file and for result_file', async (file) => {
    expect((await given().fails({ file })).kind).toBe('invalid_arguments');
    expect((await given().fails({ text: 'telefon\n', result_file: file })).kind).toBe('invalid_arguments');
  });

  it('a missing file is answered with the names of the CSV files in the folder', async () => {
    for (let i = 10; i < 22; i++) given().file(`lista-${i}.csv`, 'x');
    given().file('call-1.mp3', 'x');
    const { kind, text } = await given().fails({ file: 'kunder.csv' });
    expect(kind).toBe('not_found');
    expect(text).toContain('lista-10.csv, lista-11.csv');
    expect(text).toContain('lista-19.csv and 2 more');
    expect(text).not.toContain('mp3');
  });

  it('a link and a folder are refused as the file to import', async () => {
    const { folder } = given();
    writeFileSync(join(folder, '..', 'outside.csv'), TEXT);
    symlinkSync(join(folder, '..', 'outside.csv'), join(folder, 'link.csv'));
    mkdirSync(join(folder, 'folder.csv'));
    expect(await given().fails({ file: 'link.csv' })).toMatchObject({ kind: 'rejected', text: /link/ });
    expect(await given().fails({ file: 'folder.csv' })).toMatchObject({ kind: 'rejected', text: /folder/ });
  });

  it('an import takes exactly one of file and text', async () => {
    expect((await given().fails({})).kind).toBe('invalid_arguments');
    expect((await given().fails({ file: 'a.csv', text: TEXT })).kind).toBe('invalid_arguments');
  });
});
