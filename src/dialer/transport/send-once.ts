/** One HTTP request, one response: no retry and no redirect. */
import type { Dispatcher } from 'undici';
import { abortable, type Deadline } from '../../shared/deadline.ts';
import type { RawResponse } from '../reply/response-body.ts';
import type { WireRequest } from '../request.ts';

export interface OutgoingRequest {
  wire: WireRequest;
  /** Changes nothing, so that it may be sent again and elsewhere. */
  read: boolean;
  deadline: Deadline;
}

export interface SentResponse extends RawResponse {
  /** The URL that answered. */
  url: string;
}

/** Sends a request as it is. @throws what the network throws, not a ToolError */
export type Send = (request: OutgoingRequest) => Promise<SentResponse>;

/** The open connections to the dialer's origin. */
export interface Connections {
  origin: string;
  dispatcher: Pick<Dispatcher, 'request'>;
}

export const sendOnce =
  (connect: () => Promise<Connections>, token: string): Send =>
  async ({ wire, deadline }) => {
    const { origin, dispatcher } = await connect();
    const sending = dispatcher.request({
      origin,
      path: wire.path,
      method: wire.method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json, */*;q=0.5',
        'accept-encoding': 'gzip, deflate, br',
        'user-agent': 'hitrate-mcp',
        ...(wire.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: wire.body,
      signal: deadline.signal,
      // The deadline is the only timeout.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const { statusCode, headers, body } = await abortable(deadline.signal, sending);
    return { url: `${origin}${wire.path}`, status: statusCode, headers, body };
  };
