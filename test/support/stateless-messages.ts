/** Requests of the revision 2026-07-28, as they go over the wire. */

const FORMS = { elicitation: { form: {} } };

/** What each request of that revision says of itself. @param capabilities of the client */
export const envelope = (capabilities: object = FORMS, name = 'raw'): Record<string, unknown> => ({
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name, version: '1' },
  'io.modelcontextprotocol/clientCapabilities': capabilities,
});

export const statelessRequest = (
  id: number,
  method: string,
  params: Record<string, unknown> = {},
  capabilities?: object,
) => ({ jsonrpc: '2.0', id, method, params: { ...params, _meta: envelope(capabilities) } });

export const statelessCall = (
  id: number,
  name: string,
  args: object,
  more: Record<string, unknown> = {},
  capabilities?: object,
) => statelessRequest(id, 'tools/call', { name, arguments: args, ...more }, capabilities);
