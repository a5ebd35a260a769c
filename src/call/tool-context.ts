/** What tools work with: the dialer, its names and the operator's folder, and for those that write a way past the guard. */
import { createHash } from 'node:crypto';
import { type EndpointTool, endpoint } from '../define/tool.ts';
import type { ActContext, ReadContext, WriteContext } from '../define/tool-context.ts';
import { FILE_LIMIT } from '../recordings/deliver.ts';
import { addressAt } from '../recordings/resource-uri.ts';
import { EXPORTS } from '../recordings/resources.ts';
import { saveRecording } from '../recordings/save-recording.ts';
import { withDeadline } from '../shared/deadline.ts';
import type { ActSender } from './acts/act-sender.ts';
import type { Call, CallResult, CallServices } from './call.ts';

/** What a tool puts beside its answer. */
export interface Beside {
  files: CallResult['files'][number][];
  texts: string[];
}

/** @param beside takes what is to stand beside the answer */
export function readContext(
  { host, deadline }: Call,
  { config, endpoints, lookup, registry, transcribe, privacy }: CallServices,
  beside: Beside = { files: [], texts: [] },
): ReadContext {
  const { progress } = host;
  return {
    read: (name, args) => endpoints.read(name, args, deadline),
    orderBatches: (args) => endpoints.stream('search_orders', args, deadline),
    callPages: (args) => endpoints.stream('search_calls', args, deadline),
    lookup,
    display: config,
    deadline,
    progress: (done, total, what) => progress?.(done, total, what),
    downloadFolder: config.recordings.downloadDir,
    resourceBytes: config.recordings.resourceBytes,
    saveRecording: async (name, args, folder, stem) =>
      saveRecording(folder, stem, await endpoints.download(name, args, deadline), { limit: FILE_LIMIT }),
    redact: privacy.redactRow,
    async offerResource({ name, title, type, bytes, inline }) {
      const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8);
      const uri = addressAt(config, `${EXPORTS}${hash}/${name}`);
      const entry = { uri, title, type, bytes: bytes.length };
      await registry.store(entry, bytes);
      beside.files.push(inline ? { ...entry, base64: bytes.toString('base64') } : entry);
      return entry;
    },
    showText: (text) => void beside.texts.push(text),
    showsApps: host.showsApps === true,
    transcribe: (args, describe) => transcribe!(args, deadline, progress, describe),
  };
}

/** Each write passes access and guard by itself, whatever the tool that combines them. */
export const writeContext = (
  { send }: ActSender,
  call: Call,
  services: CallServices,
  beside: Beside,
): WriteContext => ({
  ...readContext(call, services, beside),
  write: (name, args) => send(endpoint(services.tools, name), args),
});

export const actContext = (
  tool: EndpointTool,
  { send }: ActSender,
  call: Call,
  services: CallServices,
): ActContext => ({
  ...readContext(call, services),
  send: (args) => send(tool, args),
  sendToEnd: (args) =>
    withDeadline(services.config.timeoutMs, undefined, (deadline) => send(tool, args, deadline)),
  sendCovered: (name, args) => send(endpoint(services.tools, name), args),
});
