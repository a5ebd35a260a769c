/** Recordings of calls, and what was said in them. The recording of an order is in orders.ts. */

import * as s from '../../src/define/schema.ts';
import { transcribeRecordings } from '../../src/recordings/transcription/about-recording.ts';
import { compositeReadTool, path, query, readTool, toolset } from '../builders.ts';

export const recordings = toolset('calls', [
  readTool({
    name: 'get_call_recording',
    title: 'Get a call recording',
    description:
      "A call's recording (inspelning): type, size, length, sha256 and the resource URI of the audio; start_s and end_s cut a clip. For the recording kept with an order take get_order_recording.",
    input: s.object({ call_id: s.id('search_calls'), format: s.choice(['wav', 'mp3']).optional() }),
    request: {
      method: 'GET',
      path: '/api/call/:id/recording',
      args: {
        call_id: path('id'),
        format: query('mp3', (format: string) => (format === 'mp3' ? 1 : undefined)),
      },
    },
    answer: {
      is: 'file',
      sound: true,
      uri: (args) => `hitrate://call/${args.call_id}/recording.${args.format ?? 'wav'}`,
      file: (args) => `call-${args.call_id}`,
      title: (args) => `Recording of call ${args.call_id}`,
    },
    hints: {
      not_found:
        'The call does not exist or was not recorded; search_calls with recording = true lists recorded ones.',
    },
  }),
  compositeReadTool({
    name: 'transcribe_recording',
    title: 'Transcribe a recording',
    needs: 'speech engine',
    description:
      "What was said in calls' or an order's recordings, as lines with speaker and seconds, with agent, customer, talk share (0 to 1) and longest pause. No audio need be fetched first. Long recordings answer status working with a transcript: call again with that alone, also for further pages.",
    input: s.object({
      call_ids: s.ids().max(10).optional(),
      call_id: s.quiet(s.id('search_calls').optional()),
      order_id: s.id('search_orders').optional(),
      transcript: s.text.describe('as an earlier answer named it').optional(),
      ...s.clip,
      limit: s.int.min(1).max(1000).optional(),
      offset: s.count.optional(),
    }),
    oneOf: ['call_ids', 'call_id', 'order_id', 'transcript'],
    execute: transcribeRecordings,
    quotes: 'what was said',
    hints: {
      not_found:
        'search_calls with recording = true lists recorded calls. An order without a recording of its own may have one under its call_id (get_order).',
    },
  }),
]);
