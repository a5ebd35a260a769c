import type { DialerServices } from '../../call/dialer-services.ts';
import { createHandlers, type Handlers, offeredTools } from './handlers.ts';
import { createSeveralHandlers } from './several/several.ts';

/** Returns the handlers of one dialer, or those of several as one. */
export function createDialerHandlers(
  dialers: readonly DialerServices[],
  onResourcesChanged?: () => void,
): Handlers {
  const handlersAt = ({ config, services }: DialerServices) =>
    createHandlers(config, services, onResourcesChanged);
  const [only, ...more] = dialers;
  if (!more.length) return handlersAt(only!);
  return createSeveralHandlers(
    dialers.map((dialer) => ({
      ...dialer.config.profile!,
      config: dialer.config,
      handlers: handlersAt(dialer),
      offered: offeredTools(dialer.config),
    })),
  );
}
