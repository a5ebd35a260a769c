/** Recordings and PDFs as resources: which there are, and their bytes. */

import type { Config } from '../config/config.ts';
import { validateArguments } from '../define/input/validate.ts';
import type { ResourceEntry } from '../define/resource.ts';
import { endpoint, type Progress, type Tool } from '../define/tool.ts';
import type { Endpoints } from '../dialer/endpoints.ts';
import { megabytes } from '../dialer/response-body.ts';
import { withheldBySetting } from '../guard/access.ts';
import { maskError } from '../response/redact.ts';
import { withDeadline } from '../shared/deadline.ts';
import { oneLine } from '../shared/text.ts';
import { ToolError } from '../shared/tool-error.ts';
import { createMemorySink, fetchRecording } from './fetch-recording.ts';
import type { ResourceRegistry } from './resource-registry.ts';
import { type FileTool, resourceFor } from './resource-uri.ts';

export interface ResourceTemplate {
  /** RFC 6570. */
  uriTemplate: string;
  name: string;
  description: string;
  mimeType: string;
  tool: FileTool;
  /** Of the address, without what narrows it. */
  pattern: RegExp;
  argument: string;
  /** What a clip adds to the template. */
  clip: string;
  format?: 'mp3';
}

/** `{id}` in the path, and what a clip adds. */
const TEMPLATES = [
  {
    address: 'hitrate://call/{call_id}/recording.wav',
    clip: '{?start_s,end_s,channel}',
    tool: 'get_call_recording',
    name: 'Recording of a call (WAV)',
    mimeType: 'audio/wav',
    description:
      'What was said in a call, as the dialer recorded it. start_s and end_s (seconds) cut a clip; channel is left or right.',
  },
  {
    address: 'hitrate://call/{call_id}/recording.mp3',
    clip: '{?start_s,end_s}',
    tool: 'get_call_recording',
    name: 'Recording of a call (MP3)',
    mimeType: 'audio/mpeg',
    description: 'The same, several times smaller.',
    format: 'mp3',
  },
  {
    address: 'hitrate://order/{order_id}/recording.wav',
    clip: '{?start_s,end_s,channel}',
    tool: 'get_order_recording',
    name: 'Recording of an order (WAV)',
    mimeType: 'audio/wav',
    description: 'The recording that is kept with an order.',
  },
  {
    address: 'hitrate://customer/{customer_id}/sms.pdf',
    clip: '',
    tool: 'get_sms_history_pdf',
    name: 'SMS of a customer (PDF)',
    mimeType: 'application/pdf',
    description: 'All SMS of a customer, with times and senders.',
  },
] as const;

/** Of an id. */
const ID = /\{(\w+)\}/;

function createTemplate(data: (typeof TEMPLATES)[number], tools: readonly Tool[]): ResourceTemplate {
  const { address, tool, ...told } = data;
  return {
    ...told,
    uriTemplate: address + told.clip,
    tool: endpoint(tools, tool) as FileTool,
    argument: ID.exec(address)![1]!,
    pattern: new RegExp(`^${address.replace(/\./g, '\\.').replace(ID, '([1-9]\\d{0,14})')}$`),
  };
}

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
  /** Those that this session has met, the last ones first. */
  list(): ResourceEntry[];
  /** Goes up with every change of the list. */
  changes(): number;
  /** @throws ToolError; not_found where there is no such address */
  read(uri: string, signal: AbortSignal, progress?: Progress): Promise<ResourceContents>;
}

export function createResources(
  config: Config,
  endpoints: Endpoints,
  tools: readonly Tool[],
  met: ResourceRegistry,
): Resources {
  const offered = TEMPLATES.map((data) => createTemplate(data, tools)).filter(
    ({ tool }) => !withheldBySetting(tool, config),
  );
  const { resourceBytes } = config.recordings;

  const find = (uri: string) => offered.find(({ pattern }) => pattern.test(uri.split('?', 1)[0]!));

  const tooLarge =
    (address: string, { tool, clip }: ResourceTemplate) =>
    (has: string, seconds = 60) => {
      const whole = address.replace(/recording\.wav$/, 'recording.mp3');
      const ways = clip
        ? [
            `Ask for a clip, such as ${address}?start_s=0&end_s=${seconds}`,
            offered.some(({ pattern }) => whole !== address && pattern.test(whole)) &&
              `${whole} is several times smaller`,
          ]
        : [`Ask ${tool.name} for a shorter time`];
      return new ToolError(
        'too_large',
        `The file has ${has}; resources are handed out up to ${megabytes(resourceBytes)} (HITRATE_RESOURCE_MB), since more make a host hang up. ${ways.filter(Boolean).join('; ')}.`,
      );
    };

  return {
    templates: () => offered,
    templateOf: (uri) => find(uri)?.uriTemplate ?? (met.stored(uri) ? 'export' : 'unknown'),
    // What is too large to be read whole is no use in a list.
    list: () => met.list().filter(({ bytes = 0 }) => bytes <= resourceBytes),
    changes: met.changes,
    async read(uri, signal, progress) {
      const held = met.stored(uri);
      if (held) return { uri, mimeType: held.type, text: held.bytes.toString('utf8') };
      const found = find(uri);
      if (!found)
        throw new ToolError(
          'not_found',
          `There is no resource ${oneLine(uri, 100)}. There are ${offered.map((one) => one.uriTemplate).join(', ') || 'none'}.`,
        );
      const args = argumentsOf(uri, found, config);
      const { clip, title, uri: known } = resourceFor(found.tool.answer, args);
      return withDeadline(config.timeoutMs, signal, async (deadline) => {
        const download = await endpoints.download(found.tool.name, args, deadline);
        const into = createMemorySink();
        const limit = { bytes: resourceBytes, tooLarge: tooLarge(uri.split('?', 1)[0]!, found) };
        const { type, bytes } = await fetchRecording(download, {
          clip,
          limit,
          progress,
          skipHash: true,
          ...into,
        });
        met.add({ uri: known, title, type, bytes });
        return { uri, mimeType: type, blob: into.bytes().toString('base64') };
      }).catch((error) => {
        throw error instanceof ToolError ? maskError(error, config) : error;
      });
    },
  };
}

/** What follows the question mark narrows a resource as the tool's own arguments do; what the path says, only it says. */
function argumentsOf(
  uri: string,
  { tool, pattern, argument, format, uriTemplate }: ResourceTemplate,
  config: Config,
) {
  const [address = '', search] = uri.split('?', 2);
  const narrowed = Object.fromEntries(new URLSearchParams(search));
  for (const name of [argument, 'format', 'deliver', 'external_id'])
    if (name in narrowed)
      throw new ToolError(
        'invalid_arguments',
        `${name} is no part of what follows the question mark: ${uriTemplate}.`,
      );
  const [, id] = pattern.exec(address)!;
  return validateArguments(tool, { ...narrowed, [argument]: id, ...(format && { format }) }, config);
}
