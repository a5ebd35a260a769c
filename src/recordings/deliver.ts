/** The answers of the tools that give a recording or PDF: what it is, and one of three ways to its bytes. */
import { createHash } from 'node:crypto';
import type { Config } from '../config/config.ts';
import type { RecordingsConfig } from '../config/recordings.ts';
import { SETTINGS } from '../config/settings.ts';
import type { AudioInfo, FetchedRecording, FileArgs } from '../define/recording.ts';
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
}

/** A file that the dialer has begun to send, and what it is wanted for. */
interface FileRequest extends RequestedFile {
  tool: FileTool;
  download: Download;
  inline: InlineSupport;
  deadline: Deadline;
  progress?: Progress;
}

interface Delivery {
  recording: FetchedRecording;
  /** Where it was saved; absent where its resource is all that the answer names. */
  saved?: { path: string; file: string };
  next: string;
  base64?: string;
}

type Deliver = (request: FileRequest, config: RecordingsConfig) => Promise<Delivery>;

export function createRecordingDelivery(
  config: Config,
  endpoints: Pick<Endpoints, 'download'>,
  registry: ResourceRegistry,
): RecordingDelivery {
  const { recordings, privacy } = config;
  const canSave = recordings.downloadDir !== undefined;

  return {
    async deliver(tool, { deliver = 'link', ...given }, deadline, { host, progress }) {
      if (deliver === 'file' && !canSave) throw noDownloadFolder();
      const isWithheld = !tool.answer.sound && withholdsDocuments(privacy);
      if (isWithheld && deliver === 'inline') checkDocument(privacy, canSave);
      const args = deliver === 'inline' ? withSmallestFormat(given, tool) : given;
      const requested = requestedFile(tool.answer, args, config);
      const download = await endpoints.download(tool.name, args, deadline);
      const inline = inlineSupportOf(host, tool);
      const { recording, saved, next, base64 } = await DELIVERIES[deliver](
        { ...requested, tool, download, inline, deadline, progress },
        recordings,
      );
      const { uri, title } = requested;
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
        ...(saved ?? { uri }),
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
  return { recording, saved: { path, file }, next: 'Tell the person where the file is.' };
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

const DELIVERIES = { link: deliverLink, inline: deliverInline, file: deliverFile };

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
