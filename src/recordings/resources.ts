/** Recordings, PDFs and exports as resources: which there are, and their bytes. */
import type { Config } from '../config/config.ts';
import type { ResourceEntry } from '../define/resource.ts';
import type { Tool } from '../define/tool.ts';
import type { Progress } from '../define/tool-context.ts';
import type { Endpoints } from '../dialer/endpoints.ts';
import { megabytes } from '../dialer/reply/response-body.ts';
import { checkDocument } from '../privacy/documents.ts';
import type { Privacy } from '../privacy/privacy.ts';
import { withDeadline } from '../shared/deadline.ts';
import { oneLine } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import { createMemorySink, fetchRecording, type SizeLimit } from './fetch-recording.ts';
import type { ResourceRegistry } from './resource-registry.ts';
import { addressOf, argumentsOf, type ResourceTemplate, resourceTemplates } from './resource-templates.ts';
import { addressAt, requestedFile } from './resource-uri.ts';

export interface ResourceContents {
  uri: string;
  mimeType: string;
  blob?: string;
  text?: string;
}

export interface Resources {
  /** Those whose tools are on offer. */
  templates(): readonly ResourceTemplate[];
  /** The template that an address belongs to, for the log: the address itself may hold what people wrote. */
  templateOf(uri: string): string;
  /** Those that this session has come across, the last ones first. */
  list(): Promise<ResourceEntry[]>;
  /** Goes up with every change of the list. */
  changes(): number;
  /** @throws ToolError; not_found where there is no such address */
  read(uri: string, signal: AbortSignal, progress?: Progress): Promise<ResourceContents>;
}

/** Where what was exported begins; what follows may hold what people wrote. */
export const EXPORTS = 'hitrate://export/';

export function createResources(
  config: Config,
  endpoints: Pick<Endpoints, 'download'>,
  tools: readonly Tool[],
  registry: ResourceRegistry,
  privacy: Privacy,
): Resources {
  const templates = resourceTemplates(tools, config);
  const { resourceBytes } = config.recordings;
  const find = (uri: string) => templates.find(({ pattern }) => pattern.test(addressOf(uri)));

  /** Reads a recording or PDF from the dialer. */
  async function download(
    uri: string,
    template: ResourceTemplate,
    signal: AbortSignal,
    progress: Progress | undefined,
  ): Promise<ResourceContents> {
    const { tool } = template;
    const args = argumentsOf(uri, template, config);
    if (!tool.answer.sound) checkDocument(config.privacy, config.recordings.downloadDir !== undefined);
    const { clip, title, uri: listedUri } = requestedFile(tool.answer, args, config);
    const tooLarge = tooLargeError(addressOf(uri), template, templates, resourceBytes);
    return withDeadline(config.timeoutMs, signal, async (deadline) => {
      const sink = createMemorySink();
      const { type, bytes } = await fetchRecording(await endpoints.download(tool.name, args, deadline), {
        clip,
        limit: { bytes: resourceBytes, tooLarge },
        progress,
        skipHash: true,
        ...sink,
      });
      await registry.add({ uri: listedUri, title, type, bytes });
      return { uri, mimeType: type, blob: sink.bytes().toString('base64') };
    });
  }

  async function read(
    uri: string,
    signal: AbortSignal,
    progress: Progress | undefined,
  ): Promise<ResourceContents> {
    const template = find(uri);
    if (template) return download(uri, template, signal, progress);
    const stored = await registry.stored(uri);
    if (!stored) throw noSuchResource(uri, templates);
    return { uri, mimeType: stored.type, text: stored.bytes.toString('utf8') };
  }

  return {
    templates: () => templates,
    templateOf: (uri) =>
      find(uri)?.uriTemplate ?? (uri.startsWith(addressAt(config, EXPORTS)) ? 'export' : 'unknown'),
    // What is too large to be read whole is no use in a list.
    list: async () =>
      (await registry.list()).filter(({ bytes = 0 }) => bytes <= resourceBytes).map(privacy.redactEntry),
    changes: registry.changes,
    async read(uri, signal, progress) {
      await privacy.open();
      try {
        return await read(uri, signal, progress);
      } catch (error) {
        throw error instanceof ToolError ? privacy.redactError(error) : error;
      }
    },
  };
}

function noSuchResource(uri: string, templates: readonly ResourceTemplate[]): ToolError {
  const known = templates.map(({ uriTemplate }) => uriTemplate).join(', ') || 'none';
  return new ToolError('not_found', `There is no resource ${oneLine(uri, 100)}. There are ${known}.`);
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
