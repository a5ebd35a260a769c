/**
 * The walls that the compiler holds. What must not compile stands under `@ts-expect-error`: `npm run types` fails as soon
 * as one of them does compile.
 */
import { describe, expect, it } from 'vitest';
import type { Permit } from '../../src/define/permit.ts';
import * as s from '../../src/define/schema.ts';
import type { ActContext, ReadContext, WriteContext } from '../../src/define/tool-context.ts';
import type { Endpoints } from '../../src/dialer/endpoints.ts';
import type { Deadline } from '../../src/shared/deadline.ts';
import { record } from '../../tools/answers.ts';
import {
  compositeReadTool,
  compositeWriteTool,
  destructiveTool,
  path,
  query,
  readTool,
  toolset,
  writeTool,
} from '../../tools/builders.ts';

const input = s.object({ client_id: s.int });
const request = { method: 'DELETE', path: '/api/client/:id', args: { client_id: path('id') } } as const;
const misplaced = { ...request, args: { clint_id: query('id') } };
const answer = record(() => ({ status: 'done' }));
const about = { title: 'A client', description: 'One client.', input };
const client = { ...about, request, answer };
const check = 'get_client';
const guard = {
  undo: 'nobody can',
  preview: async () => ({ args: {}, target: '', state: null, summary: '', effects: [] }),
};
const consequences = { data: true } as const;
const sometimes = { ...guard, when: () => undefined };
const send = async (args: object, { send }: ActContext) => send({ ...args });
const writes = async (args: object, { write }: WriteContext) => write('update_client', { ...args });
const reads = async (_: object, { read }: ReadContext) => ({ campaigns: await read('list_campaigns', {}) });

/** Compiled and never run. */
function walls(
  read: ReadContext,
  write: WriteContext,
  act: ActContext,
  endpoints: Endpoints,
  soon: Deadline,
) {
  // What destroys has a guard and a tool that tells whether it was done.
  destructiveTool({ name: 'delete_client', ...client, consequences, check, guard });
  // @ts-expect-error a destructive tool without a guard
  destructiveTool({ name: 'delete_client', ...client, consequences, check });
  // @ts-expect-error a destructive tool without a check
  destructiveTool({ name: 'delete_client', ...client, consequences, guard });
  // @ts-expect-error a destructive tool that does not say what it does to the world
  destructiveTool({ name: 'delete_client', ...client, check, guard });
  // @ts-expect-error a destructive tool that is confirmed only sometimes
  destructiveTool({ name: 'delete_client', ...client, consequences, check, guard: sometimes });
  // @ts-expect-error the first of them as mere data, without a builder
  toolset('clients', [{ tier: 'destructive', name: 'delete_client', ...client, check }]);

  // A write has a check and a preview, and says what it does to the world and when it escalates.
  writeTool({ name: 'update_client', ...client, consequences, check, guard: sometimes, act: send });
  writeTool({ name: 'update_client', ...client, consequences, check, guard });
  // @ts-expect-error a write without a check
  writeTool({ name: 'update_client', ...client, consequences, guard });
  // @ts-expect-error a write without a preview
  writeTool({ name: 'update_client', ...client, consequences, check });
  // @ts-expect-error a write that does not say what it does to the world
  writeTool({ name: 'update_client', ...client, check, guard });
  // @ts-expect-error a kind of consequence that there is not
  writeTool({ name: 'update_client', ...client, consequences: { fun: true }, check, guard });
  // @ts-expect-error a write that is named like a read
  writeTool({ name: 'get_client', ...client, consequences, check, guard });
  // @ts-expect-error a deletion that is declared as a write
  writeTool({ name: 'delete_client', ...client, consequences, check, guard });

  // A read has neither, and no way to write.
  readTool({ name: 'get_client', ...client });
  // @ts-expect-error a read with a guard
  readTool({ name: 'get_client', ...client, guard });
  // @ts-expect-error a read that is named like a deletion
  readTool({ name: 'delete_client', ...client });
  // @ts-expect-error a read that acts
  readTool({ name: 'get_client', ...client, act: send });
  compositeReadTool({ name: 'client_overview', ...about, execute: reads });
  // @ts-expect-error a combined read that writes
  compositeReadTool({ name: 'client_overview', ...about, execute: writes });
  compositeWriteTool({ name: 'import_clients', ...about, consequences, check, guard, execute: writes });

  // @ts-expect-error a place for an argument that the input has not
  readTool({ name: 'get_client', ...client, request: misplaced });

  // Nobody reads by the name of an act, or acts behind the guard's back.
  read.read('get_customer', {});
  // @ts-expect-error an erasure where a read is meant
  read.read('prune_customer', {});
  // @ts-expect-error a tool that reads has no way to write
  read.write('update_customer', {});
  write.write('create_customers', {});
  // @ts-expect-error an erasure inside of a tool that combines writes
  write.write('prune_customer', {});
  // @ts-expect-error another act than the tool's own, without a yes that covers it
  act.write('update_customer', {});
  // @ts-expect-error a write without a permit
  endpoints.write({ tool: 'prune_customer', args: {} }, soon);
  // @ts-expect-error a permit that nobody gave
  const forged: Permit = { tool: undefined, args: {} };
  return forged;
}

describe('the type rules of the tools', () => {
  it('the type rules of the tools are compiled with all other code', () => {
    expect(walls).toBeTypeOf('function');
  });
});
