/** The look before an act whether the person still may. */
import { describe, expect, it } from 'vitest';
import type { Tier } from '../../src/config/settings.ts';
import type { Person } from '../../src/define/person.ts';
import { recheckBy } from '../../src/http/callers.ts';

const anna: Person = { subject: 'anna', tokens: { north: 'N', south: 'S' }, access: 'write' };
const north = { subject: 'anna', token: 'N', profile: { name: 'north', isOneOfSeveral: true } };

const recheck = (now: Person | undefined, tier: Tier = 'write') =>
  recheckBy({ find: async () => now }, north)(tier);
const refused = { kind: 'permission_denied' };

describe('before an act', () => {
  it('a person who may what they could goes on', async () => {
    await expect(recheck(anna)).resolves.toBeUndefined();
  });

  it('a person who has gone, or may less, does not', async () => {
    await expect(recheck(undefined)).rejects.toMatchObject(refused);
    await expect(recheck({ ...anna, access: 'read' })).rejects.toMatchObject(refused);
    await expect(recheck(anna, 'destructive')).rejects.toMatchObject(refused);
  });

  it('a token counts at the dialer that it is for', async () => {
    await expect(recheck({ ...anna, tokens: { south: 'N' } })).rejects.toMatchObject(refused);
    await expect(recheck({ ...anna, tokens: { north: 'S', south: 'N' } })).rejects.toMatchObject(refused);
  });
});
