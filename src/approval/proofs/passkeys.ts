/** The enrolled passkeys: what is public of them. */
import * as z from 'zod';
import { ToolError } from '../../shared/tool-error.ts';
import { proofFile } from './proof-file.ts';

const base64 = z.string().regex(/^[\w-]+$/);
const passkeySchema = z.strictObject({
  id: base64,
  public_key: base64,
  /** How often it was used, where the device counts. */
  counter: z.int().nonnegative(),
  name: z.string().min(1),
  transports: z.array(z.string()).optional(),
  enrolled: z.string(),
});
const fileSchema = z.strictObject({ version: z.literal(1), passkeys: z.array(passkeySchema) });

export type Passkey = z.infer<typeof passkeySchema>;

const passkeyFile = (dir: string) =>
  proofFile(dir, 'passkeys.json', fileSchema, { version: 1, passkeys: [] });

/** @throws ToolError where they can't be read */
export const readPasskeys = async (dir: string): Promise<Passkey[]> =>
  (await passkeyFile(dir).read()).passkeys;

const updatePasskeys = (dir: string, change: (passkeys: Passkey[]) => Passkey[]): Promise<void> =>
  passkeyFile(dir).update((file) => ({
    state: { ...file, passkeys: change(file.passkeys) },
    result: undefined,
  }));

/** @throws ToolError */
export const addPasskey = (dir: string, passkey: Passkey): Promise<void> =>
  updatePasskeys(dir, (passkeys) => [...passkeys.filter(({ id }) => id !== passkey.id), passkey]);

/** @throws ToolError */
export const removePasskey = (dir: string, id: string): Promise<void> =>
  updatePasskeys(dir, (passkeys) => passkeys.filter((passkey) => passkey.id !== id));

/**
 * Writes down that a passkey was used: a device that counts its uses never shows the same number twice.
 * @throws ToolError where it is enrolled no more, or was used since with a number as high
 */
export const countUse = (dir: string, id: string, counter: number): Promise<void> =>
  updatePasskeys(dir, (passkeys) => {
    const passkey = passkeys.find((one) => one.id === id);
    const counts = passkey && (counter > 0 || passkey.counter > 0);
    if (!passkey || (counts && counter <= passkey.counter))
      throw new ToolError('permission_denied', 'The passkey is enrolled no more, or there are two of it.');
    return passkeys.map((one) => (one === passkey ? { ...one, counter } : one));
  });
