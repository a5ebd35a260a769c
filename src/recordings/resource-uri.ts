/** What a recording, a PDF or a clip is called: as a resource, in lists and in the download folder. */

import type { FileAnswer } from '../define/answer.ts';
import type { ClipRange } from '../define/recording.ts';
import type { Args } from '../define/row.ts';
import type { ReadEndpoint } from '../define/tool.ts';

export type FileTool = ReadEndpoint & { answer: FileAnswer };

/** What the arguments ask for: the clip, its address and its name. */
export function resourceFor(answer: FileAnswer, args: Args): { clip: ClipRange; uri: string; title: string } {
  const { start_s, end_s, channel, ...rest } = args as Args & ClipRange;
  const clip: ClipRange = { start_s, end_s, ...(channel !== 'both' && { channel }) };
  const cut = Object.entries(clip).filter(([, value]) => value !== undefined) as [string, string | number][];
  const search = new URLSearchParams(cut.map(([name, value]): [string, string] => [name, String(value)]));
  return {
    clip,
    uri: answer.uri(rest) + (cut.length ? `?${search}` : ''),
    title: answer.title(rest) + clipTitle(clip),
  };
}

function clipTitle({ start_s, end_s, channel }: ClipRange): string {
  const from = start_s ?? (end_s === undefined ? undefined : 0);
  const stretch =
    from === undefined ? '' : `, ${from} s to ${end_s === undefined ? 'the end' : `${end_s} s`}`;
  return stretch + (channel ? `, ${channel} channel` : '');
}

/** `-10-50-left`: numbers and fixed words alone. */
export function clipName({ start_s, end_s, channel }: ClipRange): string {
  const stretch = start_s === undefined && end_s === undefined ? [] : [start_s ?? 0, end_s ?? 'end'];
  return [...stretch, ...(channel ? [channel] : [])].map((part) => `-${part}`).join('');
}
