/** From a call or order to the recording, or the clip of one, that a job transcribes. */
import type { Config } from '../../config/config.ts';
import type { FileArgs, RecordingOwner } from '../../define/recording.ts';
import { endpoint, type Tool } from '../../define/tool.ts';
import { type FileTool, isFileTool, type RequestedFile, requestedFile } from '../resource-uri.ts';

export interface JobSource extends Pick<RequestedFile, 'uri' | 'title' | 'clip'> {
  owner: RecordingOwner;
  /** That gives its audio, for these arguments. */
  tool: FileTool;
  args: FileArgs;
}

/** In seconds from the start of the recording. */
export interface SourceRange {
  start_s?: number;
  end_s?: number;
}

export function jobSource(
  owner: RecordingOwner,
  range: SourceRange,
  tools: readonly Tool[],
  config: Pick<Config, 'profile'>,
): JobSource {
  const tool = endpoint(tools, 'call_id' in owner ? 'get_call_recording' : 'get_order_recording');
  if (!isFileTool(tool)) throw new TypeError(`${tool.name} gives no file`);
  const args = { ...owner, ...range };
  const { clip, uri, title } = requestedFile(tool.answer, args, config);
  return { owner, tool, args, clip, uri, title };
}
