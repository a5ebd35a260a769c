import type { Row } from '../src/define/row.ts';
import * as s from '../src/define/schema.ts';
import type { ReadDialer } from '../src/define/tool-context.ts';
import { createdAnswer, expectSameId, record } from './answers.ts';
import { body, destructiveTool, path, readTool, toolset, writeTool } from './builders.ts';
import { previewCreation } from './creations.ts';
import { deletedAnswer, previewDeletion } from './deletions.ts';
import { pick, previewChanges, rereadUpdate, type UpdateTarget } from './updates.ts';

const readClient = async ({ client_id }: { client_id: number }, read: ReadDialer): Promise<Row> =>
  expectSameId('client', (await read('get_client', { client_id })).client, client_id);

const target: UpdateTarget<'client_id'> = {
  id: 'client_id',
  read: readClient,
  state: (client) => pick(client, 'name', 'office_id'),
};

export const clients = toolset('clients', [
  readTool({
    name: 'get_client',
    title: 'Get a client',
    description:
      'One client (uppdragsgivare): the company that campaigns and products belong to, with name and office. For ids by name: find.',
    input: s.object({ client_id: s.id() }),
    request: { method: 'GET', path: '/api/client/:id', args: { client_id: path('id') } },
    answer: record((answer) => answer.client),
    quotes: 'names',
  }),
  writeTool({
    name: 'create_client',
    title: 'Create a client',
    description:
      'Makes a new client, to sort campaigns and products by. Not a customer: for those create_customer.',
    input: s.object({ name: s.text, office_id: s.id('list_offices').optional() }),
    request: {
      method: 'POST',
      path: '/api/client',
      args: { name: body('name'), office_id: body('office_id') },
    },
    answer: createdAnswer('client_id', 'name'),
    consequences: { data: true },
    check: 'get_client',
    guard: { undo: 'delete_client', preview: previewCreation('client', 'name') },
  }),
  writeTool({
    name: 'update_client',
    title: 'Update a client',
    description: "Changes a client's name or office and keeps the rest.",
    input: s.object({
      client_id: s.id(),
      name: s.text.optional(),
      office_id: s.id('list_offices').optional(),
    }),
    request: {
      method: 'PUT',
      path: '/api/client/:id',
      args: { client_id: path('id'), name: body('name'), office_id: body('office_id') },
    },
    anyOf: [['name', 'office_id']],
    ...rereadUpdate(target),
    consequences: { data: true },
    check: 'get_client',
    guard: { undo: 'update_client with the old values', preview: previewChanges(target, 'client', 'name') },
  }),
  destructiveTool({
    name: 'delete_client',
    title: 'Delete a client',
    description: 'Deletes a client. Its campaigns and products stay.',
    input: s.object({ client_id: s.id() }),
    request: { method: 'DELETE', path: '/api/client/:id', args: { client_id: path('id') } },
    answer: deletedAnswer('client_id', (_, args) => args.client_id),
    consequences: { data: true },
    check: 'get_client',
    guard: {
      support: true,
      undo: 'they can restore it',
      preview: async (args, read) => {
        const client = await readClient(args, read);
        return previewDeletion({
          args,
          kind: 'client',
          row: client,
          name: client.name,
          effects: ['campaigns and products that belong to it stay, without a client'],
        });
      },
    },
  }),
]);
