/** The dialer by the names of its endpoints: the one place where a tool's name and arguments become a request. */
import type { Permit } from '../define/permit.ts';
import type { Args, Row } from '../define/row.ts';
import { type EndpointTool, endpoint, type Tool } from '../define/tool.ts';
import type { ReadName } from '../define/tool-name.ts';
import type { Deadline } from '../shared/deadline.ts';
import type { Dialer } from './client.ts';
import type { Download } from './reply/download.ts';
import { wireRequest } from './request.ts';

export interface Endpoints {
  /** The JSON of a success; tried again where the dialer was away. @throws ToolError */
  read(name: ReadName, args: Args, deadline: Deadline): Promise<any>;
  /** The rows of an answer in batches as they come, then its other members. @throws ToolError, also in the middle */
  stream(name: ReadName, args: Args, deadline: Deadline): AsyncGenerator<Row[], Row>;
  /** A recording or PDF. @throws ToolError */
  download(name: ReadName, args: Args, deadline: Deadline): Promise<Download>;
  /** Sent once, whatever happens. @throws ToolError */
  write(permit: Permit, deadline: Deadline): Promise<any>;
}

export function createEndpoints(dialer: Dialer, tools: readonly Tool[]): Endpoints {
  const reading = (name: ReadName, args: Args) => wireRequest(readEndpoint(tools, name).request, args);
  return {
    read: (name, args, deadline) => dialer.request(reading(name, args), true, deadline),
    stream: (name, args, deadline) => dialer.rows(reading(name, args), deadline),
    download: (name, args, deadline) => dialer.download(reading(name, args), deadline),
    write: ({ tool, args }, deadline) => dialer.request(wireRequest(tool.request, args), false, deadline),
  };
}

/** The type of the name says that it reads; what is called so and writes is refused here. */
function readEndpoint(tools: readonly Tool[], name: ReadName): EndpointTool {
  const tool = endpoint(tools, name);
  if (tool.tier !== 'read') throw new TypeError(`${name} is of the tier ${tool.tier} and no read`);
  return tool;
}
