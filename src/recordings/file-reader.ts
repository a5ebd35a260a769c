/** Reads recordings and PDFs as resources: whole, a clip of one, or its waveform. */
import type { Config } from '../config/config.ts';
import type { Progress } from '../define/tool-context.ts';
import type { Endpoints } from '../dialer/endpoints.ts';
import { megabytes } from '../dialer/reply/response-body.ts';
import { checkDocument } from '../privacy/documents.ts';
import { withDeadline } from '../shared/deadline.ts';
import { ToolError } from '../shared/tool-error.ts';
import { createMemorySink, fetchRecording, type SizeLimit } from './fetch-recording.ts';
import { createRecordingCache } from './memory/recording-cache.ts';
import { readWaveform } from './read-waveform.ts';
import type { ResourceRegistry } from './resource-registry.ts';
import { addressOf, argumentsOf, type ResourceTemplate, type WaveformSource } from './resource-templates.ts';
import { requestedFile } from './resource-uri.ts';

export interface ResourceContents {
  uri: string;
  mimeType: string;
  blob?: string;
  text?: string;
}

/** Each throws ToolError. */
export interface FileReader {
  read(
    uri: string,
    template: ResourceTemplate,
    signal: AbortSignal,
    progress?: Progress,
  ): Promise<ResourceContents>;
  /** The recording is kept for a while, since its clips will be wanted. */
  readWaveform(
    uri: string,
    source: WaveformSource,
    signal: AbortSignal,
    progress?: Progress,
  ): Promise<ResourceContents>;
  /** Forgets what was kept. */
  close(): void;
}

export function createFileReader(
  config: Config,
  endpoints: Pick<Endpoints, 'download'>,
  templates: readonly ResourceTemplate[],
  registry: ResourceRegistry,
): FileReader {
  const cache = createRecordingCache(endpoints);
  const { resourceBytes, channels, downloadDir } = config.recordings;
  return {
    async read(uri, template, signal, progress) {
      const { tool } = template;
      const args = argumentsOf(uri, template, config);
      if (!tool.answer.sound) checkDocument(config.privacy, downloadDir !== undefined);
      const { clip, title, uri: listedUri } = requestedFile(tool.answer, args, config);
      const tooLarge = tooLargeError(addressOf(uri), template, templates, resourceBytes);
      const options = {
        clip,
        limit: { bytes: resourceBytes, tooLarge },
        progress,
        skipHash: true as const,
      };
      return withDeadline(config.timeoutMs, signal, (deadline) =>
        cache.read(tool, args, deadline, false, async (download, isKept) => {
          const sink = createMemorySink();
          const { type, bytes } = await fetchRecording(download, { ...options, ...sink });
          // Whoever hears a kept recording reads a hundred clips of it, which are no use in a list.
          if (!isKept) await registry.add({ uri: listedUri, title, type, bytes });
          return { uri, mimeType: type, blob: sink.bytes().toString('base64') };
        }),
      );
    },
    readWaveform: (uri, { template, recording }, signal, progress) =>
      withDeadline(config.timeoutMs, signal, async (deadline) => {
        const args = argumentsOf(recording, template, config);
        const waveform = await cache.read(template.tool, args, deadline, true, (download) =>
          readWaveform(download, channels, progress),
        );
        return { uri, mimeType: 'application/json', text: JSON.stringify(waveform) };
      }),
    close: cache.close,
  };
}

/** Names the ways to less of the file. */
function tooLargeError(
  address: string,
  { tool, canBeCut }: ResourceTemplate,
  templates: readonly ResourceTemplate[],
  maxBytes: number,
): SizeLimit['tooLarge'] {
  const mp3 = address.replace(/recording\.wav$/, 'recording.mp3');
  const hasMp3 = mp3 !== address && templates.some(({ pattern }) => pattern.test(mp3));
  return (size, seconds = 60) => {
    const ways = canBeCut
      ? [
          `Ask for a clip, such as ${address}?start_s=0&end_s=${seconds}`,
          ...(hasMp3 ? [`${mp3} is several times smaller`] : []),
        ]
      : [`Ask ${tool.name} for a shorter time`];
    return new ToolError(
      'too_large',
      `The file has ${size}; resources are handed out up to ${megabytes(maxBytes)} (HITRATE_RESOURCE_MB), since more make a host hang up. ${ways.join('; ')}.`,
    );
  };
}
