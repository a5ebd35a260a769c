// The fixed part of the world: who works here, what is sold, and by which campaigns. All of it is invented.

import { blankProduct } from '../data/product.ts';
import {
  byId,
  type CallType,
  type Campaign,
  type CampaignContactlist,
  type CampaignProduct,
  type Client,
  type Contactlist,
  type Office,
  type Product,
  type User,
} from '../state.ts';
import { localDate } from '../time.ts';

const DAY = 86_400;

export const offices = (): Map<number, Office> =>
  byId([
    { id: 1, name: 'Stockholm', limited: false },
    { id: 2, name: 'Göteborg', limited: false },
    { id: 3, name: 'Malmö', limited: true },
    { id: 4, name: 'Uppsala', limited: false },
  ]);

const PEOPLE: [id: number, firstname: string, lastname: string, office: number, role: number[]][] = [
  [2, 'Hitrate', 'Support', 2, [1]],
  [6, 'Mawila', 'Nathaniel', 2, [3]],
  [10, 'Elin', 'Sandvall', 2, [3]],
  [14, 'David', 'Bärnsten', 2, [3]],
  [18, 'Petra', 'Lundmark', 2, [2, 3]],
  [22, 'Oskar', 'Wikner', 4, [3]],
  [26, 'Axel', 'Gran', 2, [3]],
  [30, 'Ida', 'Forsell', 1, [3]],
  [34, 'Jonas', 'Hedberg', 1, [1, 2]],
  [38, 'Nadia', 'Karimi', 1, [3]],
  [42, 'Malin', 'Skoog', 3, [1, 2]],
  [46, 'Viktor', 'Bergdahl', 3, [3]],
  [50, 'Sara', 'Nyholm', 3, [3]],
  [54, 'Emil', 'Rask', 1, [3]],
  [58, 'Linnea', 'Torell', 4, [3]],
  [62, 'Hugo', 'Ström', 2, [3]],
  [66, 'Amira', 'Haddad', 2, [3]],
  [70, 'Filip', 'Engman', 1, [2, 3]],
  [74, 'Tove', 'Åkerlund', 4, [3]],
  [78, 'Kalle', 'Provén', 2, [3]],
];

const ONLINE = new Set([6, 14, 26, 30, 38, 46]);
/** Returns the letters of a name without their accents, as names of users and mailboxes have them. */
export const plainAscii = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[^a-zA-Z]/g, '')
    .toLowerCase();

export const users = (): Map<number, User> =>
  byId(
    PEOPLE.map(([id, firstname, lastname, office_id, role]) => ({
      id,
      username: id === 2 ? 'admin' : plainAscii(firstname),
      password: null,
      firstname,
      lastname,
      active: id === 78 ? 0 : 1,
      email: id === 2 ? null : `${plainAscii(firstname)}.${plainAscii(lastname)}@example.com`,
      address: null,
      postal_code: null,
      city: null,
      office_id,
      role,
      hire_date: null,
      language_id: 1,
      online: ONLINE.has(id),
      in_call: false,
      deleted: false,
    })),
  );

export const clients = (): Map<number, Client> =>
  byId([
    { id: 2, name: 'Djurboxen AB', office_id: 2, deleted: false },
    { id: 6, name: 'Norrsken Energi', office_id: 1, deleted: false },
    { id: 10, name: 'Kontorskaffe i Norden', office_id: 4, deleted: false },
    { id: 14, name: 'Öresunds Fiber', office_id: 3, deleted: false },
  ]);

export const campaigns = (): Map<number, Campaign> => {
  const row = (
    id: number,
    name: string,
    office_id: number,
    client_id: number | null,
    mode: CallType,
    callerid: string,
    agents: number[],
  ): Campaign => ({ id, name, office_id, client_id, mode, callerid, agents });
  return byId([
    row(2, 'Animal snacks', 2, 2, 'predictive', '+46313900600', [6, 10, 14, 26, 62, 66]),
    row(6, 'Djurboxen återköp', 1, 2, 'automatic', '+46846500400', [30, 38, 54]),
    row(8, 'Djurboxen provlåda', 2, 2, 'predictive', '+46313900601', [6, 14, 26, 66]),
    row(10, 'Kontorskaffe', 4, 10, 'click-to-call', '+46846500401', [22, 58, 74]),
    row(14, 'Norrsken företag', 1, 6, 'click-to-call', '+46846500402', [30, 38, 54]),
    row(18, 'Kundvård', 4, null, 'batch_call', '+46846500403', [22, 58, 74]),
    row(22, 'Norrsken rörligt pris', 1, 6, 'predictive', '+46846500404', [30, 38, 54, 62]),
    row(36, 'Öresunds Fiber', 3, 14, 'predictive', '+46406280400', [46, 50]),
  ]);
};

