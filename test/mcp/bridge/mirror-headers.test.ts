import { describe, expect, it } from 'vitest';
import { readMessage } from '../../../src/mcp/bridge/message.ts';
import { createMirrorHeaders } from '../../../src/mcp/bridge/mirror-headers.ts';

const message = (value: object) => readMessage(JSON.stringify({ jsonrpc: '2.0', id: 1, ...value }))!;
const stateless = (method: string, params: object = {}) =>
  message({
    method,
    params: { ...params, _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } },
  });
const base64 = (text: string) => `=?base64?${Buffer.from(text).toString('base64')}?=`;

describe('the headers that say again what a stateless message says', () => {
  it('are none for a message of the initialize era, nor for a batch', () => {
    const { of } = createMirrorHeaders();
    expect(of(message({ method: 'tools/list' }))).toBeUndefined();
    const part = JSON.stringify(JSON.parse(stateless('tools/list').text));
    expect(of(readMessage(`[${part},${part}]`)!)).toBeUndefined();
  });

  it.each([
    ['tools/call', { name: 'echo' }, 'echo'],
    ['prompts/get', { name: 'häst' }, base64('häst')],
    ['resources/read', { uri: 'a://b' }, 'a://b'],
    ['tasks/get', { taskId: '7' }, '7'],
    ['tools/call', { name: '=?base64?eA==?=' }, base64('=?base64?eA==?=')],
    ['tools/call', { name: 'line\r\nx: y' }, base64('line\r\nx: y')],
    ['tools/list', { name: 'not its name' }, undefined],
    ['constructor', {}, undefined],
  ])('name %s %j', (method, params, name) => {
    const headers = createMirrorHeaders().of(stateless(method, params))!;
    expect(headers).toMatchObject({ 'mcp-protocol-version': '2026-07-28', 'mcp-method': method });
    expect(headers['mcp-name']).toBe(name);
  });

  it('hold the arguments that a tool has marked, at any depth', () => {
    const mirror = createMirrorHeaders();
    const marked = (header: string) => ({ 'x-mcp-header': header });
    const properties = {
      region: marked('Region'),
      count: marked('Count'),
      open: marked('Open'),
      deep: { properties: { one: marked('One') } },
      bad: marked('not a: name'),
      list: marked('List'),
    };
    mirror.learn(message({ result: { tools: [{ name: 'find', inputSchema: { properties } }, null, {}] } }));
    const args = { region: 'eu', count: 7, open: false, deep: { one: ' x' }, bad: 'x', list: ['x'] };
    expect(mirror.of(stateless('tools/call', { name: 'find', arguments: args }))).toEqual({
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': 'find',
      'mcp-param-Region': 'eu',
      'mcp-param-Count': '7',
      'mcp-param-Open': 'false',
      'mcp-param-One': base64(' x'),
    });
    expect(mirror.of(stateless('tools/call', { name: 'find' }))).not.toHaveProperty('mcp-param-Region');
  });
});
