/** The answers of the tools that give a recording or PDF: what it is, and a way to its bytes, or to a page that plays them. */
import { createHash } from 'node:crypto';
import { type Config, dialerArgument } from '../config/config.ts';
import type { RecordingsConfig } from '../config/recordings.ts';
import { SETTINGS } from '../config/settings.ts';
import type {
  AudioInfo,
  FetchedRecording,
  FileArgs,
  OpenReview,
  OpenReviewPage,
  RecordingOwner,
} from '../define/recording.ts';
import type { ResourceEntry } from '../define/resource.ts';
import type { Row } from '../define/row.ts';
import type { Progress } from '../define/tool-context.ts';
import type { Endpoints } from '../dialer/endpoints.ts';
import type { Download } from '../dialer/reply/download.ts';
import { checkDocument, documentNext, withholdsDocuments } from '../privacy/documents.ts';
import type { Deadline } from '../shared/deadline.ts';
import { ToolError } from '../shared/tool-error.ts';
import { createMemorySink, fetchRecording, type SizeLimit } from './fetch-recording.ts';
import { type InlineSupport, inlineNote, inlineSupportOf, withSmallestFormat } from './inline-delivery.ts';
import { inlineTooLarge, nextSteps } from './next-steps.ts';
import type { ResourceRegistry } from './resource-registry.ts';
import { type FileTool, type RequestedFile, requestedFile } from './resource-uri.ts';
import { saveRecording } from './save-recording.ts';

/** No recording is that long: something else is coming. */
export const FILE_LIMIT: SizeLimit = {
  bytes: 2_000_000_000,
  tooLarge: (size) =>
    new ToolError('too_large', `It has ${size}, which no recording has. Nothing was saved.`),
};

export interface DeliveredRecording {
  row: Row;
  /** For what goes beside the text. */
  file: ResourceEntry & { base64?: string };
}

export interface RecordingDelivery {
  /** @throws ToolError */
  deliver(
    tool: FileTool,
    args: FileArgs,
    deadline: Deadline,
    host: DeliveryHost,
  ): Promise<DeliveredRecording>;
}

/** What of a call's context matters here. */
interface DeliveryHost {
  /** What the host calls itself. */
  host?: string;
  progress?: Progress;
  /** Whether it shows the page itself, beside the answer. */
  showsApps?: boolean;
}

/** A file that the dialer has begun to send, and what it is wanted for. */
interface FileRequest extends RequestedFile {
  tool: FileTool;
  download: Download;
  inline: InlineSupport;
  deadline: Deadline;
  progress?: Progress;
  /** Absent where the host shows the page. */
  openPage?: (duration_s: number | undefined) => Promise<OpenReview>;
}

interface Delivery {
  recording: FetchedRecording;
  /** Where it was saved or can be heard; absent where its resource is all that the answer names. */
  place?: { path: string; file: string } | { page: string; opened: boolean };
  next: string;
  base64?: string;
}

type Deliver = (request: FileRequest, config: RecordingsConfig) => Promise<Delivery>;

export function createRecordingDelivery(
  config: Config,
  endpoints: Pick<Endpoints, 'download'>,
  registry: ResourceRegistry,
  openReviewPage: OpenReviewPage,
): RecordingDelivery {
  const { recordings, privacy } = config;
  const canSave = recordings.downloadDir !== undefined;

  return {
    async deliver(
      tool,
      { deliver = 'link', marks = [], transcript, ...given },
      deadline,
      { host, progress, showsApps },
    ) {
      if (deliver === 'file' && !canSave) throw noDownloadFolder();
      const isWithheld = !tool.answer.sound && withholdsDocuments(privacy);
      if (isWithheld && deliver === 'inline') checkDocument(privacy, canSave);
      const args = argumentsFor(deliver, given, tool);
      const requested = requestedFile(tool.answer, args, config);
      const download = await endpoints.download(tool.name, args, deadline);
      const inline = inlineSupportOf(host, tool);
      const { uri, title } = requested;
      const openPage = (duration_s: number | undefined) =>
        openReviewPage({
          subject: { owner: ownerOf(args), recording: uri, dialer: dialerArgument(config), duration_s },
          marks,
          transcript,
          start_s: given.start_s,
        });
      const { recording, place, next, base64 } = await DELIVERIES[deliver](
        { ...requested, tool, download, inline, deadline, progress, ...(!showsApps && { openPage }) },
        recordings,
      );
      const { type, bytes, sha256, sound } = recording;
      const dates = [args.start_date, args.end_date].filter(Boolean).join(' to ');
      await registry.add({ uri, title, type, bytes });
      const row = {
        type,
        bytes,
        ...sound,
        ...sidesOf(sound, recordings),
        ...(sha256 && { sha256 }),
        ...(dates && { covers: dates }),
        ...(place ?? { uri }),
        ...(deliver === 'page' && { marks: marks.length }),
        next: isWithheld && deliver === 'link' ? documentNext(privacy, canSave) : next,
      };
      return { row, file: { uri, type, title, bytes, base64 } };
    },
  };
}

