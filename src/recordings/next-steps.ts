/** What can be done next with a recording or PDF, in the words of answers and errors. */
import type { RecordingsConfig } from '../config/recordings.ts';
import type { AudioInfo, FetchedRecording } from '../define/recording.ts';
import { ToolError } from '../shared/tool-error.ts';
import type { SizeLimit } from './fetch-recording.ts';
import type { InlineSupport } from './inline-delivery.ts';
import type { FileTool } from './resource-uri.ts';

/** Returns the ways to a recording's words and bytes, for an answer that has neither. */
export function nextSteps(
  tool: FileTool,
  recording: FetchedRecording,
  inline: InlineSupport,
  { engine, downloadDir, resourceBytes }: RecordingsConfig,
): string {
  const steps = [
    recording.type.startsWith('audio/') &&
      (engine
        ? 'transcribe_recording gives the words.'
        : "What is said in it can't be told: no speech engine is set up."),
    downloadDir && 'deliver = file saves it.',
    // Only where the host is known to keep the bytes from the model: elsewhere nobody is to be led there.
    inline.handling && inlineStep(tool, recording, inline),
    resourceStep(recording, resourceBytes),
    hashNote(recording),
  ];
  return steps.filter(Boolean).join(' ');
}

function inlineStep(tool: FileTool, recording: FetchedRecording, { maxBytes, handling }: InlineSupport) {
  const { bytes, sound } = recording;
  if (bytes !== undefined && bytes > maxBytes)
    return `For deliver = inline it is too large: ${waysToLess(tool, sound, secondsThatFit(recording, maxBytes))}.`;
  return `deliver = inline hands the bytes over, up to ${kilobytes(maxBytes)}: ${handling}`;
}

function resourceStep(recording: FetchedRecording, maxBytes: number): string {
  const { bytes } = recording;
  if (bytes === undefined || bytes <= maxBytes) return 'The uri is a resource that hosts can open.';
  const seconds = secondsThatFit(recording, maxBytes);
  return `As a resource it can be had in clips${seconds ? ` of ${seconds} s` : ''}.`;
}

function hashNote({ unread, sha256 }: FetchedRecording): string | undefined {
  if (unread) return 'It was not read to its end for want of time, so there is no sha256.';
  return sha256 ? undefined : 'The sha256 of a clip of a broken recording comes with its bytes.';
}

/** Returns the error for a recording that is larger than an answer may hold. */
export const inlineTooLarge =
  (
    tool: FileTool,
    { maxBytes, handling }: InlineSupport,
    { downloadDir, engine }: RecordingsConfig,
  ): SizeLimit['tooLarge'] =>
  (size, seconds, sound) => {
    const ways = [
      `${capitalised(waysToLess(tool, sound, seconds))}.`,
      downloadDir && 'Or deliver = file saves it whole.',
      tool.answer.sound && engine && 'For the words take transcribe_recording.',
    ];
    return new ToolError(
      'too_large',
      `It has ${size}; inline at most ${kilobytes(maxBytes)} go through${handling ? '' : ', since hosts may hand the bytes to the model as text'}. ${ways.filter(Boolean).join(' ')}`,
    );
  };

/** Returns how to get less of a file. @param seconds how many would fit, where that is known */
function waysToLess({ answer, input }: FileTool, sound: AudioInfo, seconds: number | undefined): string {
  if (!answer.sound) return 'ask for a shorter time';
  const isMp3 = sound.codec?.startsWith('MPEG');
  const ways = [
    `cut a clip with start_s and end_s${seconds ? `, about ${seconds} s fit` : ''}`,
    sound.channels === 2 && !isMp3 && 'channel = left or right halves it',
    'format' in input.shape && !isMp3 && 'format = mp3 is several times smaller',
  ];
  return ways.filter(Boolean).join('; ');
}

const secondsThatFit = (
  { bytes, sound: { duration_s } }: FetchedRecording,
  maxBytes: number,
): number | undefined => (duration_s && bytes ? Math.floor((maxBytes / bytes) * duration_s) : undefined);

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
