// Invented people with the numbers that are reserved for fiction. There are fewer numbers than customers, so the
// same person stands on several lists, each time under another id.

import { type Blocklist, byId, type Customer } from '../state.ts';
import { localDate } from '../time.ts';
import { plainAscii } from './company.ts';
import type { Random } from './random.ts';

const DAY = 86_400;

const FIRST_NAMES =
  'Karin Lars Eva Anders Maria Johan Lena Per Sofia Mats Kerstin Ulf Annika Bo Gunilla Stefan Ingrid Magnus Britt Henrik Åsa Tomas Monika Rolf Emelie Göran Hanna Kent Matilda Leif Yasmin Ali Zofia Milan Aino Pekka'.split(
    ' ',
  );
const LAST_NAMES =
  'Alm Björk Dahl Ekholm Frisk Grahn Hallberg Isaksson Juhlin Kvist Lönn Moberg Nilsson Olsson Palm Quist Rosén Sjö Törnqvist Udd Vikander Wall Ydreborg Zetterlund Åberg Älgmark Öhman Rahimi Novak Laine'.split(
    ' ',
  );
const STREETS =
  'Storgatan Kyrkogatan Björkvägen Ekstigen Skolgatan Parkvägen Stationsgatan Åkervägen Lindallén Hamngatan'.split(
    ' ',
  );
const CITIES: [name: string, postal: number][] = [
  ['Göteborg', 411],
  ['Stockholm', 113],
  ['Malmö', 211],
  ['Uppsala', 753],
  ['Västerås', 722],
  ['Örebro', 702],
  ['Lund', 222],
  ['Borås', 503],
  ['Umeå', 903],
];
const TRADES = ['Bygg', 'Måleri', 'Redovisning', 'Transport', 'Bageri', 'Konsult'];
const STATUSES = ['ny', 'kontaktad', 'vill ha offert', 'kund sedan tidigare'];
const SUPPLIERS = ['Ingen', 'Djurboxen', 'Zooladan', 'Annan'];

/** The lists that a person stands on, one after another, never twice on one. */
const LIST_TURNS: number[][] = [
  [6, 34, 2, 69],
  [34, 6, 69, 26],
  [6, 22, 34, 2],
  [26, 6, 2, 34],
  [6, 69, 34, 22],
  [34, 26, 6, 2],
  [22, 6, 34, 69],
];

const LISTS_PER_PERSON = 4;

export const ANNA_ID = 922;
const ANNA_PHONE = '+46701740605';

function numberPool(): string[] {
  const numbers: string[] = [];
  for (let n = 606; n <= 699; n++) numbers.push(`+46701740${n}`);
  for (let n = 400; n <= 499; n++) numbers.push(`+46846500${n}`);
  for (let n = 600; n <= 699; n++) numbers.push(`+46313900${n}`);
  for (let n = 400; n <= 499; n++) numbers.push(`+46406280${n}`);
  return numbers;
}

interface Person {
  first_name: string;
  last_name: string;
  identity_number: string;
  email: string | null;
  address: string;
  postal_code: string;
  city: string;
}

const ANNA: Person = {
  first_name: 'Anna',
  last_name: 'Ek',
  identity_number: '19720311-1234',
  email: 'anna.ek@example.org',
  address: 'Björkvägen 4',
  postal_code: '41104',
  city: 'Göteborg',
};
const ANNA_FIELDS = [
  { id: 2, value: '2' },
  { id: 30, value: 'kund sedan tidigare' },
];

const twoDigits = (value: number) => String(value).padStart(2, '0');
function drawPerson(dice: Random): Person {
  const first_name = dice.pick(FIRST_NAMES);
  const last_name = dice.pick(LAST_NAMES);
  const [city, postal] = dice.pick(CITIES);
  const born = `${1940 + dice.below(64)}${twoDigits(1 + dice.below(12))}${twoDigits(1 + dice.below(28))}`;
  return {
    first_name,
    last_name,
    identity_number: `${born}-${1000 + dice.below(9000)}`,
    email: dice.chance(0.7) ? `${plainAscii(first_name)}.${plainAscii(last_name)}@example.org` : null,
    address: `${dice.pick(STREETS)} ${1 + dice.below(80)}`,
    postal_code: `${postal}${10 + dice.below(90)}`,
    city,
  };
}

/** Returns the custom fields that are filled in. */
function drawCustomFields(dice: Random): Customer['custom_fields'] {
  if (!dice.chance(0.6)) return [];
  const status = { id: 30, value: dice.pick(STATUSES) };
  return dice.chance(0.5) ? [status, { id: 17, value: dice.pick(SUPPLIERS) }] : [status];
}

/** Returns the customers: each person stands on several lists, with an id for each, until there are enough. */
export function customers(dice: Random, now: number, count = 1200): Map<number, Customer> {
  const numbers = numberPool();
  const people = numbers.map(() => drawPerson(dice));
  const rows: Customer[] = [];
  let turn = 0;
  for (let index = 0; index < count; index++) {
    const id = 2 + 4 * index;
    const isAnna = id === ANNA_ID;
    const nth = turn % numbers.length;
    const round = Math.floor(turn / numbers.length) % LISTS_PER_PERSON;
    if (!isAnna) turn += 1;
    const person = isAnna ? ANNA : people[nth]!;
    const list = isAnna ? 6 : LIST_TURNS[nth % LIST_TURNS.length]![round]!;
    const company = list === 22 ? `${person.last_name} ${TRADES[nth % TRADES.length]} AB` : null;
    const custom_fields = isAnna ? ANNA_FIELDS.map((field) => ({ ...field })) : drawCustomFields(dice);
    rows.push({
      id,
      // The first customer stands on a list that nobody calls any more, to be moved.
      contactlist_ids: [id === 2 ? 2 : list],
      phone: isAnna ? ANNA_PHONE : numbers[nth]!,
      old_phones: [],
      // Written out: a spread here would cost a third of the time of the whole seed.
      first_name: person.first_name,
      last_name: person.last_name,
      identity_number: company ? null : person.identity_number,
      email: person.email,
      address: person.address,
      postal_code: person.postal_code,
      city: person.city,
      company_name: company,
      company_org_number: company ? `5590${twoDigits(nth % 100)}-${1000 + (nth % 9000)}` : null,
      external_id_1: dice.chance(0.3) ? `CRM-${10_000 + id}` : null,
      external_id_2: null,
      external_id_3: null,
      earliest_ringtime: null,
      custom_fields,
      create_time: now - (118 * DAY - index * 1800),
      pruned: false,
    });
  }
  return byId(rows);
}

export function blocklists(now: number): Map<number, Blocklist> {
  const list = (id: number, title: string, office_id: number, numbers: [string, string][]): Blocklist => ({
    id,
    title,
    office_id,
    numbers: new Map(
      numbers.map(([phone, comment], index) => [
        phone,
        { id: id * 10 + index, phone, end_date: index === 1 ? localDate(now + 90 * DAY) : null, comment },
      ]),
    ),
  });
  return byId([
    list(1, 'Spärrlista, alla kampanjer', 2, [['+46701740699', 'Vill inte bli uppringd']]),
    list(6, 'Har sagt nej', 2, [
      ['+46701740698', 'Nej tack'],
      ['+46846500499', 'Ring efter nyår'],
    ]),
    list(10, 'Spärrlista Malmö', 3, []),
  ]);
}
