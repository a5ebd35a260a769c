/** The settings of a server that listens for HTTP. */
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config/config.ts';

const limitsOf = (text?: string) =>
  readConfig(['--sandbox', '--http'], text === undefined ? {} : { HITRATE_HTTP_LIMITS: text }).http?.limits;

describe('HITRATE_HTTP_LIMITS', () => {
  it('keeps the default of what it does not name', () => {
    expect(limitsOf()).toEqual({ requests_per_minute: 600, at_once: 16 });
    expect(limitsOf('At_Once = 4')).toEqual({ requests_per_minute: 600, at_once: 4 });
    expect(limitsOf('requests_per_minute=60,at_once=2')).toEqual({ requests_per_minute: 60, at_once: 2 });
  });

  it.each([
    ['at_once=0', 'at_once must be a whole number from 1 on'],
    ['at_once=none', 'at_once must be a whole number from 1 on'],
    ['at_once=1e3', 'at_once must be a whole number from 1 on'],
    ['at_once=1.5', 'at_once must be a whole number from 1 on'],
    ['at_once=16=5', 'at_once must be a whole number from 1 on'],
    ['at_once', 'at_once must be a whole number from 1 on'],
    ['at_once=4,', 'there is no limit ""; there are requests_per_minute, at_once'],
    ['constructor=5', 'there is no limit "constructor"; there are requests_per_minute, at_once'],
    ['__proto__=5', 'there is no limit "__proto__"; there are requests_per_minute, at_once'],
    ['requests=4', 'there is no limit "requests"; there are requests_per_minute, at_once'],
  ])('%s is refused with what is right', (text, right) => {
    expect(() => limitsOf(text)).toThrow(`HITRATE_HTTP_LIMITS=${text}: ${right}`);
  });
});
