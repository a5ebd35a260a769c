import { describe, expect, test } from 'vitest';
import { useDialer } from '../support/sandbox.ts';

const dialer = useDialer();
const call = (what: string, body?: unknown) => dialer().call(what, { body });

describe('SMS templates', () => {
  test('SMS templates are listed without their office and read with their office', async () => {
    const { json } = await call('GET /api/sms_templates');
    expect(Object.keys(json[0])).toEqual(['id', 'title', 'content']);
    expect((await call('GET /api/sms_template/2')).json).toEqual({
      id: 2,
      title: 'Order sms',
      content: 'Hi !firstname !lastname. Answer with "Ok" to confirm your order.',
      office_id: null,
    });
  });

  test('an unknown SMS template is answered with 403', async () => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      expect(await call(`${method} /api/sms_template/33333`, { title: 'x' })).toMatchObject({
        status: 403,
        json: { message: 'Access denied or SMS Template does not exist' },
      });
    }
  });

  test('a new SMS template needs title and content', async () => {
    expect((await call('POST /api/sms_template', { title: 'Ny', content: '' })).json).toEqual({
      status: 'success',
      id: 102,
    });
    const failed = await call('POST /api/sms_template', { content: 'x' });
    expect(failed.status).toBe(200);
    expect(failed.json).toMatchObject({ status: 'Error', extra: [['title', 'is required!']] });
    expect((await call('POST /api/sms_template', { title: 'x' })).json.extra).toEqual([
      ['content', 'is required!'],
    ]);
  });

  test('an update of an SMS template echoes its values, and is refused without any', async () => {
    expect((await call('PUT /api/sms_template/1', { title: 'Ny', office_id: null })).json).toEqual({
      id: '1',
      title: 'Ny',
      office_id: null,
    });
    expect(await call('PUT /api/sms_template/1')).toMatchObject({
      status: 400,
      json: { message: 'body parameters are empty' },
    });
  });

  test('a deleted SMS template is taken off the campaign products that used it', async () => {
    expect((await call('DELETE /api/sms_template/2')).json).toEqual({
      id: '2',
      message: 'Sms template is deleted',
    });
    const rows = (await call('GET /api/campaign/products')).json as { sms_template_id: number | null }[];
    expect(rows.some((row) => row.sms_template_id === 2)).toBe(false);
  });

  test('the placeholders of SMS templates are explained', async () => {
    const { json } = await call('GET /api/sms_templates/sms_tokens');
    expect(Object.keys(json)).toHaveLength(47);
    expect(json['!firstname']).toBe('First name of customer');
  });
});

describe('SMS threads', () => {
  test('SMS threads are found by a GET with a body', async () => {
    const { json } = await call('GET /api/sms_communications', {
      start_date: '2026-11-20',
      end_date: '2026-11-20',
    });
    expect(json.rows).toContainEqual({ customer_id: 922, campaign_ids: [2], user_ids: [6], sms_count: 4 });
  });

  test.each([
    [{ customer_id: 922 }],
    [{ phonenumber: '070-174 06 05' }],
    [{ customer_id: 922, user_id: 6, campaign_id: [2, 8], contactlist_id: [6] }],
  ])('SMS threads are filtered by %j', async (body) => {
    const { json } = await call('GET /api/sms_communications', body);
    expect(json.rows.map((row: { customer_id: number }) => row.customer_id)).toEqual([922]);
  });

  test('a search for SMS threads without a match returns an empty list', async () => {
    const answer = await call('GET /api/sms_communications', {
      start_date: '2020-01-01',
      end_date: '2020-01-02',
    });
    expect(answer).toMatchObject({ status: 200, json: { rows: [] } });
  });

  test('a note that was never sent is shown in its SMS thread and not counted', async () => {
    const { sms } = dialer().sandbox.state;
    const first = sms.find((row) => row.customer_id === 922 && row.user_id === 6)!;
    sms.splice(0, sms.length, {
      ...first,
      message: 'Manually confirmed by user admin',
      sender: 'none',
    });
    expect((await call('GET /api/sms_communications', {})).json.rows[0].sms_count).toBe(0);
    expect((await call('GET /api/sms_communication', { customer_id: 922 })).json).toEqual({
      customer_id: 922,
      phonenumber: '+46701740605',
      rows: [
        {
          agent: 6,
          message: 'Manually confirmed by user admin',
          sent: '2026-11-20T10:01:55.000Z',
          sender: 'none',
          sms_type: 'Order SMS',
        },
      ],
    });
  });

  test('an SMS thread is found by a former number of the customer', async () => {
    await call('PUT /api/customer?id=922', { phone: '0701740700' });
    const { json } = await call('GET /api/sms_communication', { phonenumber: '0701740605' });
    expect(json).toMatchObject({ customer_id: 922, phonenumber: '+46701740700' });
    expect(json.rows).toHaveLength(6);
  });

  test.each(['communications', 'communication', 'communication/pdf'])(
    'SMS threads of an unknown customer are answered with 404 in %s',
    async (path) => {
      expect(await call(`GET /api/sms_${path}`, { customer_id: 1 })).toMatchObject({
        status: 404,
        json: { error: 'No customer was found' },
      });
    },
  );
});

describe('the PDF', () => {
  test('the PDF of an SMS thread is a valid file that shows the messages', async () => {
    const answer = await call('GET /api/sms_communication/pdf', { customer_id: 922 });
    expect(answer).toMatchObject({ status: 200, type: 'application/pdf' });
    const text = answer.bytes.toString('latin1');
    expect(text.startsWith('%PDF-1.4\n')).toBe(true);
    expect(text.trimEnd().endsWith('%%EOF')).toBe(true);
    expect(text).toContain('Hej! När kommer lådan?');
    expect(text).toContain('2026-11-20 11:01  Djurboxen  Order SMS  Mawila Nathaniel');
  });

  test('the PDF of a long SMS thread has several pages and a correct cross-reference table', async () => {
    const { sms } = dialer().sandbox.state;
    const first = sms.find((row) => row.customer_id === 922)!;
    for (let nth = 0; nth < 60; nth++)
      sms.push({ ...first, message: `Nr ${nth} (\\) ${'lång text '.repeat(20)}` });
    const text = (await call('GET /api/sms_communication/pdf', { customer_id: 922 })).bytes.toString(
      'latin1',
    );
    const at = Number(/startxref\n(\d+)/.exec(text)![1]);
    expect(text.slice(at, at + 4)).toBe('xref');
    const offsets = [...text.slice(at).matchAll(/^(\d{10}) 00000 n /gm)].map((entry) => Number(entry[1]));
    for (const [index, offset] of offsets.entries()) {
      expect(text.slice(offset, offset + 12)).toContain(`${index + 1} 0 obj`);
    }
    expect(Number(/\/Count (\d+)/.exec(text)![1])).toBeGreaterThan(1);
    expect(text).toContain('Nr 59 \\(\\\\\\)');
    for (const [, length, stream] of text.matchAll(/\/Length (\d+) >>\nstream\n(.*?)\nendstream/gs)) {
      expect(stream).toHaveLength(Number(length));
    }
  });
});
