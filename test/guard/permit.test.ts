import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import type { Args } from '../../src/define/row.ts';
import { endpoint, type Tool } from '../../src/define/tool.ts';
import { type Grant, permit } from '../../src/guard/permit.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { tools } from '../../tools/index.ts';

const policyOf = (access: string, toolsets = 'all', ask?: string) =>
  readConfig([], {
    HITRATE_SANDBOX: 'on',
    HITRATE_ACCESS: access,
    HITRATE_TOOLSETS: toolsets,
    HITRATE_ASK: ask,
  });
const all = policyOf('destructive');
const toolNamed = (name: string): Tool => tools.find((tool) => tool.name === name)!;

/** The error, or `granted`. */
function outcome(act: string, args: Args, grant: Grant, policy = all): string {
  try {
    const given = permit(endpoint(tools, act), args, grant, policy);
    expect(given).toMatchObject({ tool: { name: act }, args });
    return 'granted';
  } catch (error) {
    if (error instanceof ToolError) return `${error.kind}: ${error.message}`;
    throw error;
  }
}

const importing: Grant = { tool: toolNamed('import_customers') };
const order = { order_id: 39, cancelled: true };

describe('a permit', () => {
  it('a permit is given for a write that needs no confirmation', () => {
    expect(outcome('create_client', { name: 'Djurboxen' }, importing)).toBe('granted');
  });

  it('a permit is given whatever toolsets a model is offered', () => {
    expect(outcome('create_client', { name: 'Djurboxen' }, importing, policyOf('write', 'insight'))).toBe(
      'granted',
    );
  });

  it.each(tools.filter(({ tier }) => tier === 'destructive'))(
    'a permit is not given for $name inside another tool',
    ({ name }) => {
      expect(outcome(name, { customer_id: 922, order_ids: [39] }, importing)).toMatch(
        /^permission_denied: .*Nothing was sent/,
      );
    },
  );

  it('a permit is not given for a write that its arguments escalate', () => {
    expect(outcome('update_order_status', order, importing)).toMatch(
      /^permission_denied: update_order_status needs/,
    );
    expect(outcome('update_order_status', { order_id: 39, comment: 'x' }, importing)).toBe('granted');
  });

  it('a permit is not given for a write of a kind that a person is asked about', () => {
    const price = { product_id: 2, price: 299 };
    expect(outcome('update_product', price, importing)).toMatch(
      /needs a person's yes \(it is of the kind money/,
    );
    const asked = policyOf('destructive', 'all', 'none');
    expect(outcome('update_product', price, importing, asked)).toBe('granted');
  });

  it.each([
    ['create_customers', 'read'],
    ['update_order_status', 'read'],
    ['prune_customer', 'write'],
  ])('a permit is not given for %s where the operator allows %s', (act, access) => {
    const grant = { tool: toolNamed(act), confirmed: {} };
    expect(outcome(act, {}, grant, policyOf(access))).toMatch(/^permission_denied: .*HITRATE_ACCESS=/);
  });

  it('a permit is given for exactly the arguments that were confirmed', () => {
    const grant = { tool: toolNamed('update_order_status'), confirmed: order };
    expect(outcome('update_order_status', { ...order }, grant)).toBe('granted');
    expect(outcome('update_order_status', { ...order, order_id: 40 }, grant)).toMatch(/^permission_denied/);
    expect(outcome('update_order_status', order, { tool: grant.tool })).toMatch(/^permission_denied/);
  });

  it('a permit is given for each of several acts that were confirmed together, and for no other act', () => {
    const grant = { tool: toolNamed('prune_customer'), confirmed: { customer_ids: [1, 2] } };
    expect(outcome('prune_customer', { customer_id: 2 }, grant)).toBe('granted');
    expect(outcome('prune_customer', { customer_id: 3 }, grant)).toMatch(/^permission_denied/);
    expect(outcome('remove_customer', { customer_id: 2 }, grant)).toMatch(/^permission_denied/);
  });

  it('a permit is given for acts that the guard of the confirmed tool covers, and only after the confirmation', () => {
    const tool = toolNamed('add_blocklist_number');
    const confirmed = { blocklist_id: 1, phone: '+46701740605', replace: true };
    expect(outcome('remove_blocklist_number', { blocklist_id: 1 }, { tool, confirmed })).toBe('granted');
    expect(outcome('remove_blocklist_number', { blocklist_id: 1 }, { tool })).toMatch(/^permission_denied/);
    expect(outcome('delete_blocklist', { blocklist_id: 1 }, { tool, confirmed })).toMatch(
      /^permission_denied/,
    );
  });
});
