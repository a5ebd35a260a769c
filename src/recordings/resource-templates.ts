/** The addresses at which hosts read recordings and PDFs, as templates made of the file tools. */
import type { Config } from '../config/config.ts';
import type { FileResource } from '../define/answer.ts';
import { validateArguments } from '../define/input/validate.ts';
import type { FileArgs } from '../define/recording.ts';
import type { Tool } from '../define/tool.ts';
import { withheldBySetting } from '../guard/access.ts';
import { ToolError } from '../shared/tool-error.ts';
import { addressAt, type FileTool, isFileTool, PLACEHOLDER } from './resource-uri.ts';

export interface ResourceTemplate extends Pick<FileResource, 'name' | 'description' | 'mimeType' | 'format'> {
  /** RFC 6570. */
  uriTemplate: string;
  tool: FileTool;
  /** Matches an address without what follows its question mark; the group is the id. */
  pattern: RegExp;
  /** The argument that the id is. */
  idArgument: string;
  canBeCut: boolean;
}

/** Returns the templates of the tools on offer, in the order of the tools. */
export const resourceTemplates = (tools: readonly Tool[], config: Config): ResourceTemplate[] =>
  tools
    .filter((tool) => tool.request !== undefined)
    .filter(isFileTool)
    .filter((tool) => !withheldBySetting(tool, config))
    .flatMap((tool) => tool.answer.resources.map((resource) => templateOf(tool, resource, config)));

function templateOf(
  tool: FileTool,
  { address: template, clip, ...resource }: FileResource,
  config: Config,
): ResourceTemplate {
  const address = addressAt(config, template);
  const escaped = address.replace(/\./g, '\\.').replace(PLACEHOLDER, '([1-9]\\d{0,14})');
  return {
    ...resource,
    uriTemplate: address + (clip.length ? `{?${clip.join()}}` : ''),
    tool,
    pattern: new RegExp(`^${escaped}$`),
    idArgument: PLACEHOLDER.exec(address)![1]!,
    canBeCut: clip.length > 0,
  };
}

/** Ends the address of a recording's waveform, in the place of its file. No model needs it, so it is in no list. */
const WAVEFORM = 'waveform';

/** The recording whose waveform an address is. */
export interface WaveformSource {
  template: ResourceTemplate;
  /** Its own address. */
  recording: string;
}

/** Returns undefined where an address is none of a waveform. */
export function waveformSource(
  uri: string,
  templates: readonly ResourceTemplate[],
): WaveformSource | undefined {
  if (!uri.endsWith(`/${WAVEFORM}`)) return undefined;
  const recording = `${uri.slice(0, -WAVEFORM.length)}recording.wav`;
  const template = templates.find(({ pattern, canBeCut }) => canBeCut && pattern.test(recording));
  return template && { template, recording };
}

export const addressOf = (uri: string): string => uri.split('?', 1)[0]!;

/**
 * Returns the tool's arguments that a resource's address stands for. What follows the question mark narrows a resource
 * as those arguments do; the id and the format are said by the path alone.
 * @throws ToolError invalid_arguments
 */
export function argumentsOf(
  uri: string,
  { tool, pattern, idArgument, format, uriTemplate }: ResourceTemplate,
  config: Config,
): FileArgs {
  const [address = '', search] = uri.split('?', 2);
  const query = Object.fromEntries(new URLSearchParams(search));
  for (const name of [idArgument, 'format', 'deliver', 'external_id', 'marks', 'transcript'])
    if (name in query)
      throw new ToolError(
        'invalid_arguments',
        `${name} is no part of what follows the question mark: ${uriTemplate}.`,
      );
  const [, id] = pattern.exec(address)!;
  return validateArguments(tool, { ...query, [idArgument]: id, ...(format && { format }) }, config);
}
