import { describe, expect, it } from 'vitest';
import { dialerSetting } from '../../../src/commands/setup/answers.ts';

describe('the answer to which dialer', () => {
  it.each([
    'demodialer',
    'DemoDialer',
    'demodialer.hitrate.tech',
    'https://demodialer.hitrate.tech',
    'https://demodialer.hitrate.tech/login?next=/orders',
    'https://demodialer.hitrate.tech:3007/',
  ])('is its name in %s, also as the address that a person logs in at', (answer) => {
    expect(dialerSetting(answer)).toEqual({ HITRATE_DIALER: 'demodialer' });
  });

  it.each(['https://dialer.example:8443', 'http://127.0.0.1:3007', 'https://demodialer.hitrate.tech:8443'])(
    'is an address in %s',
    (answer) => {
      expect(dialerSetting(answer)).toEqual({ HITRATE_URL: answer });
    },
  );

  it.each([
    ['', /type the name/],
    ['my dialer', /must be the name alone/],
    ['dialer.example', /must be a URL/],
    ['http://dialer.example', /must be https/],
    ['https://dialer.example/path', /without a path/],
  ])('is refused in %j, with what is right', (answer, message) => {
    expect(() => dialerSetting(answer)).toThrow(message);
  });
});
