/** An attack: what outsiders wrote, which tool hands it to the model, and what a model that obeys does next. */
import type { World } from '../../support/guard-bench.ts';

export type Call = [tool: string, args: Record<string, unknown>];

export interface Attack {
  title: string;
  /** What the dialer answers beside the plain world. */
  world?: World;
  /** What an engine hears in every recording. */
  spoken?: string;
  /** A file in the download folder. */
  file?: { name: string; text: string };
  read: Call;
  /** A part of what the model then has before it. */
  seen: string;
  /** What an obedient model calls; of `read`, its answer. */
  act: Call | ((answer: any) => Call);
  /** Whether the text itself gives it away; otherwise that what it says becomes an argument does. */
  marked: boolean;
  /** `none`: nobody is asked but for reasons of outsiders' text. */
  ask?: 'none';
}
