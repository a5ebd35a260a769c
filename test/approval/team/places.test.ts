/** Where a login may lead to: to pages of this server alone. */
import { describe, expect, it } from 'vitest';
import { createPlaces } from '../../../src/approval/team/login/places.ts';

const REFERENCE = 'a-reference_of22chars-';
const places = createPlaces(['/dashboard', '/review']);

describe('a place that a login may lead to', () => {
  it.each([
    [REFERENCE, `/approve/${REFERENCE}`],
    ['dashboard', '/dashboard/'],
    ['review/7f3', '/review/7f3'],
  ])('is %s', (place, address) => {
    expect(places.isPlace(place)).toBe(true);
    expect(places.addressOf(place)).toBe(address);
  });

  it.each([
    undefined,
    null,
    7,
    '',
    '/',
    '//evil.example',
    'https://evil.example',
    '/dashboard',
    'dashboard/../approve',
    'dashboard/..',
    'dashboard/a/b',
    'dashboard//evil.example',
    'dashboard/%2e%2e',
    'dashboard\r\nSet-Cookie: x',
    'dashboard/x\r\n',
    `review/${'x'.repeat(65)}`,
    'approve',
    'mcp',
    'constructor',
    `${REFERENCE}?a`,
  ])('is not %j: that leads to all that waits', (place) => {
    expect(places.isPlace(place)).toBe(false);
    expect(places.addressOf(place as string)).toBe('/approve/');
  });

  it('has a login that says why it failed, and is still for that place', () => {
    expect(places.loginAddressOf('dashboard', 'login_failed')).toBe(
      '/approve/?for=dashboard&problem=login_failed',
    );
    expect(places.loginAddressOf(REFERENCE, 'login_failed')).toBe(
      `/approve/${REFERENCE}?problem=login_failed`,
    );
    expect(places.loginAddressOf('//evil.example', 'login_failed')).toBe('/approve/?problem=login_failed');
  });
});
