/** The words for what tools do: as the tools are. */
import { describe, expect, it } from 'vitest';
import { TOOL_WORDS } from '../../src/dashboard/page/tool-words.ts';
import { tools } from '../../tools/index.ts';

const acting = tools.filter(({ tier }) => tier !== 'read');

describe('the words for what a tool does', () => {
  it('are there for each tool that changes something, and for no other', () => {
    expect(Object.keys(TOOL_WORDS).sort()).toEqual(acting.map(({ name }) => name).sort());
  });

  it('are the title of the tool in English', () => {
    expect(Object.fromEntries(Object.entries(TOOL_WORDS).map(([name, { en }]) => [name, en]))).toEqual(
      Object.fromEntries(acting.map(({ name, title }) => [name, title])),
    );
  });
});
