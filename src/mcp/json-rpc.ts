/**
 * Checks each message of a host before the SDK sees it: the SDK answers what it can't parse with a dump of its validator,
 * or not at all, and the host would wait for ever.
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

/** The error that a message is answered with instead of passing it on. */
export interface Refusal {
  jsonrpc: '2.0';
  id: string | number;
  error: { code: number; message: string };
}

/** A message for the SDK or a refusal for the host; neither where an invalid message has no id to answer to. */
export interface Frame {
  message?: JSONRPCMessage;
  refusal?: Refusal;
}

/** Takes arguments of any type, as calls of tools do: the prompt's own error says best what is right. */
export const LenientGetPromptRequestSchema = GetPromptRequestSchema.extend({
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
  LenientGetPromptRequestSchema,
  CompleteRequestSchema,
];
const REQUESTS = new Map<string, z.ZodType>(SCHEMAS.map((schema) => [schema.shape.method.value, schema]));

/** How many messages of a batch are answered that there are no batches. */
const MAX_BATCH = 1_000;

/** @param value one line's JSON */
export function readFrames(value: unknown): Frame[] {
  if (!Array.isArray(value)) return [readFrame(value)];
  // Only the revision 2025-03-26 had batches, and the SDK none.
  const refusals = value.slice(0, MAX_BATCH).flatMap((message): Frame[] => {
    const id = isObject(message) && 'method' in message ? idOf(message) : undefined;
    return id === undefined ? [] : [invalidRequest(id, 'Batches are not taken: send one message a line.')];
  });
  return refusals.length ? refusals : [{}];
}

function readFrame(value: unknown): Frame {
  if (!isObject(value)) return {};
  if (!('method' in value) && ('result' in value || 'error' in value)) return parseFrame(value);
  const { jsonrpc, method } = value;
  const id = idOf(value);
  if (typeof method !== 'string') return refuseRequest(id, `method must be text, not ${preview(method)}.`);
  if (jsonrpc !== '2.0') return refuseRequest(id, `jsonrpc must be "2.0", not ${preview(jsonrpc)}.`);
  const params = paramsOf(value.params);
  if (!('id' in value)) return parseFrame({ jsonrpc, method, ...(params !== undefined && { params }) });
  return id === undefined ? {} : readRequest(id, method, params);
}

function readRequest(id: string | number, method: string, params: unknown): Frame {
  const schema = REQUESTS.get(method) ?? RequestSchema;
  const { error } = schema.safeParse({ method, ...(params !== undefined && { params }) });
  if (error) return refusal(id, ErrorCode.InvalidParams, describeIssue(error.issues[0]!, { params }));
  return { message: { jsonrpc: '2.0', id, method, ...(isObject(params) && { params }) } };
}

/** Responses and notifications, to which nobody can answer. */
function parseFrame(value: unknown): Frame {
  const { success, data } = JSONRPCMessageSchema.safeParse(value);
  return success ? { message: data } : {};
}

/** Leaves out null, which some hosts send for what is absent, and `task`, which servers without tasks must ignore. */
function paramsOf(params: unknown): unknown {
  if (params === null || params === undefined) return undefined;
  if (!isObject(params)) return params;
  return Object.fromEntries(
    Object.entries(params).filter(([name, value]) => value !== null && name !== 'task'),
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns the id if it is one that can be answered to. */
const idOf = ({ id }: Record<string, unknown>): string | number | undefined =>
  typeof id === 'string' || Number.isSafeInteger(id) ? (id as string | number) : undefined;

const refusal = (id: string | number, code: number, message: string): Frame => ({
  refusal: { jsonrpc: '2.0', id, error: { code, message: message.toWellFormed() } },
});

export const invalidRequest = (id: string | number, message: string): Frame =>
  refusal(id, ErrorCode.InvalidRequest, message);

const refuseRequest = (id: string | number | undefined, message: string): Frame =>
  id === undefined ? {} : invalidRequest(id, message);

/** Returns what a handler throws to answer with an error. Not the SDK's McpError: both sides would prefix its text. */
export const responseError = (code: number, message: string, data?: Record<string, unknown>): Error =>
  Object.assign(new Error(message.toWellFormed()), { code, data });

function describeIssue(issue: z.core.$ZodIssue, request: unknown): string {
  const { path, expectation } = expectationOf(issue);
  const value = valueAt(path, request);
  return value === undefined
    ? `${pathText(path)} is missing: ${expectation}.`
    : `${pathText(path)} must be ${expectation}, not ${preview(value)}.`;
}

/** Returns where the value is wrong and what is expected there; of several allowed forms, where they differ. */
function expectationOf(issue: z.core.$ZodIssue): { path: PropertyKey[]; expectation: string } {
  if (issue.code !== 'invalid_union') return { path: issue.path, expectation: expected(issue) };
  const forms = issue.errors.flatMap((issues) => issues.slice(0, 1)).map(expectationOf);
  const { path = [] } = forms[0] ?? {};
  const alternatives = forms
    .filter((form) => pathText(form.path) === pathText(path))
    .map(({ expectation }) => expectation);
  return { path: [...issue.path, ...path], expectation: [...new Set(alternatives)].join(' or ') };
}
