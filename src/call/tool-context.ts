/** What tools that are more than one request work with: the dialer, its names, and the operator's folder. */
import { createHash } from 'node:crypto';
import type { Config } from '../config/config.ts';
import type { NameLookup } from '../define/lookup.ts';
import type { ResourceEntry } from '../define/resource.ts';
import { endpoint, type Progress, type Tool, type ToolContext } from '../define/tool.ts';
import type { ReadName } from '../define/tool-name.ts';
import type { Dialer } from '../dialer/client.ts';
import type { Endpoints } from '../dialer/endpoints.ts';
import { wireRequest } from '../dialer/request.ts';
import { FILE_LIMIT } from '../recordings/deliver.ts';
import type { ResourceRegistry } from '../recordings/resource-registry.ts';
import { saveRecording } from '../recordings/save-recording.ts';
import type { Transcribe } from '../recordings/transcription/transcriber.ts';
import { type Deadline, withDeadline } from '../shared/deadline.ts';

/** What outlives a call. */
export interface ServiceSet {
  dialer: Dialer;
  endpoints: Endpoints;
  tools: readonly Tool[];
  directory: NameLookup;
  met: ResourceRegistry;
  /** Absent where no speech engine is set up; then no tool that needs it is on offer. */
  transcribe?: Transcribe;
}

/** @param link takes what is to stand beside the answer */
export function createToolContext(
  config: Config,
  { dialer, endpoints, tools, directory, met, transcribe }: ServiceSet,
  deadline: Deadline,
  progress: Progress | undefined,
  link: (file: ResourceEntry) => void,
): ToolContext {
  const request = (name: string, args: object) => wireRequest(endpoint(tools, name).request, { ...args });
  async function ask(name: string, args: object, within = deadline): Promise<any> {
    const { tier } = endpoint(tools, name);
    try {
      return await dialer.request(request(name, args), tier === 'read', within);
    } finally {
      if (tier !== 'read') directory.forget();
    }
  }
  return {
    read: (name, args) => ask(name, args),
    writeToEnd: (name, args) =>
      withDeadline(config.timeoutMs, undefined, (deadline) => ask(name, args, deadline)),
    orderBatches: (args) => endpoints.stream('search_orders', args, deadline),
    callPages: (args) => endpoints.stream('search_calls', args, deadline),
    lookup: directory,
    display: config,
    deadline,
    progress: (done, total, what) => progress?.(done, total, what),
    downloadFolder: config.recordings.downloadDir,
    resourceBytes: config.recordings.resourceBytes,
    saveRecording: async (name, args, folder, stem) =>
      saveRecording(folder, stem, await endpoints.download(name as ReadName, args, deadline), {
        limit: FILE_LIMIT,
      }),
    offerResource({ name, title, type, bytes }) {
      const told = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
      const file = { uri: `hitrate://export/${told}/${name}`, title, type, bytes: bytes.length };
      met.store(file, bytes);
      link(file);
      return file;
    },
    transcribe: (args, about) =>
      transcribe!(
        args,
        deadline,
        progress && ((done, total) => progress(done, total, 'seconds heard')),
        about,
      ),
  };
}
