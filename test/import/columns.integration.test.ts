/** Which column is which field. */
import { describe, expect, it } from 'vitest';
import { useSandbox } from '../support/import.ts';

const given = useSandbox();

const look = (text: string, more: object = {}) => given().run({ text, ...more });
const refused = async (text: string, more: object = {}) => {
  const { kind, text: words } = await given().fails({ text, ...more });
  expect(kind).toBe('invalid_arguments');
  return words;
};

describe('columns by header', () => {
  it('Swedish headers are recognised in any letter case, with spaces, hyphens or underscores', async () => {
    const answer = await look(
      'Mobil Nr.;FÖRNAMN;efter-namn;Person_nummer;E-post;Gatuadress;Post nr;Postort;Kundnr;Extern ID 2;Ring tidigast\n' +
        '070-1740605;Anna;Ek;19720311-1234;a@example.se;Gatan 1;21145;Malmö;12;34;2026-12-01\n',
    );
    expect(answer.examples).toEqual([
      {
        phone: '+46701740605',
        first_name: 'Anna',
        last_name: 'Ek',
        identity_number: '19720311-****',
        email: 'a@example.se',
        address: 'Gatan 1',
        postal_code: '21145',
        city: 'Malmö',
        external_id_1: '12',
        external_id_2: '34',
        earliest_ringtime: '2026-12-01',
      },
    ]);
    expect(answer).not.toHaveProperty('columns_not_sent');
  });

  it('English headers and the names of the fields themselves are recognised', async () => {
    const answer = await look(
      'phone,First Name,surname,E-mail,street,ZIP,city,Customer number,external_id_3\n070-1740605,A,B,c@example.se,d,e,f,g,h\n',
    );
    expect(answer.examples[0]).toEqual({
      phone: '+46701740605',
      first_name: 'A',
      last_name: 'B',
      email: 'c@example.se',
      address: 'd',
      postal_code: 'e',
      city: 'f',
      external_id_1: 'g',
      external_id_3: 'h',
    });
  });

  it('a full name is split after its first word, and the answer says so', async () => {
    const answer = await look('telefon;namn\n070-1740605;Anna Maria Ek\n');
    expect(answer.names).toContain('first word');
    expect(answer.examples[0]).toMatchObject({ first_name: 'Anna', last_name: 'Maria Ek' });
  });

  it('a column of full names beside a column of first names is not sent', async () => {
    const answer = await look('telefon;namn;förnamn\n070-1740605;Bo Ek;Anna\n');
    expect(answer.columns_not_sent).toEqual(['namn']);
    expect(answer.examples[0]).toEqual({ phone: '+46701740605', first_name: 'Anna' });
  });

  it('custom fields of customers are recognised by title and by id', async () => {
    const answer = await look(
      'telefon;status för ansökan;Custom_field_10;Antal Husdjur\n070-1740605;ny;5;\n',
    );
    expect(answer.examples[0].custom_fields).toEqual([
      { id: 30, value: 'ny' },
      { id: 10, value: '5' },
    ]);
  });

  it('custom fields of products, deleted and unknown custom fields are not sent, and the answer lists their columns', async () => {
    const answer = await look(
      'telefon;Bostadstyp;Medlem;custom_field_20;custom_field_999\n070-1740605;a;b;c;d\n',
    );
    expect(answer.columns_not_sent).toEqual(['Bostadstyp', 'Medlem', 'custom_field_20', 'custom_field_999']);
    expect(answer.examples).toEqual([{ phone: '+46701740605' }]);
  });

  it('two columns for one field are refused, with the columns argument that chooses between the two', async () => {
    const words = await refused('Telefon;Mobil;namn\n070-1740605;070-1740606;A\n');
    expect(words).toContain('"Telefon" and "Mobil" are all phone');
    expect(words).toContain('["1=phone"]');
  });

  it('a file without a phone column is refused, with its headers and an example of the columns argument', async () => {
    const words = await refused('namn;nummer\nA;070-1740605\n');
    expect(words).toContain('Columns: "namn", "nummer"');
    expect(words).toContain('columns = ["header=phone"]');
  });

  it('a dropped column is offered the custom field with a similar title, in a form that the columns argument takes', async () => {
    const text = 'telefon;namn;Husdjur;Ansökan;Leverantor\n070-1740605;Anna;2;ny;Ingen\n';
    const answer = await look(text);
    expect(answer.columns_not_sent).toEqual(['Husdjur', 'Ansökan', 'Leverantor']);
    expect(answer.columns_offered).toEqual([
      'Husdjur=custom_field_2',
      'Ansökan=custom_field_30',
      'Leverantor=custom_field_17',
    ]);
    expect(answer).not.toHaveProperty('custom_fields');
    expect(answer.dropped).toMatch(/another dry run with columns_offered as columns/);
    const taken = await look(text, { columns: answer.columns_offered });
    expect(taken).not.toHaveProperty('columns_not_sent');
    expect(taken).not.toHaveProperty('columns_offered');
    expect(taken.examples[0].custom_fields).toEqual([
      { id: 2, value: '2' },
      { id: 30, value: 'ny' },
      { id: 17, value: 'Ingen' },
    ]);
  });

  it('a dropped column that resembles no custom field is answered with the custom fields that are not filled yet', async () => {
    const answer = await look('telefon;färg;Belopp\n070-1740605;x;5\n');
    expect(answer).not.toHaveProperty('columns_offered');
    expect(answer.dropped).toContain('with "header=custom_field_..." as columns');
    expect(answer.custom_fields).toEqual([
      'custom_field_2 = Antal husdjur',
      'custom_field_6 = Ansökningsdatum',
      'custom_field_17 = Nuvarande leverantör',
      'custom_field_30 = Status för ansökan',
    ]);
  });

  it('a custom field is not offered for two columns, and nothing is offered for a column that was left out on purpose', async () => {
    const two = await look('telefon;Husdjur;Antal djur\n070-1740605;1;2\n');
    expect(two).not.toHaveProperty('columns_offered');
    expect(two.custom_fields).toContain('custom_field_2 = Antal husdjur');
    const left = await look('telefon;Husdjur\n070-1740605;1\n', { columns: ['Husdjur='] });
    expect(left.columns_not_sent).toEqual(['Husdjur']);
    for (const member of ['columns_offered', 'custom_fields', 'dropped'])
      expect(left).not.toHaveProperty(member);
  });

  it('a column with an empty, repeated or missing header gets no offer, only the list of custom fields', async () => {
    given().state.fields.get(10)!.name = 'Column';
    const answer = await look('telefon;;Husdjur;Husdjur\n070-1740605;1;2;3\n');
    expect(answer).not.toHaveProperty('columns_offered');
    expect(answer.custom_fields).toContain('custom_field_10 = Column');
    const headless = await look('070-1740605;Husdjur\n', { columns: ['1=phone'] });
    expect(headless).not.toHaveProperty('columns_offered');
    expect(headless.custom_fields).toHaveLength(5);
  });

  it('hidden characters are removed from headers', async () => {
    const answer = await look('telefon;fä\u202erg\u200b\n070-1740605;x\n');
    expect(answer.columns_not_sent).toEqual(['färg']);
  });
});

