// A dialer that answers every request with the product of its argument, in JSON: hardly any of its own time is measured.
import { listen } from './listen.mjs';

const product = Buffer.from(process.argv[2] ?? '');

listen(async (_, response) => {
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': product.length,
  });
  response.end(product);
});
