/** Recordings and PDFs as resources: which there are, and their bytes. */
import { masked } from '../answer/clean.ts';
import { readArguments } from '../arguments.ts';
import type { Config } from '../config.ts';
import { megabytes } from '../dialer/body.ts';
import type { Dialer } from '../dialer/client.ts';
import { withDeadline } from '../dialer/deadline.ts';
import type { Download } from '../dialer/download.ts';
import { ToolError } from '../errors.ts';
import { withheldBy } from '../guard/tiers.ts';
import type { Tool } from '../tool.ts';
import { wireRequest } from '../wire.ts';
import { typeOf } from './probe.ts';

/** A message of 10 MiB is the most that hosts on the SDK read (its STDIO_DEFAULT_MAX_BUFFER_SIZE): they hang up on a larger one. */
const RESOURCE_CAP = 7_500_000;

export interface ResourceTemplate {
  uriTemplate: string;
  name: string;
  description: string;
  mimeType: string;
  /** The tool that makes the same request. */
  tool: string;
  pattern: RegExp;
  argument: string;
  format?: string;
}

const template = (
  uriTemplate: string,
  tool: string,
  name: string,
  mimeType: string,
  description: string,
  format?: string,
): ResourceTemplate => {
  const argument = /\{(\w+)\}/.exec(uriTemplate)![1]!;
  const pattern = new RegExp(`^${uriTemplate.replace(/\./g, '\\.').replace(/\{\w+\}/, '([1-9]\\d{0,15})')}$`);
  return { uriTemplate, name, description, mimeType, tool, pattern, argument, format };
};

const TEMPLATES: readonly ResourceTemplate[] = [
  template(
    'hitrate://call/{call_id}/recording.wav',
    'get_call_recording',
    'Recording of a call (WAV)',
    'audio/wav',
    'What was said in a call, as the dialer recorded it.',
  ),
  template(
    'hitrate://call/{call_id}/recording.mp3',
    'get_call_recording',
    'Recording of a call (MP3)',
    'audio/mpeg',
    'The same, several times smaller.',
    'mp3',
  ),
  template(
    'hitrate://order/{order_id}/recording.wav',
    'get_order_recording',
    'Recording of an order (WAV)',
    'audio/wav',
    'The recording that is kept with an order.',
  ),
  template(
    'hitrate://customer/{customer_id}/sms.pdf',
    'get_sms_history_pdf',
    'SMS of a customer (PDF)',
    'application/pdf',
    'All SMS of a customer, with times and senders.',
  ),
];

export interface Bytes {
  uri: string;
  mimeType: string;
  blob: string;
}

type Progress = (done: number, total?: number) => void;

export interface Resources {
  /** Those whose tools are on offer. */
  templates(): readonly ResourceTemplate[];
  /** The template that an address belongs to, for the log: the address itself may hold what people wrote. */
  templateOf(uri: string): string;
  /** @throws ToolError */
  read(uri: string, signal: AbortSignal, progress?: Progress): Promise<Bytes>;
}

export function createResources(config: Config, dialer: Dialer, tools: readonly Tool[]): Resources {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const offered = TEMPLATES.filter(({ tool }) => !withheldBy(byName.get(tool)!, config));

  const find = (uri: string) => offered.find(({ pattern }) => pattern.test(uri.split('?', 1)[0]!));

  return {
    templates: () => offered,
    templateOf: (uri) => find(uri)?.uriTemplate ?? 'unknown',
    async read(uri, signal, progress) {
      const [address = '', search] = uri.split('?', 2);
      const found = find(uri);
      if (!found)
        throw new ToolError(
          'invalid_arguments',
          `There is no resource ${uri.slice(0, 100)}. There are ${offered.map((one) => one.uriTemplate).join(', ') || 'none'}.`,
        );
      const tool = byName.get(found.tool)!;
      const [, id] = found.pattern.exec(address)!;
      // What follows the question mark narrows it as the tool's own arguments do; what the path says, only the path says.
      const named = { [found.argument]: id, ...(found.format && { format: found.format }) };
      const narrowed = Object.fromEntries(new URLSearchParams(search));
      for (const name of Object.keys(narrowed))
        if (name === found.argument || name === 'format')
          throw new ToolError('invalid_arguments', `${name} belongs into the path: ${found.uriTemplate}.`);
      const args = readArguments(tool, { ...narrowed, ...named }, config);
      const wire = wireRequest(tool.request, args);
      return withDeadline(config.timeoutMs, signal, async (deadline) => {
        const download = await dialer.download(wire, deadline);
        const mimeType = typeOf(download);
        const smaller =
          address.endsWith('recording.wav') && address.startsWith('hitrate://call/')
            ? ` ${address.replace(/wav$/, 'mp3')} is several times smaller.`
            : '';
        return { uri, mimeType, blob: (await readWhole(download, smaller, progress)).toString('base64') };
      }).catch((error) => {
        throw error instanceof ToolError ? masked(error, config) : error;
      });
    },
  };
}

/** @throws ToolError too_large; the rest is not read */
async function readWhole(download: Download, smaller: string, progress?: Progress): Promise<Buffer> {
  const tooLarge = (bytes: string) => {
    download.cancel();
    return new ToolError(
      'too_large',
      `The file has ${bytes}; more than ${megabytes(RESOURCE_CAP)} make a host hang up.${smaller}`,
    );
  };
  if ((download.bytes ?? 0) > RESOURCE_CAP) throw tooLarge(megabytes(download.bytes!));
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of download.chunks) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes > RESOURCE_CAP) throw tooLarge(`more than ${megabytes(RESOURCE_CAP)}`);
    progress?.(bytes, download.bytes);
  }
  return Buffer.concat(parts, bytes);
}
