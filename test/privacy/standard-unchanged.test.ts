import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { createPrivacy } from '../../src/privacy/create-privacy.ts';
import { ToolError } from '../../src/shared/tool-error.ts';
import { randomRows } from './random-rows.ts';

const settings = (identityNumbers: 'masked' | 'full') => ({
  privacy: 'standard' as const,
  identityNumbers,
  region: 'SE',
  trust: { stateDir: '/nowhere' },
});

/** What 1,000 rows became before there were modes, byte for byte. */
const BEFORE = {
  masked: '8a9827cdda7bde954363cb432b562c289abf88e1e122c35fc7643721faa6654d',
  full: 'c3a89916fbd91eee2da7052cfddbdccaf3eeb596f94e8300663a00ac3fe517a4',
};

it.each(['masked', 'full'] as const)(
  'the standard mode changes nothing of what answers were before, identity numbers %s',
  (identityNumbers) => {
    const privacy = createPrivacy(settings(identityNumbers));
    const hash = createHash('sha256');
    for (const row of randomRows(1000)) hash.update(JSON.stringify(privacy.redactRow(row)));
    expect(hash.digest('hex')).toBe(BEFORE[identityNumbers]);
  },
);

it('the standard mode opens nothing, learns nothing and takes arguments as they are', async () => {
  const privacy = createPrivacy(settings('masked'));
  await privacy.open();
  privacy.learn({ customer_id: 922, message: 'Hej Anna' });
  expect(privacy.unnamedCustomers(0)).toEqual([]);
  const args = { phone: 'phone-91c2' };
  expect(privacy.resolveArguments(args)).toBe(args);
  expect(privacy.redactError(new ToolError('rejected', '720311-1234, 070-174 06 05')).message).toBe(
    '720311-****, 070-174 06 05',
  );
});
