/** Status and body together, as this dialer sends them, and the kind of error that they are. */
import { describe, expect, it } from 'vitest';
import { dialerMessage, errorOf, type Reply } from '../../src/dialer/reply/response-errors.ts';

const reply = (status: number, body: unknown): Reply =>
  typeof body === 'string'
    ? { status, text: body }
    : { status, json: body, text: body === undefined ? '' : JSON.stringify(body) };

const kind = (status: number, body: unknown, act: boolean) => errorOf(reply(status, body), act)?.kind;

const page = (inside: string) => `<!DOCTYPE html>\n<html><body>${inside}</body></html>`;

/** `write` only where it differs from `read`. */
const TABLE: [status: number, body: unknown, read: string | undefined, write?: string][] = [
  [200, { id: 1 }, undefined],
  [200, [], undefined],
  [200, null, undefined],
  [200, { success: true }, undefined],
  [200, { status: 'success' }, undefined],
  [200, { status: 'error-free zone' }, undefined],
  [200, { status: 0 }, undefined],
  [201, { success: true, result: { id: 1 } }, undefined],
  [200, { error: null, message: 'Order not found in archive', id: 3 }, undefined],

  [200, { status: 'Error', message: 'Something is wrong' }, 'rejected'],
  [200, { status: 'error' }, 'rejected'],
  [200, { status: 'Failed', message: 'no' }, 'rejected'],
  [200, { status: 'Error', message: 'Customer not found' }, 'not_found'],
  [200, { status: 'Error', message: 'Duplicate entry' }, 'conflict'],
  [200, { success: false }, 'rejected'],
  [200, { success: 'false', error: 'Validation error' }, 'rejected'],
  [200, { success: false, error: 'Order does not exist' }, 'not_found'],

  [301, '', 'bad_answer'],
  [304, '', 'bad_answer'],

  [400, { success: false, errors: ['title is required'] }, 'rejected'],
  [400, { message: 'Campaign not found' }, 'not_found'],
  [400, '', 'rejected'],
  [401, { message: 'Unauthenticated' }, 'unauthenticated'],
  [401, '', 'unauthenticated'],
  [403, { message: 'Permission denied, user missing admin permission' }, 'permission_denied'],
  [403, { error: 'Customer does not exist' }, 'not_found'],
  [403, { message: 'Access denied' }, 'permission_denied'],
  [403, { error: 'Customer has result: Order' }, 'rejected'],
  [403, '', 'permission_denied'],
  [404, { success: true, message: 'The call result was not found' }, 'not_found'],
  [404, { message: 'gone' }, 'not_found'],
  [404, 'No customer found', 'not_found'],
  [404, page('<pre>Cannot GET /api/offices</pre>'), 'bad_answer'],
  [405, { message: 'This call result is not allowed to be updated' }, 'rejected'],
  [409, { message: 'Username taken' }, 'conflict'],
  [410, '', 'not_found'],
  [413, page('<pre>PayloadTooLargeError</pre>'), 'too_large'],
  [422, { errors: [['title', 'is required!']] }, 'rejected'],
  [429, '', 'rate_limited'],

  [500, { message: 'Call not found' }, 'not_found'],
  [500, 'Custom Field does not exist', 'not_found'],
  [500, { error: 'Server Error', message: "Duplicate entry '6-+46701740605' for key" }, 'conflict'],
  [500, { error: 'Username already in use' }, 'conflict'],
  [500, { success: false, error: 'name is required' }, 'rejected'],
  [500, 'dataype contain illegal value', 'rejected'],
  [500, { message: 'Permission denied, user missing sms permission' }, 'permission_denied'],
  [500, '', 'unavailable', 'outcome_unknown'],
  [500, {}, 'unavailable', 'outcome_unknown'],
  [500, { error: 'Server Error' }, 'unavailable', 'outcome_unknown'],
  [500, { message: 'Internal Server Error' }, 'unavailable', 'outcome_unknown'],
  [500, 'Internal Server Error', 'unavailable', 'outcome_unknown'],
  [
    500,
    page('<pre>TypeError: id of undefined<br> at Route.dispatch</pre>'),
    'unavailable',
    'outcome_unknown',
  ],
  [502, page('<h1>Bad Gateway</h1>'), 'unavailable', 'outcome_unknown'],
  [503, { message: 'Customer not found' }, 'unavailable', 'outcome_unknown'],
  [504, '', 'unavailable', 'outcome_unknown'],
  [520, page('<h1>Unknown error</h1>'), 'unavailable', 'outcome_unknown'],
];

