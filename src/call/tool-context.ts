/** What tools that are more than one request work with: the dialer, its names, and the operator's folder. */
import { createHash } from 'node:crypto';
import type { Config } from '../config/config.ts';
import type { Directory } from '../define/lookup.ts';
import type { Known } from '../define/resource.ts';
import { endpoint, type Hands, type Progress, type Tool } from '../define/tool.ts';
import type { Dialer } from '../dialer/client.ts';
import { wireRequest } from '../dialer/request.ts';
import { FILE_CAP } from '../recordings/deliver.ts';
import type { Met } from '../recordings/resource-registry.ts';
import { save } from '../recordings/save-recording.ts';
import type { Transcribe } from '../recordings/transcription/transcriber.ts';
import { type Deadline, withDeadline } from '../shared/deadline.ts';

/** What outlives a call. */
export interface Means {
  dialer: Dialer;
  tools: readonly Tool[];
  directory: Directory;
  met: Met;
  /** Absent where no speech engine is set up; then no tool that needs it is on offer. */
  transcribe?: Transcribe;
}

/** @param link takes what is to stand beside the answer */
export function handsFor(
  config: Config,
  { dialer, tools, directory, met, transcribe }: Means,
  deadline: Deadline,
  progress: Progress | undefined,
  link: (file: Known) => void,
): Hands {
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
    ask: (name, args) => ask(name, args),
    insist: (name, args) =>
      withDeadline(config.timeoutMs, undefined, (deadline) => ask(name, args, deadline)),
    orders: (args) => dialer.rows(request('search_orders', args), deadline),
    calls: (args) => dialer.rows(request('search_calls', args), deadline),
    directory,
    view: config,
    deadline,
    progress: (done, total, what) => progress?.(done, total, what),
    folder: config.recordings.downloadDir,
    resourceBytes: config.recordings.resourceBytes,
    save: async (name, args, folder, stem) =>
      save(folder, stem, await dialer.download(request(name, args), deadline), { cap: FILE_CAP }),
    offer({ name, title, type, bytes }) {
      const told = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
      const file = { uri: `hitrate://export/${told}/${name}`, title, type, bytes: bytes.length };
      met.hold(file, bytes);
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
