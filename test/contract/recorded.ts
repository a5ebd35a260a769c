import type { Case } from './cases/types.ts';

const client = { name: 'Test Company' };
const person = {
  first_name: 'Test',
  last_name: 'Testisson',
  identity_number: '19720311-1234',
  address: 'Tester street 11',
  postal_code: '44444',
  city: 'Cityburg',
  external_id_2: 123,
  custom_field_6: '2023-01-12',
  custom_field_10: 127,
  custom_field_30: 'Some custom value',
};
const several = (last: string) =>
  ['+46846500403', '+46313900602', last].map((phone) => ({
    phone,
    first_name: 'Anna',
    last_name: 'Ek',
    email: 'anna.ek@example.com',
    address: 'Exempelgatan 8',
    postal_code: '44351',
    city: 'Exempelby',
    custom_field_30: 'rental apartment',
  }));
const ring = { agent: 14, campaign_id: 2, allow_calling_finalized: true };

/** What the documentation shows to have been sent, where the tool sends something else or nothing. */
export const asRecorded: Record<string, NonNullable<Case['request']>> = {
  'Call customer / Response types': {
    method: 'POST',
    path: '/api/customer/call',
    body: { ...ring, phonenumber: '46701740605' },
  },
  'Call customer / Successful call': {
    method: 'POST',
    path: '/api/customer/call',
    body: { ...ring, phonenumber: '46701740605' },
  },
  'Call customer / Error - agent is not available': {
    method: 'POST',
    path: '/api/customer/call',
    body: { ...ring, phonenumber: '46701740605' },
  },
  'Call customer / Error - invalid phonenumber': {
    method: 'POST',
    path: '/api/customer/call',
    body: { ...ring, phonenumber: '467017406050000' },
  },
  'Search calls / Missing permissions': { method: 'POST', path: '/api/calls/search' },
  'Create call result / Faulty retry_flags': {
    method: 'POST',
    path: '/api/call_result',
    body: {
      call_result_type_id: 4,
      retry: null,
      retry_flags: 1222,
      title: 'Private callback example',
      pick_date: true,
    },
  },
  'Create call result / Call result values too large': {
    method: 'POST',
    path: '/api/call_result',
    body: {
      call_result_type_id: 4,
      retry: 2.131231231231233e24,
      retry_flags: 7,
      title: 'Private callback example',
      pick_date: true,
    },
  },
  'Delete call result / Error - trying to delete standard call result': {
    method: 'DELETE',
    path: '/api/call_result/1',
  },
  'Get information on client / Missing ID': { method: 'GET', path: '/api/client/' },
  'Create new client / Error, missing name': { method: 'POST', path: '/api/client' },
  'Update Client / No information in body': { method: 'PUT', path: '/api/client/2' },
  'Update Client / Missing ID': { method: 'PUT', path: '/api/client/', body: client },
  'Delete Client / Missing ID': { method: 'DELETE', path: '/api/client/client_id' },
  'Create new contactlist / Missing title': {
    method: 'POST',
    path: '/api/contactlist',
    body: { keep_order_on_prune: true, is_company: false, office_id: 2, prune_date: '2025-09-02' },
  },
  'Create new contactlist / Missing required values': {
    method: 'POST',
    path: '/api/contactlist',
    body: { keep_order_on_prune: 1, is_company: 0, user_group_id: 4, prune_date: '2026-07-01' },
  },
  'View contactlist info / Invalid format': { method: 'GET', path: '/api/contactlist/a' },
  'Create blocklist / Missing title': { method: 'POST', path: '/api/blocklist' },
  'Add number to blocklist / Invalid format on a parameter': {
    method: 'POST',
    path: '/api/blocklist/customer',
  },
  'Add number to blocklist / Comment field missing': {
    method: 'POST',
    path: '/api/blocklist/customer',
    body: { id: 6, phone: '+46701740605' },
  },
  'Create single customer / Error phone number is not valid': {
    method: 'POST',
    path: '/api/customer',
    body: { list_id: 6, allow_duplicates: true, ...person },
  },
  'Create single customer / Error contaclist id missing': {
    method: 'POST',
    path: '/api/customer',
    body: { allow_duplicates: true, phone: '+46701740605', ...person },
  },
  'Create multiple customers / contactlist_id is missing': {
    method: 'POST',
    path: '/api/customers',
    body: { allow_duplicates: false, data: several('+46406280402') },
  },
  'Get customer / No parameters used': { method: 'GET', path: '/api/customer', query: { id: '', phone: '' } },
  'Remove customer from contactlist / Removed from list succesfully': {
    method: 'DELETE',
    path: '/api/customer',
    query: { phone: '+46701740605' },
  },
  'Remove customer from contactlist / Parameters are empty': {
    method: 'DELETE',
    path: '/api/customer',
    query: { id: '', phone: '' },
  },
  // The last number was masked; this one is too short to be one.
  'Create multiple customers / Duplicates and invalid phone numbers': {
    method: 'POST',
    path: '/api/customers',
    body: { list_id: 6, allow_duplicates: false, data: several('+4640628') },
  },
  'Create product template / Missing title field': {
    method: 'POST',
    path: '/api/product',
    body: { description: 'We forgot few fields', product_type_id: 1, periodicity_id: 1 },
  },
  'Create new product field / Invalid datatype': {
    method: 'POST',
    path: '/api/products/field',
    body: {
      name: 'Dropdown product field',
      datatype: 'Dropdown',
      options: ['Apple', 'Banana', 'Strawberry'],
      description: 'A dropdown field with some values',
    },
  },
  'Create sms template / Missing title': {
    method: 'POST',
    path: '/api/sms_template',
    body: { content: 'A sms template' },
  },
  'Create sms template / Missing content': {
    method: 'POST',
    path: '/api/sms_template',
    body: { title: 'str' },
  },
  'Update sms template / Update Success': {
    method: 'PUT',
    path: '/api/sms_template/1',
    body: { title: 'SMS testing template', content: 'Hello !firstname', office_id: null },
  },
  'Update sms template / Misisng body': { method: 'PUT', path: '/api/sms_template/102' },
  'List specific user / Wrong ID format': { method: 'GET', path: '/api/user/' },
  'Create new user / Missing required parameters': { method: 'POST', path: '/api/user', body: {} },
  'Update user / One value being wrong format': {
    method: 'PUT',
    path: '/api/user/6',
    body: { firstname: 'test', hiredate: 'I am wrong' },
  },
};
