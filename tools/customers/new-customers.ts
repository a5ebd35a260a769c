/** New customers: what a person is shown before they are put on a list. */

import type { Args, Row } from '../../src/define/row.ts';
import type { Preview, PreviewFormatter } from '../../src/define/tool.ts';
import type { ReadDialer } from '../../src/define/tool-context.ts';
import { alsoSet, countNoun, fullName, label } from '../answers.ts';
import { campaignsRinging, readContactlist } from '../labels.ts';

/** More are told by their number, with the first and the last. */
const MAX_LISTED = 20;

type NewCustomer = { contactlist_id: number; phone: string } & Args;
type NewCustomers = { contactlist_id: number; customers: Row[] } & Args;

export async function previewNewCustomer(
  args: NewCustomer,
  read: ReadDialer,
  format: PreviewFormatter,
): Promise<Preview> {
  const { contactlist_id, phone, first_name, last_name } = args;
  const contactlist = await describeList(contactlist_id, read);
  const name = fullName(first_name, last_name);
  const identity = args.identity_number ? format.identity(args.identity_number) : undefined;
  return {
    args,
    target: `new customer on contact list ${contactlist_id}`,
    state: contactlist,
    ...(!contactlist.isRung && { without: ['contact'] }),
    summary: `Add customer ${name ? `${name}, ` : ''}${phone}, to contact list ${contactlist.label}.`,
    effects: [
      contactlist.rung,
      ...alsoSet({ ...args, identity_number: identity }, [
        'contactlist_id',
        'phone',
        'first_name',
        'last_name',
      ]),
    ],
  };
}

export async function previewNewCustomers(
  args: NewCustomers,
  read: ReadDialer,
  format: PreviewFormatter,
): Promise<Preview> {
  const { contactlist_id, customers } = args;
  const contactlist = await describeList(contactlist_id, read);
  const describe = ({ phone, first_name, last_name }: Row): string =>
    `${fullName(first_name, last_name) || 'no name'}, ${phone ? format.phone(phone) : 'no number'}`;
  const listed = customers.length <= MAX_LISTED;
  return {
    args,
    target: `new customers on contact list ${contactlist_id}`,
    state: contactlist,
    ...(!contactlist.isRung && { without: ['contact'] }),
    summary: `Add ${countNoun(customers.length, 'customer')} to contact list ${contactlist.label}.`,
    effects: [
      contactlist.rung,
      ...(args.allow_duplicates ? ['numbers that are on the list already are added again'] : []),
      ...(listed
        ? customers.map(describe)
        : [
            `the first: ${describe(customers[0]!)}; the last: ${describe(customers.at(-1)!)}`,
            `${customers.filter(({ phone }) => !phone).length} of them have no number`,
          ]),
    ],
  };
}

async function describeList(
  contactlist_id: number,
  read: ReadDialer,
): Promise<{ label: string | null; isRung: boolean; rung: string }> {
  const [contacts, campaigns] = await Promise.all([
    readContactlist({ contactlist_id }, read),
    campaignsRinging(contactlist_id, read),
  ]);
  return {
    label: label(contacts.title, contacts.id),
    isRung: campaigns.length > 0,
    rung: campaigns.length
      ? `campaigns with this list ring whoever is on it: ${campaigns.join(', ')}`
      : 'the list is on no campaign now',
  };
}