describe('the columns argument', () => {
  it('the columns argument takes a header, a column number and the title of a custom field', async () => {
    const answer = await look('Nr hem;x;y\n070-1740605;Lund;ny\n', {
      columns: ['nr hem=phone', '2=city', 'y=Status för ansökan'],
    });
    expect(answer.examples[0]).toEqual({
      phone: '+46701740605',
      city: 'Lund',
      custom_fields: [{ id: 30, value: 'ny' }],
    });
  });

  it('the columns argument takes precedence over the headers', async () => {
    const answer = await look('Telefon;Mobil\n08-46500400;070-1740606\n', { columns: ['Mobil=phone'] });
    expect(answer.examples[0]).toEqual({ phone: '+46701740606' });
    expect(answer.columns_not_sent).toEqual(['Telefon']);
  });

  it('an empty field in the columns argument leaves the column out', async () => {
    const answer = await look('Telefon;Personnr\n08-46500400;x\n', { columns: ['Personnr='] });
    expect(answer.columns_not_sent).toEqual(['Personnr']);
  });

  it('a file without a header is read from its first line on, where the columns argument gives column numbers', async () => {
    const answer = await look('Ann Ek;070-1740605\nBo;070-1740606\n', { columns: ['1=name', '2=phone'] });
    expect(answer).toMatchObject({ header: false, rows: 2, to_send: 2 });
    expect(answer.columns).toEqual(['column 1 = name', 'column 2 = phone']);
    const words = await refused('Ann Ek;070-1740605\n');
    expect(words).toContain('["1=phone"]');
  });

  it('column numbers in the columns argument do not turn the header into a customer row', async () => {
    expect(await look('a;b\nAnn;070-1740605\n', { columns: ['1=name', '2=phone'] })).toMatchObject({
      header: true,
      rows: 1,
    });
  });

  it.each([
    [['phone'], 'right is header=field'],
    [['färg=phone'], 'There is no column "färg". Columns: "telefon", "x", "x"'],
    [['9=phone'], 'There is no column "9"'],
    [['x=city'], '2 columns are called "x"'],
    [['telefon=shoe size'], 'There is no field "shoe size"'],
    [['telefon=Medlem'], 'that custom field is deleted'],
    [['telefon=Bostadstyp'], 'that custom field is of products'],
  ])('the columns argument %j is refused', async (columns, words) => {
    expect(await refused('telefon;x;x\n070-1740605;1;2\n', { columns })).toContain(words);
  });
});
