/**
 * The headers of the stateless era (2026-07-28), which say again what the body says, so that a proxy can route without
 * reading it: version, method, name, and those arguments that a tool's schema marks with `x-mcp-header`.
 */
import { isObject } from '../../shared/json.ts';
import { REVISION_KEY } from '../era.ts';
import { type Message, methodOf, type Part } from './message.ts';

/** The parameter that Mcp-Name says again. */
const NAMES: Record<string, string> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
  'tasks/get': 'taskId',
  'tasks/update': 'taskId',
  'tasks/cancel': 'taskId',
};
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const MAX_DEPTH = 16;

interface MarkedArgument {
  header: string;
  path: readonly string[];
}

export interface MirrorHeaders {
  /** Returns the headers of a stateless message; undefined for one of the initialize era. */
  of(message: Message): Record<string, string> | undefined;
  /** Learns which arguments are marked from an answer to tools/list. */
  learn(message: Message): void;
}

export function createMirrorHeaders(): MirrorHeaders {
  const markedArguments = new Map<string, MarkedArgument[]>();
  return {
    of(message) {
      const version = versionOf(message);
      const method = methodOf(message);
      if (version === undefined || method === undefined) return undefined;
      const { params } = message.parts[0]!;
      const name = Object.hasOwn(NAMES, method) ? params[NAMES[method]!] : undefined;
      const headers: Record<string, string> = { 'mcp-protocol-version': version, 'mcp-method': method };
      if (typeof name === 'string') headers['mcp-name'] = encodeValue(name);
      if (method === 'tools/call')
        for (const { header, path } of markedArguments.get(name) ?? []) {
          const text = primitiveText(path.reduce((at, key) => at?.[key], params.arguments));
          if (text !== undefined) headers[`mcp-param-${header}`] = encodeValue(text);
        }
      return headers;
    },
    learn({ parts }) {
      for (const { name, inputSchema } of parts.flatMap(toolsOf))
        if (typeof name === 'string') markedArguments.set(name, findMarked(inputSchema, []));
    },
  };
}

function versionOf({ parts }: Message): string | undefined {
  const version = parts.length === 1 && parts[0]!.params?._meta?.[REVISION_KEY];
  // A header can't carry everything; the server tells what it thinks of such a version.
  return typeof version === 'string' && /^[\x21-\x7e]+$/.test(version) ? version : undefined;
}

const toolsOf = ({ result }: Part): any[] =>
  Array.isArray(result?.tools) ? result.tools.filter(isObject) : [];

function findMarked(schema: unknown, path: readonly string[]): MarkedArgument[] {
  if (!isObject(schema) || path.length > MAX_DEPTH) return [];
  const { properties, 'x-mcp-header': header } = schema;
  const marked = typeof header === 'string' && HEADER_NAME.test(header) ? [{ header, path }] : [];
  const members = isObject(properties) ? Object.entries(properties) : [];
  return [...marked, ...members.flatMap(([key, child]) => findMarked(child, [...path, key]))];
}

function primitiveText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'number' && (!Number.isInteger(value) || Number.isSafeInteger(value))
    ? String(value)
    : undefined;
}

/** What is no plain ASCII goes as base64, as does what looks like it. */
const encodeValue = (text: string): string =>
  /^[\x20-\x7e\t]+$/.test(text) && text === text.trim() && !/^=\?base64\?.*\?=$/.test(text)
    ? text
    : `=?base64?${Buffer.from(text.toWellFormed()).toString('base64')}?=`;
