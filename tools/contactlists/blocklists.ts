/** Numbers that are not rung. */

import type { Row } from '../../src/define/row.ts';
import * as s from '../../src/define/schema.ts';
import type { ReadDialer } from '../../src/define/tool-context.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { byId, countNoun, createdAnswer, label, list } from '../answers.ts';
import { body, destructiveTool, readTool, toolset, writeTool } from '../builders.ts';
import { previewCreation } from '../creations.ts';
import { deletedAnswer, previewDeletion } from '../deletions.ts';
import { blockedAnswer, blockNumber, explainEndDate, unblockedAnswer, unblockNumber } from './blocking.ts';

/** The number is off the list for a moment, with its old values. */
const takesOff = ({ replace }: { replace?: boolean }): boolean => replace === true;

export const blocklists = toolset('contactlists', [
  writeTool({
    name: 'create_blocklist',
    title: 'Create a blocklist',
    description: 'Makes an empty blocklist (spärrlista, nixlista); add_blocklist_number fills it.',
    input: s.object({ title: s.text }),
    request: { method: 'POST', path: '/api/blocklist', args: { title: body('title') } },
    answer: createdAnswer('blocklist_id', 'title'),
    consequences: { data: true },
    check: 'list_blocklists',
    guard: { undo: 'delete_blocklist', preview: previewCreation('blocklist', 'title') },
  }),
  readTool({
    name: 'list_blocklists',
    title: 'List blocklists',
    description:
      'All blocklists with id, title and how many numbers each holds. Which numbers those are can not be listed.',
    input: s.object({}),
    request: { method: 'GET', path: '/api/blocklist' },
    answer: list({ id: 'id', title: 'title', numbers: 'count' }, 'There is no blocklist.'),
    quotes: 'titles',
  }),
  writeTool({
    name: 'add_blocklist_number',
    title: 'Block a number',
    description:
      'Blocks a phone number (spärra, nixa) so that campaigns with that blocklist do not ring it, until end_date if given.',
    searchHint: 'block a phone number, do not call list, DNC',
    input: s.object({
      blocklist_id: s.id('list_blocklists'),
      phone: s.phone,
      end_date: s.day.optional(),
      comment: s.anyText.optional(),
      replace: s.flag.describe('set both anew; needs a confirmation').optional(),
    }),
    request: {
      method: 'POST',
      path: '/api/blocklist/customer',
      args: {
        blocklist_id: body('id'),
        phone: body('phone'),
        end_date: body('end_date'),
        comment: body('comment'),
      },
      // Called optional in the documentation, yet a request without it is refused.
      defaults: { comment: '' },
    },
    act: blockNumber,
    answer: { is: 'record', record: blockedAnswer, joins: ['blocklist'] },
    hints: { not_found: 'list_blocklists has the blocklists.' },
    consequences: { data: true, legal: takesOff },
    check: 'list_blocklists',
    guard: {
      when: (args) => (takesOff(args) ? 'replace takes the number off and puts it on anew' : undefined),
      // Put on again it is with fewer arguments than were confirmed.
      covers: ['remove_blocklist_number', 'add_blocklist_number'],
      undo: 'remove_blocklist_number; an old comment and end date that were replaced are lost, since the dialer does not tell them',
      irreversible: takesOff,
      preview: async (args, read, format) => {
        const blocklist = await readBlocklist(args, read);
        const { end_date, comment, phone } = args;
        const values = `${end_date === undefined ? 'without an end date' : `end_date ${end_date}`}, ${comment ? `comment "${comment}"` : 'without a comment'}`;
        return {
          args,
          target: `${phone} on blocklist ${blocklist.id}`,
          state: [blocklist.id, blocklist.title],
          summary: `${takesOff(args) ? 'Set anew' : 'Put'} ${phone} on blocklist ${label(blocklist.title, blocklist.id)}: ${values}.`,
          effects: [
            ...(takesOff(args)
              ? [
                  'the comment and the end date that it may have there are replaced; the dialer does not tell them',
                ]
              : []),
            end_date === undefined ? 'it is blocked without end' : explainEndDate(end_date, format.today()),
            ...(takesOff(args)
              ? ['it is taken off and put on again at once, since the API can not change it']
              : []),
          ],
        };
      },
    },
  }),
  destructiveTool({
    name: 'delete_blocklist',
    title: 'Delete a blocklist',
    description: 'Deletes a whole blocklist: all its numbers may be rung again at once.',
    input: s.object({ blocklist_id: s.id('list_blocklists') }),
    request: { method: 'DELETE', path: '/api/blocklist', args: { blocklist_id: body('id') } },
    answer: deletedAnswer('blocklist_id', (_, args) => args.blocklist_id),
    consequences: { legal: true },
    check: 'list_blocklists',
    guard: {
      undo: 'nobody can bring it back; its numbers would have to be added again one by one',
      irreversible: () => true,
      preview: async (args, read) => {
        const blocklist = await readBlocklist(args, read);
        return {
          ...previewDeletion({
            args,
            kind: 'blocklist',
            row: blocklist,
            name: blocklist.title,
            effects: [`its ${countNoun(blocklist.count, 'number')} may be rung again at once`],
          }),
          type: { name: "the blocklist's id", value: String(blocklist.id) },
        };
      },
    },
  }),
  destructiveTool({
    name: 'remove_blocklist_number',
    title: 'Unblock a number',
    description: 'Takes one number off a blocklist: it may be rung again at once.',
    input: s.object({ blocklist_id: s.id('list_blocklists'), phone: s.phone }),
    request: {
      method: 'DELETE',
      path: '/api/blocklist/customer',
      args: { blocklist_id: body('id'), phone: body('phone') },
    },
    act: unblockNumber,
    answer: { is: 'record', record: unblockedAnswer, joins: ['blocklist'] },
    consequences: { legal: true },
    check: 'list_blocklists',
    guard: {
      undo: 'add_blocklist_number, without the old comment and end date; meanwhile the number may be rung',
      preview: async (args, read) => {
        const blocklist = await readBlocklist(args, read);
        return {
          args,
          target: `${args.phone} on blocklist ${blocklist.id}`,
          state: [blocklist.id, blocklist.title],
          // The number itself is what the person says yes to, so it is shown whole.
          summary: `Take ${args.phone} off blocklist ${label(blocklist.title, blocklist.id)}.`,
          effects: [
            'the number may be rung again at once, if it is on the list: the dialer does not tell its numbers',
          ],
        };
      },
    },
  }),
]);

async function readBlocklist({ blocklist_id }: { blocklist_id: number }, read: ReadDialer): Promise<Row> {
  const blocklist = byId(await read('list_blocklists', {}), blocklist_id);
  if (!blocklist)
    throw new ToolError('not_found', `There is no blocklist ${blocklist_id}; list_blocklists has them.`);
  return blocklist;
}
