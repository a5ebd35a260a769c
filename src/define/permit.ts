import type { Args } from './row.ts';
import type { EndpointTool } from './tool.ts';

declare const granted: unique symbol;

/**
 * One act that the guard let through. Only src/guard/permit.ts makes permits, and without one no write leaves: a tool
 * that combines others can't act behind the guard's back.
 */
export interface Permit {
  readonly [granted]: true;
  readonly tool: EndpointTool;
  readonly args: Args;
}
