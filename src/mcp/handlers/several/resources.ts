/** Resources of several dialers: their addresses say which one, `hitrate://north/call/4371/recording.mp3`. */
import type { CallHost } from '../../../call/call.ts';
import { CODES, responseError } from '../../json-rpc.ts';
import { isAppUri } from '../apps.ts';
import type { ResourceContent, ResourceListing, TemplateListing } from '../resources.ts';
import { type NamedDialer, nameAndTitle } from './dialers.ts';

/** Returns the dialer that an address names. */
export function dialerOf(dialers: readonly NamedDialer[], uri: string): NamedDialer | undefined {
  const [, named] = /^hitrate:\/\/([^/?]*)\//.exec(uri) ?? [];
  return dialers.find(({ name }) => name === named);
}

export const createSeveralResources = (dialers: readonly NamedDialer[]) => ({
  list: async (): Promise<{ resources: ResourceListing[] }> => ({
    resources: await merged(dialers, async (dialer) =>
      (await dialer.handlers.listResources()).resources.map((resource) => ({
        ...resource,
        name: titleAt(dialer, resource.name),
        title: titleAt(dialer, resource.title),
      })),
    ),
  }),
  templates: async (): Promise<{ resourceTemplates: TemplateListing[] }> => ({
    resourceTemplates: await merged(dialers, async (dialer) =>
      (await dialer.handlers.listResourceTemplates()).resourceTemplates.map((template) => ({
        ...template,
        name: titleAt(dialer, template.name),
      })),
    ),
  }),
  async read(
    uri: string,
    host: Pick<CallHost, 'signal' | 'progress'>,
  ): Promise<{ contents: ResourceContent[] }> {
    // A page is the same at all of them.
    const dialer = isAppUri(uri) ? dialers[0] : dialerOf(dialers, uri);
    if (dialer) return dialer.handlers.readResource(uri, host);
    const beginnings = dialers.map(({ name }) => `hitrate://${name}/`).join(' or ');
    // The address is not repeated: it may hold what people wrote.
    throw responseError(
      CODES.resourceNotFound,
      `not_found: There is no such resource: an address begins with the dialer, ${beginnings}.`,
      { kind: 'not_found' },
    );
  },
});

/** Lists name the dialer in words too: a person chooses by them. */
const titleAt = (dialer: NamedDialer, title: string): string => `${title}, ${nameAndTitle(dialer)}`;

const merged = async <T>(
  dialers: readonly NamedDialer[],
  list: (dialer: NamedDialer) => Promise<T[]>,
): Promise<T[]> => (await Promise.all(dialers.map(list))).flat();
