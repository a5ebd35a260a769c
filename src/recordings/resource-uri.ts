/** What a recording, a PDF or a part of one is called: as a resource, in lists and in the download folder. */
import { createHash } from 'node:crypto';
import { type Config, dialerArgument } from '../config/config.ts';
import type { FileAnswer } from '../define/answer.ts';
import type { ClipRange, FileArgs } from '../define/recording.ts';
import type { Args } from '../define/row.ts';
import type { EndpointTool, ReadEndpoint } from '../define/tool.ts';

export type FileTool = ReadEndpoint & { answer: FileAnswer };

export const isFileTool = (tool: EndpointTool): tool is FileTool => tool.answer.is === 'file';

/** An argument in braces, in an address or a title. */
export const PLACEHOLDER = /\{(\w+)\}/;

/** A file, or the part of it, that a call asks for. */
export interface RequestedFile {
  clip: ClipRange;
  uri: string;
  title: string;
  /** In the download folder, without extension. */
  stem: string;
}

/** Where there are several dialers an address says which, since ids are the same at all of them. */
export function addressAt(config: Pick<Config, 'profile'>, address: string): string {
  const dialer = dialerArgument(config);
  return dialer === undefined ? address : address.replace(/^hitrate:\/\//, `hitrate://${dialer}/`);
}

export function requestedFile(
  answer: FileAnswer,
  args: FileArgs,
  config: Pick<Config, 'profile'>,
): RequestedFile {
  // start_date and end_date stand for the period.
  const { start_s, end_s, channel, format, period: _, ...idAndFilters } = args;
  const clip: ClipRange = { start_s, end_s, ...(channel !== 'both' && { channel }) };
  const { address } = answer.resources.find((resource) => resource.format === format) ?? answer.resources[0];
  const { [PLACEHOLDER.exec(address)![1]!]: id, ...filters } = idAndFilters;
  const fill = (template: string) => template.replace(PLACEHOLDER, String(id));
  // With filters it is another document, which must not pass for the whole one.
  const filterQuery = queryOf(filters);
  return {
    clip,
    uri: addressAt(config, fill(address)) + queryOf({ ...filters, ...clip }),
    title: fill(answer.title) + (filterQuery && ', a part') + clipTitle(clip),
    stem: fill(answer.stem) + (filterQuery && `-${shortHash(filterQuery)}`) + clipStem(clip),
  };
}

/** `?name=value&…`, empty where nothing is given. */
function queryOf(values: Args): string {
  const given = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
  return given.length ? `?${new URLSearchParams(given)}` : '';
}

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

/** `, 10 s to 50 s, left channel`. */
function clipTitle({ start_s, end_s, channel }: ClipRange): string {
  const from = start_s ?? (end_s === undefined ? undefined : 0);
  const range = from === undefined ? '' : `, ${from} s to ${end_s === undefined ? 'the end' : `${end_s} s`}`;
  return range + (channel ? `, ${channel} channel` : '');
}

/** `-10-50-left`: numbers and fixed words alone, since it becomes part of a file's name. */
function clipStem({ start_s, end_s, channel }: ClipRange): string {
  const range = start_s === undefined && end_s === undefined ? [] : [start_s ?? 0, end_s ?? 'end'];
  return [...range, ...(channel ? [channel] : [])].map((part) => `-${part}`).join('');
}
