/** Tools as hosts see them: small, flat JSON Schema, since hosts choke on more. */
import * as z from 'zod';
import type { Tier, Toolset } from '../config/settings.ts';
import { inputOf, isAskedByDefault } from '../define/input/tool-input.ts';
import { schemaKinds, unadvertised, undetailed } from '../define/schema.ts';
import type { Tool } from '../define/tool.ts';
import { MAX_ANSWER_LENGTH } from '../response/limit.ts';
import { appUri } from './handlers/app-extension.ts';

export interface AdvertisedTool {
  name: string;
  title: string;
  description: string;
  inputSchema: { type: 'object'; [key: string]: unknown };
  annotations: {
    title: string;
    readOnlyHint: boolean;
    destructiveHint: boolean;
    idempotentHint: boolean;
    openWorldHint: boolean;
  };
  _meta: HostHints;
}

/** What hosts read of a tool beyond the protocol; each ignores what is another's. */
type HostHints = {
  /** MCP Apps. */
  ui?: { resourceUri: string };
  /** The same for hosts that follow an earlier draft of it, such as VS Code. */
  'ui/resourceUri'?: string;
  /** It is in the model's prompt from the start, not only after a search. */
  'anthropic/alwaysLoad'?: true;
  'anthropic/searchHint'?: string;
  /**
   * Up to here an answer is shown whole, whatever the person's MAX_MCP_OUTPUT_TOKENS is. Otherwise it would be put into
   * a file, where what it says of customers stays.
   */
  'anthropic/maxResultSizeChars': number;
};

/** A tool with what decides whether it is listed. */
export interface ListedTool {
  tier: Tier;
  toolset: Toolset;
  needs?: Tool['needs'];
  tool: AdvertisedTool;
}

export const toListedTool = (tool: Tool): ListedTool => ({
  tier: tool.tier,
  toolset: tool.toolset,
  needs: tool.needs,
  tool: {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: inputSchema(tool),
    annotations: {
      title: tool.title,
      readOnlyHint: tool.tier === 'read',
      destructiveHint: isAskedByDefault(tool),
      // RFC 9110, 9.2.2: PUT and DELETE are idempotent.
      idempotentHint: tool.tier === 'read' || ['PUT', 'DELETE'].includes(tool.request?.method ?? ''),
      openWorldHint: tool.quotes !== undefined || tool.needs !== undefined || tool.reachesPeople === true,
    },
    _meta: {
      ...(tool.app && { ui: { resourceUri: appUri(tool.app) }, 'ui/resourceUri': appUri(tool.app) }),
      ...(tool.alwaysLoad && { 'anthropic/alwaysLoad': true }),
      ...(tool.searchHint && { 'anthropic/searchHint': tool.searchHint }),
      'anthropic/maxResultSizeChars': MAX_ANSWER_LENGTH,
    },
  },
});

type JsonSchema = { [key: string]: any };

function inputSchema(tool: Tool): AdvertisedTool['inputSchema'] {
  const advertised = Object.entries(inputOf(tool).shape).filter(([, schema]) => !unadvertised.has(schema));
  const schema: JsonSchema = z.toJSONSchema(z.strictObject(Object.fromEntries(advertised)), {
    io: 'input',
    target: 'draft-2020-12',
    override: ({ zodSchema, jsonSchema }) => simplifySchema(zodSchema, jsonSchema as JsonSchema),
  });
  return {
    type: 'object',
    properties: schema.properties,
    ...(schema.required && { required: schema.required }),
  };
}

const TEXTS = { type: 'array', items: { type: 'string' } };

/** Changes the schema in place, as Zod's `override` wants it. */
function simplifySchema(zodSchema: z.core.$ZodType, schema: JsonSchema): void {
  const kind = schemaKinds.get(zodSchema)?.kind;
  if (kind === 'scalar') {
    delete schema.anyOf;
    schema.type = 'string';
  }
  if (kind === 'settings' || kind === 'table') {
    for (const key of ['properties', 'required', 'maxItems']) delete schema[key];
    Object.assign(schema, kind === 'settings' ? TEXTS : { type: 'array', items: TEXTS });
  }
  if (undetailed.has(zodSchema)) for (const key of ['properties', 'required', 'enum']) delete schema[key];
  for (const key of ['additionalProperties', 'pattern', 'exclusiveMinimum', 'minLength', 'minItems'])
    delete schema[key];
  // Bounds that any id or count has are left out.
  if (schema.minimum <= 1) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
}
