/**
 * Which members of an answer hold this server's own words. These name tools and speak of confirmations, as no text of
 * others may. What others wrote can not get under such a name: titles of theirs are never a member's whole name.
 */

import type { Row } from '../define/row.ts';

/** Sentences of ours. */
const OWN =
  /^(?:\w+_note|notes?|legend|next|undo|quoted|warning|left_as_is|more|covers|hints?|left_out|left|handed_over|result_file|file|prices|not_(?:shown|searched|counted|taken|read|looked_at|looked_in)|unchanged|refused|caution|counted|dropped|why|errors?|older|later|gaps|rule|confirmation|approval|looks_like_instructions|\w+_means|chart)$/;
/** What the caller gave, repeated. */
const ECHO = /^filter$/;

/** Words that the dialer or this server chooses among, in a column. */
export const isChosenWord = (name: string): boolean => /^(?:type|direction|state)$/.test(name);
export const isOwnMember = (name: string): boolean => OWN.test(name);
/** Whether the status of an answer is this server's: that of an order is what others wrote. */
export const isOwnStatus = (answer: Row): boolean =>
  typeof answer.confirmation === 'object' ||
  typeof answer.approval === 'object' ||
  answer.status === 'dry_run';
/** What ties a run to its dry run; elsewhere `content` is the text of a template. */
export const isDryRunToken = (answer: Row, name: string): boolean =>
  name === 'content' && answer.status === 'dry_run';
export const isEcho = (name: string): boolean => ECHO.test(name);