describe('what an answer means', () => {
  it.each(TABLE)('status %i with %o is %s to a read', (status, body, read) => {
    expect(kind(status, body, false)).toBe(read);
  });

  it.each(TABLE)('errorOf classifies status %i with %o for a write', (status, body, read, write = read) => {
    expect(kind(status, body, true)).toBe(write);
  });
});

describe("the dialer's own words", () => {
  it.each([
    [{ message: 'a' }, 'a'],
    [{ error: 'a', details: 'b' }, 'a; b'],
    [{ error: 'Server Error', details: 'Validation error' }, 'Validation error'],
    [{ error: 'Server Error' }, 'Server Error'],
    [{ error: 'same', message: 'same' }, 'same'],
    [{ errors: ['x is required', 'y is required'] }, 'x is required, y is required'],
    [{ errors: ['title', 'is required!'] }, 'title is required!'],
    [{ errors: [{ id: 39, error: 'cancelled' }] }, '39: cancelled'],
    [{ failed_ids: [1, 2] }, '1, 2'],
    ['plain', 'plain'],
    [page('<pre>Cannot GET /x</pre>'), 'Cannot GET /x'],
    ['', undefined],
    [{}, undefined],
  ])('dialerMessage finds the words of the dialer wherever they stand: %o', (body, said) => {
    expect(dialerMessage(reply(500, body)).message).toBe(said);
  });

  it.each([
    ['Error: x<br> at /srv/app.js:1', 'x'],
    [
      'Error: Locked\n    at Object.<anonymous> (/srv/a.js:10:15)\n    at async Promise.all (index 0)',
      'Locked',
    ],
    ['TypeError: No id\n    at node:internal/modules/cjs/loader:1105:14', 'No id'],
    [{ message: 'Customer is locked at /srv/api/customer.js:20:13' }, 'Customer is locked'],
    [
      { error: '<p>Numret &auml;r sp&auml;rrat</p>', details: '<b>070-1</b> &lt;x&gt;' },
      'Numret är spärrat; 070-1 <x>',
    ],
    [{ error: { code: 7, stack: 'Error: x\n at /srv/app.js:1' } }, '{"code":7}'],
    [{ error: { message: 'Closed <i>today</i>' } }, 'Closed today'],
    [
      '<br />\n<b>Fatal error</b>: Uncaught Exception: No list in /var/www/x.php:3\nStack trace:\n#0 {main}\n  thrown in <b>/var/www/x.php</b> on line <b>3</b>',
      'No list',
    ],
    [
      'Traceback (most recent call last):\n  File "/srv/a.py", line 3, in f\n    raise ValueError()\nValueError: Closed',
      'Closed',
    ],
    ['java.lang.RuntimeException: Busy\n\tat com.foo.Bar.baz(Bar.java:12)\n\t... 3 more', 'Busy'],
    ['System.Exception: Gone\r\n   at Foo.Bar(String x) in C:\\app\\a.cs:line 3', 'Gone'],
    [page('<style>a{}</style><script>alert(1)</script><pre>Error: y<br> at /a/b.js:1:2</pre>'), 'y'],
    ['Error: <br> at /srv/app.js:1', undefined],
    [
      'Call at 10:15 in list 3 was not found; a < b, see line 3',
      'Call at 10:15 in list 3 was not found; a < b, see line 3',
    ],
    ['Unexpected token < in JSON at position 0', 'Unexpected token < in JSON at position 0'],
  ])('dialerMessage removes tags and places in code from the words of the dialer: %o', (body, said) => {
    expect(dialerMessage(reply(500, body)).message).toBe(said);
  });

  it('the words of a crash leave the outcome of a write unknown', () => {
    expect(kind(500, 'Error: x<br> at /srv/app.js:1', true)).toBe('outcome_unknown');
    expect(kind(500, 'Error: x<br> at /srv/app.js:1', false)).toBe('unavailable');
    expect(errorOf(reply(500, 'Error: <br> at /srv/app.js:1'), false)!.message).toContain(
      'status 500 and no words',
    );
  });

  it('dialerMessage reads very long and odd texts within two seconds', () => {
    const started = performance.now();
    for (const odd of ['at ', '<', '&#', '/a.js:1 ', 'at (', 'File "', '#1 ', 'in /a', 'x.y'])
      dialerMessage(reply(500, odd.repeat(2_000_000 / odd.length)));
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('dialerMessage returns one line of at most 300 characters without hidden characters', () => {
    const said = dialerMessage(reply(500, { message: `a\u202eb\u200b\n\u0007${'x'.repeat(400)}` })).message!;
    expect(said).toHaveLength(300);
    expect(said).toMatch(/^a ?b ?x+…$/);
  });
});
