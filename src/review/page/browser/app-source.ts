/** The host around the page (MCP Apps): it tells which call the page belongs to, and asks the server for the rest. */

import type { ReviewMark, ReviewSubject } from '../../../define/recording.ts';
import type { Args } from '../../../define/row.ts';
import {
  type AppHost,
  applyContext,
  connectToHost,
  type ToolResult,
} from '../../../pages/browser/app-host.ts';
import { words } from './own-words.ts';
import { isRow, type OpenedReview, parse, type Source, SourceError } from './source.ts';

interface AppOptions {
  /** After the host has said how the page is to look. */
  onContext(): void;
  onOpened(review: OpenedReview): void;
  /** There is nothing to hear: why. */
  onNothing(why: string | undefined): void;
}

/** @throws Error where no host answers */
export async function openInHost({ onContext, onOpened, onNothing }: AppOptions): Promise<void> {
  let args: Args = {};
  const connected = connectToHost({
    onContext(context) {
      applyContext(context);
      onContext();
    },
    onToolInput(given) {
      args = given;
    },
    async onToolResult(result) {
      const answer = answerOf(result);
      if (result.isError) return onNothing(textOf(result));
      const state = stateOf(args, answer);
      if (!state) return onNothing(undefined);
      onOpened({ state, source: sourceOf(await connected), isAskedFor: isAskedFor(args) });
    },
    onToolCancelled: () => onNothing(words().cancelled),
  });
  await connected;
}

/** A recording may be asked for only to be saved: what costs something waits for a yes then. */
const isAskedFor = ({ deliver, marks, transcript }: Args): boolean =>
  deliver === 'page' || marks !== undefined || transcript !== undefined;

const textOf = ({ content }: ToolResult): string => content.find(({ type }) => type === 'text')?.text ?? '';

function answerOf(result: ToolResult): Args {
  const row = parse(textOf(result));
  return isRow(row) ? row : {};
}

function stateOf(args: Args, answer: Args): OpenedReview['state'] | undefined {
  const order_id = idOf(args.order_id);
  const call_id = idOf(args.call_id);
  const owner = order_id ? { order_id } : call_id ? { call_id } : undefined;
  if (!owner) return undefined;
  const dialer = typeof args.dialer === 'string' ? args.dialer : undefined;
  const place = order_id ? `order/${order_id}` : `call/${call_id}`;
  const subject: ReviewSubject = {
    owner,
    recording: `hitrate://${dialer === undefined ? '' : `${dialer}/`}${place}/recording.wav`,
    dialer,
    duration_s: secondsOf(answer.recording_s ?? answer.duration_s),
  };
  return {
    state: 'review',
    subject,
    marks: marksOf(args.marks),
    transcript: typeof args.transcript === 'string' ? args.transcript : undefined,
    start_s: secondsOf(args.start_s),
  };
}

/** Models write ids as texts, too. */
function idOf(value: unknown): number | undefined {
  const id = Number(value);
  return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

/** Seconds, or `1:05` as people write it. */
function secondsOf(value: unknown): number | undefined {
  if (typeof value === 'string' && /^\d+(:\d{1,2}){1,2}$/.test(value.trim()))
    return value.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  const seconds = typeof value === 'string' ? Number.parseFloat(value) : Number(value ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

/** As they came from the model: the server has checked them, and the host hands on what the model wrote. */
function marksOf(given: unknown): ReviewMark[] {
  const rows = typeof given === 'string' ? parse(given) : given;
  if (!Array.isArray(rows)) return [];
  const [names, ...cells] = rows;
  const objects = Array.isArray(names)
    ? cells.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])))
    : rows;
  return objects.filter(isRow).flatMap(({ point, said, quote, time }): ReviewMark[] =>
    typeof point === 'string' && (said === 'yes' || said === 'no' || said === 'unclear')
      ? [
          {
            point,
            said,
            quote: typeof quote === 'string' && quote ? quote : undefined,
            time: secondsOf(time),
          },
        ]
      : [],
  );
}

function sourceOf(host: AppHost): Source {
  const told = (error: unknown): never => {
    throw new SourceError(error instanceof Error ? error.message : '');
  };
  return {
    async callTool(name, args) {
      if (!host.can.tools) throw new SourceError(words().hostCallsNothing);
      return host.callTool(name, args).catch(told);
    },
    async readResource(uri) {
      if (!host.can.resources) throw new SourceError(words().hostReadsNothing);
      return host.readResource(uri).catch(told);
    },
  };
}
