/** Recordings of calls, and what was said in them. The recording of an order is in orders.ts. */
import * as s from '../../src/define/schema.ts';
import {
  transcribeInput,
  transcribeRecording,
} from '../../src/recordings/transcription/transcribe-recording.ts';
import { compositeReadTool, path, query, readTool, toolset } from '../builders.ts';

export const recordings = toolset('calls', [
  readTool({
    name: 'get_call_recording',
    title: 'Get a call recording',
    description:
      "A call's recording (inspelning): type, size, length, sha256 and the resource URI of the audio; start_s and end_s cut a clip. For the recording kept with an order take get_order_recording.",
    searchHint: 'listen to, download audio of a call',
    app: 'call-review',
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
      resources: [
        {
          address: 'hitrate://call/{call_id}/recording.wav',
          clip: ['start_s', 'end_s', 'channel'],
          name: 'Recording of a call (WAV)',
          mimeType: 'audio/wav',
          description:
            'What was said in a call, as the dialer recorded it. start_s and end_s (seconds) cut a clip; channel is left or right.',
          format: 'wav',
        },
        {
          address: 'hitrate://call/{call_id}/recording.mp3',
          clip: ['start_s', 'end_s'],
          name: 'Recording of a call (MP3)',
          mimeType: 'audio/mpeg',
          description: 'The same, several times smaller.',
          format: 'mp3',
        },
      ],
      stem: 'call-{call_id}',
      title: 'Recording of call {call_id}',
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
    searchHint: 'transcript, what was said in a call, speech to text',
    input: transcribeInput,
    oneOf: ['call_ids', 'call_id', 'order_id', 'transcript'],
    execute: transcribeRecording,
    quotes: 'what was said',
    hints: {
      not_found:
        'search_calls with recording = true lists recorded calls. An order without a recording of its own may have one under its call_id (get_order).',
    },
  }),
]);
