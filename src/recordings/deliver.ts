/** The answers of the tools that give a recording or PDF: what it is, and one of three ways to its bytes. */
import { createHash } from 'node:crypto';
import type { Config } from '../config/config.ts';
import { SETTINGS } from '../config/settings.ts';
import type { AudioInfo, FetchedRecording, SavedRecording } from '../define/recording.ts';
import type { ResourceEntry } from '../define/resource.ts';
import type { Args, Row } from '../define/row.ts';
import type { Progress } from '../define/tool.ts';
import type { Endpoints } from '../dialer/endpoints.ts';
import type { Deadline } from '../shared/deadline.ts';
import { ToolError } from '../shared/tool-error.ts';
import { createMemorySink, fetchRecording, type SizeLimit } from './fetch-recording.ts';
import { type InlineSupport, inlineNote, inlineSupportOf, smallestFormat } from './inline-delivery.ts';
import type { ResourceRegistry } from './resource-registry.ts';
import { clipName, type FileTool, resourceFor } from './resource-uri.ts';
import { saveRecording } from './save-recording.ts';

/** No recording is that long: something else is coming. */
export const FILE_LIMIT: SizeLimit = {
  bytes: 2_000_000_000,
  tooLarge: (has) => new ToolError('too_large', `It has ${has}, which no recording has. Nothing was saved.`),
};

export interface DeliveredRecording {
  row: Row;
  /** For what goes beside the text. */
  file: ResourceEntry & { base64?: string };
}

/** What of a call's context matters here. */
interface DeliveryHost {
  /** What the host calls itself. */
  host?: string;
  progress?: Progress;
}

export interface RecordingDelivery {
  /** @throws ToolError */
  deliver(tool: FileTool, args: Args, deadline: Deadline, context: DeliveryHost): Promise<DeliveredRecording>;
}

export function createRecordingDelivery(
  config: Config,
  endpoints: Endpoints,
  met: ResourceRegistry,
): RecordingDelivery {
  const { downloadDir, engine, channels, resourceBytes } = config.recordings;
  const named = channels.join() !== SETTINGS.channels.default;

  return {
    async deliver(tool, given, deadline, { host, progress }) {
      const { deliver = 'link', ...asked } = given as Args & { deliver?: 'link' | 'inline' | 'file' };
      const args = deliver === 'inline' ? smallestFormat(asked, tool) : asked;
      const inline = inlineSupportOf(host, tool);
      if (deliver === 'file' && !downloadDir)
        throw new ToolError(
          'permission_denied',
          'deliver = file needs a download folder, and none is set up. The person who set this server up can name one with HITRATE_DOWNLOAD_DIR. Nothing was fetched.',
        );
      const { clip, uri, title } = resourceFor(tool.answer, args);
      const download = await endpoints.download(tool.name, args, deadline);
      const use = { clip, progress };
      let taken: FetchedRecording & Partial<SavedRecording>;
      let base64: string | undefined;
      if (deliver === 'file') {
        const stem = tool.answer.file(args) + clipName(clip);
        taken = await saveRecording(downloadDir!, stem, download, { ...use, limit: FILE_LIMIT });
      } else if (deliver === 'inline') {
        const into = createMemorySink();
        const limit = { bytes: inline.cap, tooLarge: inlineTooLarge(config, tool, inline) };
        taken = await fetchRecording(download, { ...use, ...into, limit });
        taken.sha256 ??= createHash('sha256').update(into.bytes()).digest('hex');
        base64 = into.bytes().toString('base64');
      } else {
        // A hash needs all the bytes; on a slow line what the first ones tell is worth more than a deadline that passes.
        const half = deadline.leftMs() / 2;
        taken = await fetchRecording(download, { ...use, shouldStop: () => deadline.leftMs() < half });
      }
      const { type, bytes, sha256, sound, path, file } = taken;
      const dates = [args.start_date, args.end_date].filter(Boolean).join(' to ');
      met.add({ uri, title, type, bytes });
      const row = {
        type,
        bytes,
        ...sound,
        ...(sound.channels === 2 && named && { sides: `left ${channels[0]}, right ${channels[1]}` }),
        ...(sha256 && { sha256 }),
        ...(dates && { covers: dates }),
        ...(path ? { path, file } : { uri }),
        next: base64
          ? inlineNote(inline, downloadDir !== undefined)
          : path
            ? 'Tell the person where the file is.'
            : ways(tool, taken, inline),
      };
      return { row, file: { uri, type, title, bytes, base64 } };
    },
  };

  /** What to do next about a recording that was only looked at. */
  function ways(tool: FileTool, taken: FetchedRecording, inline: InlineSupport): string {
    const { type, bytes, sha256, unread } = taken;
    const clips = secondsThatFit(taken, resourceBytes);
    const known = [
      type.startsWith('audio/') &&
        (engine
          ? 'transcribe_recording gives the words.'
          : "What is said in it can't be told: no speech engine is set up."),
      downloadDir && 'deliver = file saves it.',
      inline.does && inlineWay(tool, taken, inline),
      bytes !== undefined && bytes > resourceBytes
        ? `As a resource it can be had in clips${clips ? ` of ${clips} s` : ''}.`
        : 'The uri is a resource that hosts can open.',
      unread
        ? 'It was not read to its end for want of time, so there is no sha256.'
        : !sha256 && 'The sha256 of a clip of a broken recording comes with its bytes.',
    ];
    return known.filter(Boolean).join(' ');
  }
}

/** Only where the host is known to keep the bytes from the model: elsewhere nobody is to be led there. */
function inlineWay(tool: FileTool, taken: FetchedRecording, { cap, does }: InlineSupport): string {
  const { bytes, sound } = taken;
  if (bytes !== undefined && bytes > cap)
    return `For deliver = inline it is too large: ${waysToGetLess(tool, sound, secondsThatFit(taken, cap))}.`;
  return `deliver = inline hands the bytes over, up to ${kilobytes(cap)}: ${does}`;
}

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;

const secondsThatFit = (
  { bytes, sound: { duration_s } }: FetchedRecording,
  cap: number,
): number | undefined => (duration_s && bytes ? Math.floor((cap / bytes) * duration_s) : undefined);

/** How to get less of it. @param seconds how many would fit */
function waysToGetLess({ answer, input }: FileTool, sound: AudioInfo, seconds: number | undefined): string {
  if (!answer.sound) return 'ask for a shorter time';
  const ways = [
    `cut a clip with start_s and end_s${seconds ? `, about ${seconds} s fit` : ''}`,
    sound.channels === 2 && !sound.codec?.startsWith('MPEG') && 'channel = left or right halves it',
    'format' in input.shape && !sound.codec?.startsWith('MPEG') && 'format = mp3 is several times smaller',
  ];
  return ways.filter(Boolean).join('; ');
}

const inlineTooLarge =
  (
    { recordings: { downloadDir, engine } }: Config,
    tool: FileTool,
    { cap, does }: InlineSupport,
  ): SizeLimit['tooLarge'] =>
  (has, seconds, sound) => {
    const ways = [
      `${capitalised(waysToGetLess(tool, sound, seconds))}.`,
      downloadDir && 'Or deliver = file saves it whole.',
      tool.answer.sound && engine && 'For the words take transcribe_recording.',
    ];
    return new ToolError(
      'too_large',
      `It has ${has}; inline at most ${kilobytes(cap)} go through${does ? '' : ', since hosts may hand the bytes to the model as text'}. ${ways.filter(Boolean).join(' ')}`,
    );
  };

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
