import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { inputOf } from '../../src/define/input/tool-input.ts';
import { unadvertised } from '../../src/define/schema.ts';
import { type EndpointTool, endpoint, type Place } from '../../src/define/tool.ts';
import { tools } from '../../tools/index.ts';

/** What the project has decided a tool to be; `args` hold `place wire`, with `!` where one is required. */
interface Entry {
  name: string;
  toolset: string;
  tier: string;
  request: string;
  args: Record<string, string>;
}

const inOrder = (names: Iterable<string>): string[] => [...names].sort();
const named = (name: string): EndpointTool => endpoint(tools, name);
const isOptional = (schema: z.ZodType): boolean => schema.safeParse(undefined).success;

/** Where an object's members go instead of the argument itself: each under its own name, or under one made of it. */
function wireOf(place: Place, schema: z.ZodType): string {
  if (place.wire !== '') return place.wire;
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  if (!(inner instanceof z.ZodArray))
    return Object.keys(place.encode!({ city: 'Lund' }) as object).join() === 'city' ? '*' : 'other';
  return Object.keys(place.encode!([{ id: 7, value: 'x' }]) as object)
    .join()
    .replace('7', '{id}');
}

function entryOf(tool: EndpointTool): Entry {
  const shape = tool.input.shape as Record<string, z.ZodType>;
  const args = Object.entries(tool.request.args ?? {}).map(([name, place]) => {
    const schema = shape[name]!;
    return [name, `${place.in} ${wireOf(place, schema)}${isOptional(schema) ? '' : '!'}`];
  });
  const { name, toolset, tier, request } = tool;
  return {
    name,
    toolset,
    tier,
    request: `${request.method} ${request.path}`,
    args: Object.fromEntries(args) as Record<string, string>,
  };
}

const endpoints = tools.filter((tool): tool is EndpointTool => tool.request !== undefined);
const catalogue: Entry[] = endpoints.map(entryOf);

it('the tools that send one request match the catalogue in tier, method, path and arguments', async () => {
  const toolsets: Record<string, Record<string, Omit<Entry, 'name' | 'toolset'>>> = {};
  for (const { name, toolset, ...entry } of catalogue) {
    toolsets[toolset] ??= {};
    toolsets[toolset][name] = entry;
  }
  const text = JSON.stringify(toolsets, null, 2);
  await expect(`${text}\n`).toMatchFileSnapshot('snapshots/catalogue.json');
});

it('the tools that send more than one request are those listed here', () => {
  expect(tools.filter((tool) => tool.execute).map((tool) => tool.name)).toEqual([
    'find',
    'order_report',
    'call_report',
    'customer_overview',
    'check_order_acceptance',
    'export_rows',
    'collect_customer_data',
    'transcribe_recording',
    'import_customers',
  ]);
});

/**
 * What the dialer never sees: a period stands for dates, confirmed and older_than_hours narrow what it answered,
 * external_id stands for any of its three fields, and customer_ids for a request with each.
 */
const LOCAL = ['period', 'confirmed', 'older_than_hours', 'external_id', 'customer_ids'];
/** The same of one tool: which link is meant, and that a number is taken off before it is added. */
const OWN: Record<string, string[]> = {
  deactivate_contactlist: ['campaign_id', 'contactlist_id'],
  add_blocklist_number: ['replace'],
  update_user: ['new_password'],
};
const localOf = (name: string, args: Record<string, string>) =>
  [...LOCAL, ...(OWN[name] ?? [])].filter((argument) => !(argument in args));

describe('arguments of a tool', () => {
  it.each(catalogue)('$name sends exactly the arguments that are in its input', ({ name, args }) => {
    expect(
      inOrder(
        Object.keys(named(name).input.shape).filter((argument) => !localOf(name, args).includes(argument)),
      ),
    ).toEqual(inOrder(Object.keys(args)));
  });
});

describe('further arguments of a tool', () => {
  const MORE = {
    rows: ['limit', 'offset', 'sort', 'cursor', 'fields', 'confirm'],
    file: ['start_s', 'end_s', 'channel', 'deliver', 'marks', 'transcript'],
    record: ['confirm'],
  };
  it.each(catalogue)(
    '$name has further arguments only for paging, columns, files or confirmation',
    ({ name, args }) => {
      const added = Object.keys(inputOf(named(name)).shape).filter((argument) => !(argument in args));
      expect([...MORE[named(name).answer.is], ...localOf(name, args)]).toEqual(expect.arrayContaining(added));
    },
  );
});

it('every tool that changes something takes confirm, and hosts are told where a person is asked by default', () => {
  const acting = tools.filter(({ tier }) => tier !== 'read');
  expect(tools.filter((tool) => 'confirm' in inputOf(tool).shape)).toEqual(acting);
  const isSilent = ({ confirm }: z.ZodRawShape) => unadvertised.has(confirm as z.ZodType);
  const silent = acting.filter((tool) => isSilent(inputOf(tool).shape));
  expect(silent.map(({ name }) => name)).toEqual(
    acting
      .filter(({ tier, guard }) => tier === 'write' && guard.when === undefined)
      .filter(({ consequences }) => Object.keys(consequences ?? {}).join() === 'data')
      .map(({ name }) => name),
  );
});

it('every tool that changes something declares what it does to the world', () => {
  const kinds = Object.fromEntries(
    tools
      .filter(({ tier }) => tier !== 'read')
      .map(({ name, consequences }) => [name, Object.keys(consequences ?? {})]),
  );
  for (const [name, declared] of Object.entries(kinds)) expect(declared, name).not.toEqual([]);
  expect(kinds).toMatchObject({
    call_customer: ['contact'],
    activate_contactlist: ['contact'],
    move_customer: ['data', 'contact'],
    update_order_product: ['money'],
    cancel_orders: ['money', 'bulk'],
    confirm_order: ['legal'],
    remove_blocklist_number: ['legal'],
    create_user: ['access'],
    delete_user: ['access'],
    create_customer: ['data', 'contact'],
    create_customers: ['data', 'contact', 'bulk'],
    import_customers: ['data', 'contact', 'bulk'],
    prune_customer: ['erasure'],
  });
});

it('every tool that writes customers has the same members for a customer', () => {
  const single = Object.keys(named('create_customer').input.shape).filter(
    (name) => !['contactlist_id', 'allow_duplicates', 'contactlist_duplicates'].includes(name),
  );
  const { changes } = named('update_customer').input.shape as unknown as { changes: z.ZodObject };
  const { customers } = named('create_customers').input.shape as unknown as {
    customers: z.ZodArray<z.ZodObject>;
  };
  expect(Object.keys(changes.shape)).toEqual(single);
  expect(Object.keys(customers.element.shape)).toEqual(single);
});
