/** What the bridge has to know of a JSON-RPC message. The message itself is passed on as the text that it came as. */
import { isObject, parseJson } from '../../shared/json.ts';
import { type RequestId, refuse } from '../json-rpc.ts';

export interface Message {
  /** One line: JSON has no line break but between its tokens. */
  readonly text: string;
  /** Its parts: several in a batch, as the revision 2025-03-26 has them. */
  readonly parts: readonly Part[];
}

export interface Part {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly params?: any;
  readonly result?: any;
  readonly error?: { readonly code?: unknown; readonly message?: unknown };
}

/** Returns undefined for what is no JSON-RPC. */
export function readMessage(text: string): Message | undefined {
  const value = parseJson(text);
  const parts: unknown[] = Array.isArray(value) ? value : [value];
  return parts.length && parts.every(isPart)
    ? { text: text.replace(/[\r\n]+/g, ' ').trim(), parts }
    : undefined;
}

const isPart = (value: unknown): value is Part =>
  isObject(value) &&
  ('method' in value ? typeof value.method === 'string' : 'result' in value || 'error' in value);

const isId = (id: unknown): id is RequestId => typeof id === 'string' || typeof id === 'number';

/** Returns the ids that an answer is waited for. */
export const requestIds = ({ parts }: Message): RequestId[] =>
  parts.flatMap(({ id, method }) => (method !== undefined && isId(id) ? [id] : []));

/** Returns the ids that it answers. */
export const answeredIds = ({ parts }: Message): RequestId[] =>
  parts.flatMap(({ id, method }) => (method === undefined && isId(id) ? [id] : []));

/** Returns the method of a message that is no batch. */
export const methodOf = ({ parts }: Message): string | undefined =>
  parts.length === 1 && typeof parts[0]!.method === 'string' ? parts[0]!.method : undefined;

/** Returns the id of what is no JSON-RPC, where it can be answered to. */
export function idOfInvalid(text: string): RequestId | undefined {
  const value = parseJson(text);
  return isObject(value) && 'id' in value && isId(value.id) ? value.id : undefined;
}

/** Returns the line that answers a request with an error. */
export const errorText = (id: RequestId, code: number, message: string): string =>
  JSON.stringify(refuse(id, code, message));
