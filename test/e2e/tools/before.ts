/** What updates change, as it stands before. */

export const order = (more = {}) => ({
  id: 39,
  customer_id: 922,
  customer_firstname: 'Anna',
  customer_lastname: 'Ek',
  verified: 0,
  cancelled: 0,
  value: 1197,
  order_products: [{ product_id: 8, units: 3, unit_price: 399, title: 'Dog box' }],
  ...more,
});
export const card = {
  customer_id: 922,
  name: 'Anna Ek',
  phone: '+46701740605',
  identity_number: null,
  external_id_1: '007',
  external_id_2: '127',
  city: 'Göteborg',
  address: null,
  postal_code: '41104',
  custom_fields: [{ title: 'Antal husdjur', custom_field_id: 2, value: '2' }],
};
export const product = {
  id: 8,
  title: 'Dog box',
  price: 399,
  product_type_id: 1,
  periodicity_id: 0,
  periodicity_parts: 3,
};
export const dropdown = {
  id: 15,
  name: 'Storlek',
  datatype: 'dropdown',
  options: 'S;;M;;L',
  description: null,
};
export const user = {
  id: 6,
  username: 'mawila',
  firstname: 'Mawila',
  lastname: 'N',
  city: 'Lund',
  active: 1,
  role: [1, 3],
};
export const template = { id: 2, title: 'Order', content: 'Svara OK', office_id: null };
export const list = {
  id: 34,
  title: 'Autumn',
  office_id: 10,
  is_company: 0,
  keep_order_on_prune: 1,
  prune_date: null,
};
export const result = {
  id: 62,
  title: 'Ring igen',
  type: 'Order recurring',
  retry: '1440',
  pick_date: 1,
  retry_flags: 5,
};
