/**
 * One message of a host, looked at before the SDK sees it: that answers what it can't parse with a dump of its
 * validator, or not at all, and a host would wait for ever.
 */
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  InitializeRequestSchema,
  type JSONRPCMessage,
  JSONRPCMessageSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  PingRequestSchema,
  ReadResourceRequestSchema,
  RequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type * as z from 'zod';
import { expected, pathText, preview, valueAt } from '../define/input/explain.ts';

/** What is answered instead of passing it on. */
export interface Refusal {
  jsonrpc: '2.0';
  id: string | number;
  error: { code: number; message: string };
}

/** Neither is there where a message has no id to answer to. */
export interface Frame {
  message?: JSONRPCMessage;
  refusal?: Refusal;
}

/** Arguments of any type, as those of tools are: the prompt itself says best what is right. */
export const GetPromptLeniently = GetPromptRequestSchema.extend({
  params: GetPromptRequestSchema.shape.params.extend({
    arguments: CallToolRequestSchema.shape.params.shape.arguments,
  }),
});

const SCHEMAS = [
  InitializeRequestSchema,
  PingRequestSchema,
  ListToolsRequestSchema,
  CallToolRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ReadResourceRequestSchema,
  ListPromptsRequestSchema,
  GetPromptLeniently,
  CompleteRequestSchema,
];
const REQUESTS = new Map<string, z.ZodType>(SCHEMAS.map((schema) => [schema.shape.method.value, schema]));

/** So many members of a batch are told that there are no batches. */
const MAX_BATCH = 1_000;

/** @param value one line's JSON */
export function readFrames(value: unknown): Frame[] {
  if (!Array.isArray(value)) return [readFrame(value)];
  // Only the revision 2025-03-26 had batches, and the SDK none.
  const refused = value.slice(0, MAX_BATCH).flatMap((one): Frame[] => {
    const id = isObject(one) && 'method' in one ? idOf(one) : undefined;
    return id === undefined ? [] : [invalid(id, 'Batches are not taken: send one message a line.')];
  });
  return refused.length ? refused : [{}];
}

function readFrame(value: unknown): Frame {
  if (!isObject(value)) return {};
  const id = idOf(value);
  if (!('method' in value) && ('result' in value || 'error' in value)) {
    const { success, data } = JSONRPCMessageSchema.safeParse(value);
    return success ? { message: data } : {};
  }
  const { jsonrpc, method } = value;
  if (typeof method !== 'string')
    return id === undefined ? {} : invalid(id, `method must be text, not ${preview(method)}.`);
  if (jsonrpc !== '2.0')
    return id === undefined ? {} : invalid(id, `jsonrpc must be "2.0", not ${preview(jsonrpc)}.`);
  const params = paramsOf(value.params);
  if (!('id' in value)) {
    const { success, data } = JSONRPCMessageSchema.safeParse({
      jsonrpc,
      method,
      ...(params !== undefined && { params }),
    });
    return success ? { message: data } : {};
  }
  if (id === undefined) return {};
  const schema = REQUESTS.get(method) ?? RequestSchema;
  const wrong = schema.safeParse({ method, ...(params !== undefined && { params }) }).error;
  if (wrong) return refusal(id, ErrorCode.InvalidParams, sentence(wrong.issues[0]!, { params }));
  return { message: { jsonrpc, id, method, ...(isObject(params) && { params }) } };
}

/** Some hosts send null for what is absent, and a task for those who have them: without any it is to be ignored. */
function paramsOf(params: unknown): unknown {
  if (params === null || params === undefined) return undefined;
  if (!isObject(params)) return params;
  return Object.fromEntries(
    Object.entries(params).filter(([name, value]) => value !== null && name !== 'task'),
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What can be answered to. */
const idOf = ({ id }: Record<string, unknown>): string | number | undefined =>
  typeof id === 'string' || Number.isSafeInteger(id) ? (id as string | number) : undefined;

const refusal = (id: string | number, code: number, message: string): Frame => ({
  refusal: { jsonrpc: '2.0', id, error: { code, message: message.toWellFormed() } },
});

export const invalid = (id: string | number, message: string): Frame =>
  refusal(id, ErrorCode.InvalidRequest, message);

function sentence(issue: z.core.$ZodIssue, given: unknown): string {
  const { path, right } = rightOf(issue);
  const value = valueAt(path, given);
  return value === undefined
    ? `${pathText(path)} is missing: ${right}.`
    : `${pathText(path)} must be ${right}, not ${preview(value)}.`;
}

/** Of several forms that would do, the place where they part and what is right there. */
function rightOf(issue: z.core.$ZodIssue): { path: PropertyKey[]; right: string } {
  if (issue.code !== 'invalid_union') return { path: issue.path, right: expected(issue) };
  const ways = issue.errors.flatMap((issues) => issues.slice(0, 1)).map(rightOf);
  const { path = [] } = ways[0] ?? {};
  const here = ways.filter((way) => pathText(way.path) === pathText(path)).map(({ right }) => right);
  return { path: [...issue.path, ...path], right: [...new Set(here)].join(' or ') };
}
