/** Whatever stands in the header: nobody gets in by chance, and nothing breaks. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createAuthenticator } from '../../src/auth/authenticator.ts';
import { hashOfKey, newKey } from '../../src/auth/bearer-key.ts';
import { TOOLSETS } from '../../src/config/settings.ts';
import { newFolder } from '../support/files.ts';
import { writeUserFile } from '../support/user-file.ts';

const tokens = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.base64String().map((text) => `hmcp_${text}`),
  fc
    .array(
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
      { maxLength: 5 },
    )
    .map((parts) => parts.join('.')),
);

it('any header but one with a known key is refused, with a challenge that a header can carry', async () => {
  const users = writeUserFile(newFolder(), [{ subject: 'anna', key: hashOfKey(newKey()) }]);
  const { authenticate } = createAuthenticator({
    config: {
      access: 'destructive',
      toolsets: TOOLSETS,
      auth: { users, oauth: { issuer: 'http://127.0.0.1:9' } },
    },
    resource: 'http://127.0.0.1:8080/mcp',
    report: () => {},
  });
  const headers = fc.oneof(
    tokens,
    tokens.map((token) => `Bearer ${token}`),
  );
  await fc.assert(
    fc.asyncProperty(headers, async (header) => {
      const { refusal } = await authenticate(header);
      expect([401, 503]).toContain(refusal?.status);
      expect(refusal?.wwwAuthenticate ?? 'Bearer ').toMatch(/^Bearer [\x20-\x7e]*$/);
    }),
  );
});
