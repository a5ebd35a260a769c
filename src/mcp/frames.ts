/**
 * Reads each message of a host before an SDK sees it: SDKs answer what they can't parse with a dump of their validator, or
 * not at all, and the host would wait for ever.
 */
import { isObject } from '../shared/json.ts';
import { preview } from '../shared/schema/explain.ts';
import { CODES, type JsonRpcMessage, type Refusal, type RequestId, refuse } from './json-rpc.ts';

/** A message to pass on or a refusal for the host; neither where an invalid message has no id to answer to. */
export interface Frame {
  message?: JsonRpcMessage;
  refusal?: Refusal;
}

/** How many messages of a batch are answered that there are no batches. */
const MAX_BATCH = 1_000;

/** @param value the JSON of one line or of one body */
export function readFrames(value: unknown): Frame[] {
  if (!Array.isArray(value)) return [readFrame(value)];
  // Only the revision 2025-03-26 had batches, and the SDKs none.
  const refusals = value.slice(0, MAX_BATCH).flatMap((message): Frame[] => {
    const id = isObject(message) && 'method' in message ? idOf(message) : undefined;
    return id === undefined ? [] : [invalidRequest(id, 'Batches are not taken: send one message a line.')];
  });
  return refusals.length ? refusals : [{}];
}

function readFrame(value: unknown): Frame {
  if (!isObject(value)) return {};
  if (!('method' in value) && ('result' in value || 'error' in value)) return readResponse(value);
  const { jsonrpc, method } = value;
  const id = idOf(value);
  if (typeof method !== 'string') return refuseRequest(id, `method must be text, not ${preview(method)}.`);
  if (jsonrpc !== '2.0') return refuseRequest(id, `jsonrpc must be "2.0", not ${preview(jsonrpc)}.`);
  const isRequest = 'id' in value;
  if (isRequest && id === undefined) return {};
  const params = value.params ?? undefined;
  if (params !== undefined && !isObject(params))
    return isRequest
      ? { refusal: refuse(id!, CODES.invalidParams, `params must be an object, not ${preview(params)}.`) }
      : {};
  const given = params && { params: withoutIgnored(params) };
  return { message: { jsonrpc, ...(isRequest && { id: id! }), method, ...given } };
}

/** Nobody can answer to a response. */
function readResponse(value: Record<string, unknown>): Frame {
  const { jsonrpc, result, error } = value;
  const id = idOf(value);
  if (jsonrpc !== '2.0' || id === undefined) return {};
  if (isObject(result)) return { message: { jsonrpc, id, result } };
  if (!isObject(error) || !Number.isInteger(error.code) || typeof error.message !== 'string') return {};
  const { code, message, data } = error as { code: number; message: string; data?: unknown };
  return { message: { jsonrpc, id, error: { code, message, ...(data !== undefined && { data }) } } };
}

/** Leaves out null, which some hosts send for what is absent, and `task`, which servers without tasks must ignore. */
const withoutIgnored = (params: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(params).filter(([name, value]) => value !== null && name !== 'task'));

/** Returns the id if it is one that can be answered to. */
const idOf = ({ id }: Record<string, unknown>): RequestId | undefined =>
  typeof id === 'string' || Number.isSafeInteger(id) ? (id as RequestId) : undefined;

export const invalidRequest = (id: RequestId, message: string): Frame => ({
  refusal: refuse(id, CODES.invalidRequest, message),
});

const refuseRequest = (id: RequestId | undefined, message: string): Frame =>
  id === undefined ? {} : invalidRequest(id, message);
