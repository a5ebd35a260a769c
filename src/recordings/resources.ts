/** Recordings, PDFs and exports as resources: which there are, and their bytes. */
import type { Config } from '../config/config.ts';
import type { ResourceEntry } from '../define/resource.ts';
import type { Tool } from '../define/tool.ts';
import type { Progress } from '../define/tool-context.ts';
import type { Endpoints } from '../dialer/endpoints.ts';
import type { Privacy } from '../privacy/privacy.ts';
import { oneLine } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import { createFileReader, type ResourceContents } from './file-reader.ts';
import type { ResourceRegistry } from './resource-registry.ts';
import { addressOf, type ResourceTemplate, resourceTemplates, waveformSource } from './resource-templates.ts';
import { addressAt } from './resource-uri.ts';

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
  /** Forgets the recordings that are in memory. */
  close(): void;
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
  const find = (uri: string) => templates.find(({ pattern }) => pattern.test(addressOf(uri)));
  const files = createFileReader(config, endpoints, templates, registry);

  async function read(
    uri: string,
    signal: AbortSignal,
    progress: Progress | undefined,
  ): Promise<ResourceContents> {
    const template = find(uri);
    if (template) return files.read(uri, template, signal, progress);
    const source = waveformSource(uri, templates);
    if (source) return files.readWaveform(uri, source, signal, progress);
    const stored = await registry.stored(uri);
    if (!stored) throw noSuchResource(uri, templates);
    const { type, bytes } = stored;
    return {
      uri,
      mimeType: type,
      ...(isText(type) ? { text: bytes.toString('utf8') } : { blob: bytes.toString('base64') }),
    };
  }

  return {
    templates: () => templates,
    templateOf: (uri) =>
      find(uri)?.uriTemplate ??
      (waveformSource(uri, templates) && 'waveform') ??
      (uri.startsWith(addressAt(config, EXPORTS)) ? 'export' : 'unknown'),
    // What is too large to be read whole is no use in a list.
    list: async () =>
      (await registry.list())
        .filter(({ bytes = 0 }) => bytes <= config.recordings.resourceBytes)
        .map(privacy.redactEntry),
    changes: registry.changes,
    async read(uri, signal, progress) {
      await privacy.open();
      try {
        return await read(uri, signal, progress);
      } catch (error) {
        throw error instanceof ToolError ? privacy.redactError(error) : error;
      }
    },
    close: files.close,
  };
}

/** Tables, pages and JSON, as exports and charts are; a picture is none. */
const isText = (type: string): boolean => /^text\/|json$/.test(type);

function noSuchResource(uri: string, templates: readonly ResourceTemplate[]): ToolError {
  const known = templates.map(({ uriTemplate }) => uriTemplate).join(', ') || 'none';
  return new ToolError('not_found', `There is no resource ${oneLine(uri, 100)}. There are ${known}.`);
}
