import { type Case, json } from './types.ts';

/** All that a template can hold; what the dialer says of each is not repeated here. */
const placeholders = `
  !firstname !lastname !middlename !company_name !identity_number !orgnumber !address !postal_code !city
  !phonenumber !email !custom_field_name_[id] !custom_field_[id] !order_id !order_value !order_units
  !user_firstname !user_lastname !user_email !any_product_id !any_product_artnr !any_product_title
  !any_product_sms_text !any_product_description !any_product_vat_percentage !any_product_value
  !any_product_units !any_product_unit_price !any_product_meeting_start !any_product_meeting_end
  !any_product_field_name_[id] !any_product_field_[id] !foreach_product_comma(...)
  !foreach_product_newline(...) !product_id !product_artnr !product_title !product_sms_text
  !product_description !product_vat_percentage !product_value !product_units !product_unit_price
  !meeting_start !meeting_end !product_field_name_[id] !product_field_[id]
`;

export const smsCases: Case[] = [
  {
    endpoint: 'Get sms templates',
    example: 'Get sms templates',
    tool: 'list_sms_templates',
    args: {},
    request: { method: 'GET', path: '/api/sms_templates' },
    answer: {
      status: 200,
      type: json,
      body: [
        {
          id: 1,
          title: 'SMS testing template',
          content:
            'Hello !firstname\nI am a SMS template and I am looking for a home.\nCan you help me by answering ok to test sms valdiation?\n\nRegrads,\nHitrate',
        },
        { id: 2, title: 'Answer SMS', content: 'Hi! Thank you for your order.' },
        { id: 4, title: 'Empty template', content: '' },
      ],
    },
    outcome: 'answer',
  },
  {
    endpoint: 'Get specific sms template',
    example: 'Get specific sms template',
    tool: 'get_sms_template',
    args: { sms_template_id: 2 },
    request: { method: 'GET', path: '/api/sms_template/2' },
    answer: {
      status: 200,
      type: json,
      body: {
        id: 2,
        title: 'Order sms',
        content: 'Hi !firstname !lastname. Answer with "Ok" to confirm your order.',
        office_id: null,
      },
    },
    outcome: 'answer',
  },
  {
    endpoint: 'Get specific sms template',
    example: "Sms template doesn't exist",
    tool: 'get_sms_template',
    args: { sms_template_id: 3 },
    request: { method: 'GET', path: '/api/sms_template/3' },
    answer: { status: 403, type: json, body: { message: 'Access denied or SMS Template does not exist' } },
    outcome: 'not_found',
    words: 'Access denied or SMS Template does not exist',
  },
  {
    endpoint: 'List string replacements',
    example: 'Success',
    tool: 'list_sms_tokens',
    args: {},
    request: { method: 'GET', path: '/api/sms_templates/sms_tokens' },
    answer: {
      status: 200,
      type: json,
      body: Object.fromEntries(
        placeholders
          .trim()
          .split(/\s+/)
          .map((one) => [one, 'what it becomes']),
      ),
    },
    outcome: 'answer',
  },
  {
    endpoint: 'Create sms template',
    example: 'Success',
    tool: 'create_sms_template',
    args: { title: 'str', content: 'str', office_id: 1 },
    request: {
      method: 'POST',
      path: '/api/sms_template',
      body: { title: 'str', content: 'str', office_id: 1 },
    },
    answer: { status: 200, type: json, body: { status: 'success', id: 102 } },
    outcome: 'answer',
  },
  {
    endpoint: 'Create sms template',
    example: 'Missing title',
    tool: 'create_sms_template',
    args: { content: 'A sms template' },
    stopped: 'title is missing',
    answer: {
      status: 200,
      type: json,
      body: {
        status: 'Error',
        code: 1,
        str: 'Validation error',
        replacements: {},
        extra: [['title', 'is required!']],
      },
    },
    outcome: 'invalid_arguments',
  },
  {
    endpoint: 'Create sms template',
    example: 'Missing content',
    tool: 'create_sms_template',
    args: { title: 'str' },
    stopped: 'content is missing',
    answer: {
      status: 200,
      type: json,
      body: {
        status: 'Error',
        code: 1,
        str: 'Validation error',
        replacements: {},
        extra: [['content', 'is required!']],
      },
    },
    outcome: 'invalid_arguments',
  },
  {
    endpoint: 'Update sms template',
    example: 'Update Success',
    tool: 'update_sms_template',
    args: {
      sms_template_id: 1,
      title: 'SMS testing template',
      content:
        'Hello !firstname I am a SMS template and I am looking for a home. Can you help me by answering ok to test sms valdiation? Regards, Hitrate',
    },
    request: {
      method: 'PUT',
      path: '/api/sms_template/1',
      body: {
        title: 'SMS testing template',
        content:
          'Hello !firstname I am a SMS template and I am looking for a home. Can you help me by answering ok to test sms valdiation? Regards, Hitrate',
      },
    },
    answer: {
      status: 200,
      type: json,
      body: {
        id: '1',
        title: 'SMS testing template',
        content:
          'Hello !firstname I am a SMS template and I am looking for a home. Can you help me by answering ok to test sms valdiation? Regards, Hitrate',
        office_id: null,
      },
    },
    outcome: 'answer',
  },
  {
    // The recorded body is a description of types, no valid JSON; the dialer took it for none.
    endpoint: 'Update sms template',
    example: 'Misisng body',
    tool: 'update_sms_template',
    args: { sms_template_id: 102 },
    stopped: 'nothing to change',
    answer: { status: 400, type: json, body: { message: 'body parameters are empty' } },
    outcome: 'invalid_arguments',
  },
  {
    endpoint: 'Delete sms template',
    example: 'Succesful deletion',
    tool: 'delete_sms_template',
    args: { sms_template_id: 23 },
    request: { method: 'DELETE', path: '/api/sms_template/23' },
    answer: { status: 200, type: json, body: { id: '23', message: 'Sms template is deleted' } },
    outcome: 'answer',
  },
  {
    endpoint: 'Delete sms template',
    example: "Sms template doesn't exist",
    tool: 'delete_sms_template',
    args: { sms_template_id: 33333 },
    request: { method: 'DELETE', path: '/api/sms_template/33333' },
    answer: { status: 403, type: json, body: { message: 'Access denied or SMS Template does not exist' } },
    outcome: 'not_found',
    words: 'Access denied or SMS Template does not exist',
  },
  {
    endpoint: 'Get sms communications',
    example: 'Searching on date',
    tool: 'search_sms',
    args: { start_date: '2025-01-01', end_date: '2025-07-01' },
    request: {
      method: 'GET',
      path: '/api/sms_communications',
      body: { start_date: '2025-01-01', end_date: '2025-07-01' },
    },
    answer: {
      status: 200,
      type: json,
      body: {
        rows: [
          { customer_id: 922, campaign_ids: [2], user_ids: [6], sms_count: 0 },
          { customer_id: 1222, campaign_ids: [22], user_ids: [26], sms_count: 0 },
          { customer_id: 1434, campaign_ids: [2], user_ids: [42], sms_count: 0 },
        ],
      },
    },
    outcome: 'answer',
  },
  {
    // One value goes out as a scalar.
    endpoint: 'Get sms communications',
    example: 'Searching on date and campaign',
    tool: 'search_sms',
    args: { campaign_ids: [2], start_date: '2025-01-01', end_date: '2025-07-01' },
    request: {
      method: 'GET',
      path: '/api/sms_communications',
      body: { campaign_id: 2, start_date: '2025-01-01', end_date: '2025-07-01' },
    },
    answer: {
      status: 200,
      type: json,
      body: {
        rows: [
          { customer_id: 922, campaign_ids: [2], user_ids: [6], sms_count: 0 },
          { customer_id: 1002, campaign_ids: [2], user_ids: [6], sms_count: 0 },
          { customer_id: 1434, campaign_ids: [2], user_ids: [42], sms_count: 0 },
        ],
      },
    },
    outcome: 'answer',
  },
  {
    endpoint: 'Get sms communications',
    example: 'No customer found',
    tool: 'search_sms',
    args: { customer_id: 1 },
    request: { method: 'GET', path: '/api/sms_communications', body: { customer_id: 1 } },
    answer: { status: 404, type: json, body: { error: 'No customer was found' } },
    outcome: 'not_found',
    words: 'No customer was found',
  },
  {
    endpoint: 'Get specific sms history',
    example: 'Get specific sms history',
    tool: 'get_sms_history',
    args: { customer_id: 922 },
    request: { method: 'GET', path: '/api/sms_communication', body: { customer_id: 922 } },
    answer: {
      status: 200,
      type: json,
      body: {
        customer_id: 922,
        phonenumber: '+46701740609',
        rows: [
          {
            agent: 6,
            message: 'Manually confirmed by user admin',
            sent: '2024-01-05T08:02:57.000Z',
            sender: 'none',
            sms_type: 'Order SMS',
          },
        ],
      },
    },
    outcome: 'answer',
  },
  {
    // Recorded at /api/sms_communications, the path of the search.
    endpoint: 'Get specific sms history',
    example: 'No customer found',
    tool: 'get_sms_history',
    args: { customer_id: 1 },
    request: { method: 'GET', path: '/api/sms_communication', body: { customer_id: 1 } },
    answer: { status: 404, type: json, body: { error: 'No customer was found' } },
    outcome: 'not_found',
    words: 'No customer was found',
  },
];
