// What the company has set up: custom fields, call results and SMS templates.

import { byId, type CallResult, type Datatype, type Field, type SmsTemplate } from '../state.ts';

export function fields(): Map<number, Field> {
  const row = (
    id: number,
    name: string,
    datatype: Datatype,
    type: 1 | 2,
    overrides: Partial<Field> = {},
  ): Field => ({
    id,
    name,
    datatype,
    default_value: null,
    options: null,
    type,
    description: null,
    deleted: 0,
    ...overrides,
  });
  const speeds = {
    cols: ['Hastighet', 'Pris', 'Router'],
    values: [
      ['100', '349', 'ingår'],
      ['250', '449', 'ingår'],
      ['1000', '649', '99'],
    ],
  };
  const tastes = {
    cols: ['Smak', 'Vikt', 'Frakt'],
    values: [
      ['Kyckling', '500 g', '39'],
      ['Nöt', '2 kg', '79'],
    ],
  };
  return byId([
    row(1, 'Bostadstyp', 'string', 2, { description: 'Lägenhet, villa, radhus' }),
    row(2, 'Antal husdjur', 'int', 1, { default_value: '1' }),
    row(6, 'Ansökningsdatum', 'date', 1),
    row(8, 'Kommentar', 'string', 2),
    row(9, 'Smak', 'multi', 2, { options: JSON.stringify(tastes) }),
    row(10, 'Belopp', 'int', 1),
    row(13, 'Bokad tid', 'datetime', 2),
    row(14, 'Första leverans', 'date', 2),
    row(15, 'Antal anställda', 'int', 2, { default_value: '0' }),
    row(16, 'Meddelande till lagret', 'text', 2),
    row(17, 'Nuvarande leverantör', 'dropdown', 1, { options: 'Ingen;;Djurboxen;;Zooladan;;Annan' }),
    row(18, 'Elområde', 'dropdown', 2, { options: 'SE1;;SE2;;SE3;;SE4' }),
    row(19, 'Hastighet', 'multi', 2, { options: JSON.stringify(speeds) }),
    row(20, 'Medlem', 'boolean', 1, { default_value: 'No', deleted: 1 }),
    row(30, 'Status för ansökan', 'string', 1),
  ]);
}

const CALL_RESULTS: [
  id: number,
  type: number | null,
  title: string,
  retry?: string,
  pick_date?: number,
  retry_flags?: number,
][] = [
  [1, 4, 'Answering machine'],
  [2, 4, 'Recurring - Dialer'],
  [3, 4, 'Number does not exists', '1440'],
  [4, 2, 'Loss'],
  [5, 1, 'Order'],
  [6, null, 'Complementary call'],
  [7, 4, 'Can not be reached'],
  [8, 4, 'Overcall'],
  [9, 4, 'No answer'],
  [10, 4, 'Busy'],
  [11, 4, 'Call disconnected'],
  [12, 2, 'Wrong number'],
  [13, 4, 'Upcoming', '1', 1, 1],
  [14, 4, 'Blacklisted', undefined, 0, 0],
  [15, 2, 'Maximum number of attempts', undefined, 0, 0],
  [16, 2, 'Time block recurring private'],
  [17, 2, 'Time block recurring public'],
  [18, null, 'Missed incoming call'],
  [19, 4, 'Missed incoming call recurring'],
  [20, 2, 'Maximum number of answering machines', undefined, 0, 0],
  [21, null, 'External forward'],
  [22, 3, 'Custom no call result', undefined, 0, 0],
  [26, 2, 'Custom loss result'],
  [30, 4, 'Custom recurring call - dailer call again 24 hours', '1440', 0, 4],
  [34, 4, 'Custom recurring call - dailer call again agent picks time', '1440', 1, 4],
  [38, 4, 'Custom recurring call - callback public', undefined, 1, 2],
  [42, 4, 'Custom recurring call - private callback', undefined, 1, 1],
  [50, 3, 'No thanks'],
  [54, 3, 'No thanks, too expensive'],
  [58, 2, 'Has no pet'],
  [62, 1, 'Order by phone'],
  [66, 5, 'Order, waits for OK', '1440', 1, 1],
  [70, 2, 'Complaint'],
];

export const callResults = (): Map<number, CallResult> =>
  byId(
    CALL_RESULTS.map(([id, type_id, title, retry, pick_date, retry_flags]) => ({
      id,
      type_id,
      title,
      retry: retry ?? null,
      pick_date: pick_date ?? 0,
      retry_flags: retry_flags ?? null,
      deleted: false,
    })),
  );

export const smsTemplates = (): Map<number, SmsTemplate> =>
  byId([
    {
      id: 1,
      title: 'Orderbekräftelse',
      content:
        'Hej !firstname! Svara OK för att bekräfta din beställning: !any_product_title, !order_value kr.',
      office_id: 2,
    },
    {
      id: 2,
      title: 'Order sms',
      content: 'Hi !firstname !lastname. Answer with "Ok" to confirm your order.',
      office_id: null,
    },
    { id: 4, title: 'Tom mall', content: '', office_id: null },
    { id: 10, title: 'Fiber orderbekräftelse', content: 'Svara OK så bokar vi din fiber.', office_id: 3 },
  ]);