export const products = (): Map<number, Product> => {
  const row = (
    id: number,
    title: string,
    price: number,
    office_id: number,
    client_id: number | null,
    periodicity_id: number,
    fields: number[] = [],
  ): Product => ({
    ...blankProduct(id, office_id),
    client_id,
    artnr: String(10_000 + id),
    title,
    product_type_id: periodicity_id === 1 ? 1 : 2,
    periodicity_id,
    periodicity_parts: periodicity_id === 4 ? 12 : 0,
    price,
    fields: fields.map((product_field_id) => ({ product_field_id, validator: null, required: 0 })),
  });
  return byId([
    row(1, 'Dog box', 399, 2, 2, 4, [8]),
    row(2, 'Cat box', 349, 2, 2, 4, [8]),
    row(3, 'Bird box', 199, 2, 2, 4),
    row(4, 'Provlåda hund', 99, 2, 2, 1),
    row(5, 'Kaffe 5 kg', 745, 4, 10, 4, [14]),
    row(6, 'Kaffemaskin hyra', 1290, 4, 10, 4, [13, 15]),
    row(7, 'Elavtal rörligt', 49, 1, 6, 4, [18]),
    row(8, 'Elavtal företag', 129, 1, 6, 4, [18]),
    row(14, 'Servicebesök', 595, 4, null, 1, [13]),
    row(25, 'Fiber 250', 449, 3, 14, 4, [13, 19]),
  ]);
};

const CAMPAIGN_PRODUCTS: Record<number, number[]> = {
  2: [1, 2, 3],
  6: [1, 2],
  8: [4, 1],
  10: [5, 6],
  14: [8, 14],
  18: [14],
  22: [7],
  36: [25],
};

export function campaignProducts(): Map<number, CampaignProduct> {
  let id = 2;
  return byId(
    Object.entries(CAMPAIGN_PRODUCTS).flatMap(([campaign, list]) =>
      list.map((product_id) => {
        id += 1;
        return {
          id,
          campaign_id: Number(campaign),
          product_id,
          sms_template_id: product_id <= 4 ? 2 : null,
          email_template_id: null,
          scrive_template_id: product_id === 7 ? 3 : null,
          is_power_of_attorney: product_id === 7 ? 1 : 0,
        };
      }),
    ),
  );
}

const active: [campaign: number, list: number][] = [
  [2, 6],
  [2, 34],
  [6, 34],
  [8, 6],
  [8, 69],
  [10, 34],
  [14, 22],
  [18, 69],
  [22, 34],
  [36, 26],
];

export const campaignContactlists = (): Map<number, CampaignContactlist> =>
  byId(
    active.map(([campaign_id, contactlist_id], index) => ({
      id: 42 + index,
      campaign_id,
      contactlist_id,
      start_date: null,
      end_date: null,
      block_public_recurring: 0,
      block_private_recurring: 0,
    })),
  );

export function contactlists(now: number): Map<number, Contactlist> {
  const row = (id: number, title: string, office_id: number, age: number): Contactlist => ({
    id,
    office_id,
    is_company: id === 22 ? 1 : 0,
    title,
    deleted: 0,
    prune_date: id === 69 ? localDate(now + 200 * DAY) : null,
    keep_order_on_prune: 1,
    pruned: 0,
    updated_at: now - age * DAY + 4200,
    created_at: now - age * DAY,
  });
  return byId([
    row(2, 'Sommar 2026', 2, 260),
    row(6, 'Hösten 2026', 2, 120),
    row(22, 'Företag Mälardalen', 1, 150),
    row(26, 'Fiberområden Skåne', 3, 140),
    row(34, 'Svarat på annons', 2, 200),
    row(69, 'Kundvård', 4, 110),
  ]);
}
