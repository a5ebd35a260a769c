/** What calls are grouped by, and the lists whose names and types that takes. */

import type { NameEntry, Names } from '../../define/lookup.ts';
import type { Row } from '../../define/row.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import { withinDeadline } from '../../dialer/network-errors.ts';
import { label } from '../../response/wording.ts';
import type { CallGroup } from '../inputs.ts';
import type { Dimension } from './aggregate.ts';
import { calendar } from './calendar.ts';
import { type Offices, readOffices } from './offices.ts';

export interface CallLookups {
  names: Names;
  /** Undefined if they can't be read. */
  results?: readonly NameEntry[];
  /** Read only where calls are grouped by them. */
  users: readonly NameEntry[];
  offices?: Offices;
  lists: readonly NameEntry[];
}

/** @throws ToolError if contact lists are needed and can't be read */
export async function readCallLookups(
  by: readonly CallGroup[],
  { lookup, deadline }: Pick<ReadContext, 'lookup' | 'deadline'>,
): Promise<CallLookups> {
  const [names, results, users, offices, lists] = await withinDeadline(
    deadline,
    Promise.all([
      lookup.names(['user', 'campaign', 'call_result']),
      lookup.entries('call_result').catch(() => undefined),
      by.includes('office') ? lookup.entries('user').catch(() => []) : [],
      by.includes('office') ? readOffices(lookup) : undefined,
      by.includes('contactlist') ? lookup.entries('contactlist') : [],
    ]),
  );
  return { names, results, users, offices, lists };
}

export function callDimensions(
  by: readonly CallGroup[],
  { names, users, offices, lists }: CallLookups,
  timezone: string,
): Dimension<Row>[] {
  const byId = (
    id: (call: Row) => number | null | undefined,
    kind: 'user' | 'campaign' | 'call_result',
    none: string,
  ): Dimension<Row> => ({
    key: (call) => id(call) ?? null,
    label: (key) => (key === null ? none : label(names(kind, key), key)!),
  });
  const dimensions: Record<CallGroup, Dimension<Row>> = {
    ...calendar<Row>(timezone, (call) => call.init_time),
    agent: { ...byId((call) => call.user_id, 'user', NO_AGENT), missingLast: true },
    office: officeDimension(users, offices),
    campaign: byId((call) => call.campaign_id, 'campaign', 'no campaign'),
    contactlist: listDimension(lists),
    call_result: byId((call) => call.call_result_id, 'call_result', 'no result'),
    type: { key: (call) => call.type ?? null, label: (key) => (key === null ? 'no type' : String(key)) },
  };
  return by.map((name) => dimensions[name]);
}

const NO_AGENT = 'no agent (nobody took it)';

/** A call doesn't name its list: what the search of all calls adds is on none of the lists that were read. */
function listDimension(lists: readonly NameEntry[]): Dimension<Row> {
  const titles = new Map(lists.map(({ id, name }) => [id, name]));
  return {
    key: () => null,
    label: (key) => (key === null ? 'on none of these lists' : label(titles.get(Number(key)), key)!),
    missingLast: true,
  };
}

/** The same dimensions for calls that are known to be on a list. */
export const dimensionsOnList = (
  by: readonly CallGroup[],
  dimensions: readonly Dimension<Row>[],
  list: number,
): Dimension<Row>[] =>
  dimensions.map((dimension, i) => (by[i] === 'contactlist' ? { ...dimension, key: () => list } : dimension));

/** The office that the agent belongs to today. */
function officeDimension(users: readonly NameEntry[], offices: Offices | undefined): Dimension<Row> {
  const UNKNOWN = '';
  const officeByUser = new Map(users.map(({ id, office }) => [id, office]));
  return {
    key: ({ user_id }) => (user_id === null ? null : (officeByUser.get(user_id) ?? UNKNOWN)),
    label: (key) => {
      if (key === null) return NO_AGENT;
      return key === UNKNOWN ? 'office not known' : offices!.label(String(key));
    },
    missingLast: true,
  };
}
