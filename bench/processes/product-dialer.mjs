// A dialer that answers every request with the same product, made beforehand: hardly any of its own time is measured.
import { listen } from './listen.mjs';

const product = Buffer.from(
  JSON.stringify({
    id: 1,
    office_id: 2,
    client_id: 2,
    artnr: '10001',
    title: 'Dog box',
    product_type_id: 2,
    periodicity_id: 4,
    periodicity_parts: 12,
    price: 399,
    adjusted_price: null,
    flex_price: 0,
    vat_percentage: 25,
    min_price: null,
    max_price: null,
    description: null,
    script: null,
    active: 1,
    notification_sms_enabled: 0,
    notify_before_confirm: 0,
    notification_sms_template: null,
    notification_sms_sender: null,
    notification_sms_max_age: null,
    selectable_delivery_method: 0,
    sms_text: null,
    deleted: 0,
  }),
);

listen(async (_, response) => {
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': product.length,
  });
  response.end(product);
});
