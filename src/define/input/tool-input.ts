/** The arguments of a tool: its own, and those that it has by what it answers. */
import * as z from 'zod';
import {
  brief,
  choice,
  clip,
  cursor,
  object,
  quiet,
  rowLimit,
  sort,
  table,
  text,
  unadvertised,
} from '../schema.ts';
import type { Tool } from '../tool.ts';

/** What of a tool its arguments are read by. */
export type InputTool = Pick<Tool, 'input'> & {
  [name in 'answer' | 'guard' | 'request' | 'oneOf' | 'anyOf' | 'tier' | 'consequences']?: Tool[name];
};

const DELIVER_HELP = 'file: saved to disk; inline: bytes, 100 kB';
const WAYS = ['link', 'inline', 'file'] as const;
/** Sound can be heard on a page, with its words beside it. */
const SOUND_WAYS = [...WAYS, 'page'] as const;
const SOUND_HELP = `${DELIVER_HELP}; page: to listen`;

const MAX_MARKS = 40;
const markText = text.max(500);
/** What somebody has found in the recording, for the page: few people ask for that, and a prompt tells of it. */
const marks = table(
  z
    .array(
      object({
        point: markText,
        said: choice(['yes', 'no', 'unclear']),
        quote: markText.optional(),
        time: clip.start_s,
      }),
    )
    .max(MAX_MARKS),
  'rows under the first row point, said, quote, time',
);

/** Returns the schema of all arguments: a list or a file has some by its answer, and a guarded tool `confirm`. */
export function inputOf(tool: InputTool): z.ZodObject {
  const shape: Record<string, z.ZodType> = { ...(tool.input.shape as Record<string, z.ZodType>) };
  if (tool.answer?.is === 'file') Object.assign(shape, fileArguments(tool.answer));
  if (tool.answer?.is === 'rows') Object.assign(shape, listArguments(tool.answer, shape.limit));
  if (tool.guard) shape.confirm = confirmArgument(tool);
  return z.strictObject(shape);
}

/** Not advertised where the operator must change a setting before a person is asked: every model would pay for it. */
function confirmArgument(tool: InputTool): z.ZodType {
  const confirm = z.string().optional();
  return isAskedByDefault(tool) ? confirm : quiet(confirm);
}

/** Whether a person is asked before some call of the tool where the operator has set nothing. */
export const isAskedByDefault = ({
  tier,
  guard,
  consequences = {},
}: Pick<InputTool, 'tier' | 'guard' | 'consequences'>): boolean =>
  tier === 'destructive' ||
  guard?.when !== undefined ||
  Object.keys(consequences).some((kind) => kind !== 'data');

type Shape = Record<string, z.ZodType>;
type AnswerOf<Form extends 'file' | 'rows'> = Extract<NonNullable<InputTool['answer']>, { is: Form }>;

const fileArguments = ({ sound }: AnswerOf<'file'>): Shape =>
  sound
    ? {
        ...clip,
        channel: z.enum(['both', 'left', 'right']).optional(),
        deliver: z.enum(SOUND_WAYS).describe(SOUND_HELP).optional(),
        marks: quiet(marks.optional()),
        transcript: quiet(text.optional()),
      }
    : { deliver: z.enum(WAYS).describe(DELIVER_HELP).optional() };

/** @param ownLimit where the tool has a limit of its own */
function listArguments({ paged, time, more = {} }: AnswerOf<'rows'>, ownLimit?: z.ZodType): Shape {
  const offset = z.int().min(0).optional();
  const fields = Object.keys(more);
  return {
    limit: ownLimit ?? rowLimit.optional(),
    ...(!paged && { offset: time ? quiet(offset) : offset }),
    ...(time && { sort: sort.optional(), cursor: cursor.optional() }),
    // The answer tells which there are.
    ...(fields.length && { fields: z.array(brief(z.enum(fields))).optional() }),
  };
}

/** Whether hosts are told of an argument. */
export const isAdvertised = ({ input }: InputTool, name: string): boolean => {
  const schema: z.ZodType | undefined = input.shape[name];
  return schema === undefined || !unadvertised.has(schema);
};

/** The schema without its being optional. */
export const unwrapOptional = (schema: z.core.$ZodType): z.core.$ZodType =>
  schema instanceof z.ZodOptional ? schema.unwrap() : schema;
