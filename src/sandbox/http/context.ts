// What a route gets and what it replies.

import type { State, User } from '../state.ts';

export type Json = Record<string, unknown>;

export interface Context {
  state: State;
  user: User;
  /** The office that the user is limited to. */
  office: number | null;
  params: Record<string, string>;
  /** Empty values count as absent. */
  query: Record<string, string>;
  body: Json;
}

export type Reply =
  | { status: number; json: unknown }
  | { status: number; text: string }
  | { status: number; html: string }
  | { status: number; bytes: Buffer; type: string }
  | { status: number; file: URL; type: string }
  | { status: number; chunks: AsyncIterable<Buffer>; size: number; type: string };

export interface Route {
  method: string;
  parts: string[];
  right: Right | null;
  handle: (context: Context) => Reply;
}

/** Named as the dialer names it where it is missing. */
export type Right =
  | 'coach all_calls'
  | 'coach edit_orders'
  | 'admin call_results'
  | 'admin campaigns'
  | 'admin clients'
  | 'admin contactlists'
  | 'admin blocklists'
  | 'admin gdpr'
  | 'admin products'
  | 'admin sms_templates'
  | 'admin users';
