/** What the files of this folder are written with: a builder for each kind of tool, and the places of arguments. */
import type * as z from 'zod';
import type { Toolset } from '../src/config/settings.ts';
import type {
  DestructiveEndpoint,
  Place,
  Places,
  ReadComposite,
  ReadEndpoint,
  Tool,
  WriteComposite,
  WriteEndpoint,
} from '../src/define/tool.ts';

type Data<T> = Omit<T, 'toolset' | 'tier'>;
type InToolset<T> = T extends unknown ? Omit<T, 'toolset'> : never;

/** Places are those of arguments that the input has. */
type KnownPlaces<I extends z.ZodObject, P extends Places> = {
  request: { args?: { [name in Exclude<keyof P, keyof z.infer<I>>]: never } };
};

/** One request that changes nothing. */
export const readTool = <I extends z.ZodObject, const P extends Places>(
  tool: Data<ReadEndpoint<I, P>> & KnownPlaces<I, P>,
): InToolset<Tool> => ({ ...tool, tier: 'read' });

/** One request that changes something; a guard where some arguments make it one to be confirmed. */
export const writeTool = <I extends z.ZodObject, const P extends Places>(
  tool: Data<WriteEndpoint<I, P>> & KnownPlaces<I, P>,
): InToolset<Tool> => ({ ...tool, tier: 'write' });

/** One request that deletes, cancels or erases: always confirmed. */
export const destructiveTool = <I extends z.ZodObject, const P extends Places>(
  tool: Data<DestructiveEndpoint<I, P>> & KnownPlaces<I, P>,
): InToolset<Tool> => ({ ...tool, tier: 'destructive' });

/** An answer made of more than one request that changes nothing. */
export const compositeReadTool = <I extends z.ZodObject>(tool: Data<ReadComposite<I>>): InToolset<Tool> => ({
  ...tool,
  tier: 'read',
});

/** More than one request, some of which change something. */
export const compositeWriteTool = <I extends z.ZodObject>(
  tool: Data<WriteComposite<I>>,
): InToolset<Tool> => ({ ...tool, tier: 'write' });

/** A toolset's tools, each with the toolset's name. */
export const toolset = (name: Toolset, tools: readonly InToolset<Tool>[]): Tool[] =>
  tools.map((tool) => ({ ...tool, toolset: name }));

export const path = (wire: string): Place => ({ in: 'path', wire });
export const query = (wire: string, encode?: Place['encode']): Place => ({ in: 'query', wire, encode });
export const body = (wire: string, encode?: Place['encode']): Place => ({ in: 'body', wire, encode });

/** Arguments that the dialer calls by the same names. */
export const bodies = <const N extends string>(...names: readonly N[]): Record<N, Place> =>
  Object.fromEntries(names.map((name) => [name, body(name)])) as Record<N, Place>;
