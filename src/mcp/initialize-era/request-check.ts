/** Checks requests by the SDK's own schemas, and says in one sentence what is wrong. */
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  GetPromptRequestSchema,
  InitializeRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  PingRequestSchema,
  ReadResourceRequestSchema,
  RequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type * as z from 'zod';
import { expected, pathText, preview, valueAt } from '../../shared/schema/explain.ts';
import type { JsonRpcRequest } from '../json-rpc.ts';

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

/** Returns what is wrong with a request's params, as a sentence; undefined where nothing is. */
export function requestProblem({ method, params }: JsonRpcRequest): string | undefined {
  const schema = REQUESTS.get(method) ?? RequestSchema;
  const { error } = schema.safeParse({ method, ...(params !== undefined && { params }) });
  return error && describeIssue(error.issues[0]!, { params });
}

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