/** Saves it in the download folder. */
const deliverFile: Deliver = async ({ stem, clip, download, progress }, { downloadDir }) => {
  const options = { clip, progress, limit: FILE_LIMIT };
  const { path, file, ...recording } = await saveRecording(downloadDir!, stem, download, options);
  return { recording, place: { path, file }, next: 'Tell the person where the file is.' };
};

/** Hands its bytes over with the answer. */
const deliverInline: Deliver = async ({ tool, clip, download, inline, progress }, config) => {
  const sink = createMemorySink();
  const limit = { bytes: inline.maxBytes, tooLarge: inlineTooLarge(tool, inline, config) };
  const recording = await fetchRecording(download, { clip, progress, limit, ...sink });
  const bytes = sink.bytes();
  const sha256 = recording.sha256 ?? createHash('sha256').update(bytes).digest('hex');
  return {
    recording: { ...recording, sha256 },
    next: inlineNote(inline, config.downloadDir !== undefined),
    base64: bytes.toString('base64'),
  };
};

/** Looks at it, and names the ways to its bytes. */
const deliverLink: Deliver = async ({ tool, clip, download, inline, deadline, progress }, config) => {
  // A hash needs all the bytes; on a slow line, what the first ones tell is worth more than a deadline that passes.
  const half = deadline.leftMs() / 2;
  const shouldStop = () => deadline.leftMs() < half;
  const recording = await fetchRecording(download, { clip, progress, shouldStop });
  return { recording, next: nextSteps(tool, recording, inline, config) };
};

/** Opens a page that plays it. The page reads it by itself: here it is only known that it is there. */
const deliverPage: Deliver = async ({ download, openPage }) => {
  const recording = await fetchRecording(download, { shouldStop: () => true });
  if (!openPage) return { recording, next: SHOWN_BY_HOST };
  const { address, opened, next } = await openPage(recording.sound.duration_s);
  return { recording, place: { page: address, opened }, next };
};

const SHOWN_BY_HOST =
  'The person sees the page beside this answer: they hear it there and read what was said.';

const DELIVERIES = { link: deliverLink, inline: deliverInline, file: deliverFile, page: deliverPage };

/** Returns the arguments that the file is asked for by: a page has all of the recording, and cuts it itself. */
function argumentsFor(deliver: FileArgs['deliver'], args: FileArgs, tool: FileTool): FileArgs {
  if (deliver === 'inline') return withSmallestFormat(args, tool);
  if (deliver !== 'page') return args;
  const { start_s: _, end_s: __, channel: ___, format: ____, ...owner } = args;
  return owner;
}

const ownerOf = ({ call_id, order_id }: FileArgs): RecordingOwner =>
  typeof order_id === 'number' ? { order_id } : { call_id: Number(call_id) };

/** Who is on which channel, where the operator has said so. */
function sidesOf({ channels }: AudioInfo, { channels: [left, right] }: RecordingsConfig): Row {
  const isConfigured = `${left},${right}` !== SETTINGS.channels.default;
  return channels === 2 && isConfigured ? { sides: `left ${left}, right ${right}` } : {};
}

const noDownloadFolder = (): ToolError =>
  new ToolError(
    'permission_denied',
    'deliver = file needs a download folder, and none is set up. The person who set this server up can name one with HITRATE_DOWNLOAD_DIR. Nothing was fetched.',
  );
