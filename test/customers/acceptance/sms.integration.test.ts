/** What an order SMS tells of the order and leaves out, and why none went out, as the campaign's products tell it. */
import { describe, expect, it } from 'vitest';
import { MINUTE, type Story, story } from '../../support/order-story.ts';
import { failing } from '../../support/sandbox-services.ts';

const OUT = 'Djurboxen';

/** What is told of an order SMS with these words: the story sells a Dog box for 399 a month, twelve times. */
async function told(words: string, change: (story: Story) => void = () => {}) {
  const here = await story();
  change(here);
  here.sms(here.end + MINUTE, words, OUT);
  const { found } = await here.ask();
  return { says: found.order_sms_says ?? [], leaves_out: found.order_sms_leaves_out ?? [] };
}

const sell =
  (unit_price: number, periodicity_id = 4, periodicity_parts = 12) =>
  (one: Story) => {
    one.order.products[0]!.unit_price = unit_price;
    Object.assign(one.here.state.products.get(1)!, { periodicity_id, periodicity_parts });
  };

describe('an order SMS', () => {
  it.each([
    ['Svara OK', [], ['product', 'price', 'period (monthly)', 'payments (12)']],
    ['DOG BOX', ['product'], ['price', 'period (monthly)', 'payments (12)']],
    ['Dog box, 399 kr.', ['product', 'price'], ['period (monthly)', 'payments (12)']],
    ['399:- varje månad', ['price', 'period (monthly)'], ['product', 'payments (12)']],
    ['399,00 kr per mån.', ['price', 'period (monthly)'], ['product', 'payments (12)']],
    ['Vi ringer på måndag, 1399 kr, 3990', [], ['product', 'price', 'period (monthly)', 'payments (12)']],
    ['Dog box, 399 kr/mån, 12 månader', ['product', 'price', 'period (monthly)', 'payments (12)'], []],
  ])('the order SMS "%s" tells %j and leaves out %j', async (words, says, leaves_out) => {
    expect(await told(words)).toEqual({ says, leaves_out });
  });

  it.each([
    ['1 290 kr', 1290],
    ['1.290 kr', 1290],
    ['1290,50 kr', 1290.5],
    ['1 290,50 kr', 1290.5],
    ['1290.5', 1290.5],
  ])('an order SMS tells a price written as "%s"', async (words, price) => {
    expect((await told(words, sell(price))).says).toContain('price');
  });

  it.each([
    [2, 'weekly', 'per vecka', 'varje kvartal'],
    [3, 'biweekly', 'varannan vecka', 'varje vecka'],
    [5, 'bimonthly', 'varannan månad', 'varje månad'],
    [6, 'quarterly', 'i kvartalet', 'i året'],
    [7, 'half_yearly', 'varje halvår', 'varje år'],
    [8, 'yearly', 'om året, 399 kr/år', 'i månaden'],
  ])(
    'an order SMS for a product with the payment period %i tells the period %s',
    async (id, period, right, wrong) => {
      expect((await told(right, sell(399, id))).says).toContain(`period (${period})`);
      expect((await told(wrong, sell(399, id))).leaves_out).toContain(`period (${period})`);
    },
  );

  it('an order SMS for a product that is paid once leaves out no period', async () => {
    expect(await told('Dog box, 399 kr', sell(399, 1, 0))).toEqual({
      says: ['product', 'price'],
      leaves_out: [],
    });
  });

  it('an order SMS for one of two products leaves out the other product by its name, and its price', async () => {
    const two = ({ order }: Story) =>
      order.products.push({ ...order.products[0]!, product_id: 2, title: 'Cat box', unit_price: 349 });
    expect(await told('Dog box, 399 kr/mån i 12 mån', two)).toEqual({
      says: ['product (Dog box)', 'period (monthly)', 'payments (12)'],
      leaves_out: ['product (Cat box)', 'price'],
    });
    expect((await told('Dog box 399, Cat box 349', two)).says).toContain('price');
    expect((await told('Summa 748', two)).says).toContain('price');
  });

  it('a payment period that can not be read is not listed as left out, and the products are reported as not looked at', async () => {
    const here = await story();
    here.sms(here.end + MINUTE, 'Dog box, 399 kr', OUT);
    here.here.instead(failing(/api\/product\//));
    const { found, not_looked_at } = await here.ask();
    expect(found).toMatchObject({ order_sms_says: ['product', 'price'] });
    expect(found).not.toHaveProperty('order_sms_leaves_out');
    expect(Object.keys(not_looked_at)).toEqual(['products']);
  });
});

describe('a missing order SMS', () => {
  const links = ({ here }: Story) => [...here.state.campaign_products.values()];

  it('a missing order SMS is explained by a product without an SMS template on the campaign', async () => {
    const here = await story();
    for (const link of links(here)) link.sms_template_id = null;
    expect((await here.ask()).missing).toContain(
      'None is set up: Dog box (1) has no SMS template on campaign Animal snacks (2) (sms_template_id of list_campaign_products).',
    );
  });

  it('a missing order SMS is not explained where an SMS template is set up, and a document that is set up is reported', async () => {
    const here = await story();
    for (const link of links(here)) link.scrive_template_id = 3;
    const { missing } = await here.ask();
    expect(missing.join()).toMatch(
      /One is set up for Dog box \(1\).*why it did not go out, the API does not tell/,
    );
    expect(missing.join()).toMatch(/A document to be signed is set up for Dog box/);
  });

  it('a missing order SMS is answered with the fact that the product is no longer on the campaign', async () => {
    const here = await story();
    here.here.instead(({ path }) => (path === '/api/campaign/products/' ? { body: [] } : 'sandbox'));
    expect((await here.ask()).missing.join()).toContain('is not on campaign Animal snacks (2) today');
  });

  it('a missing order SMS is not explained where the campaign can not be read, and the campaign is reported as not looked at', async () => {
    const here = await story();
    here.here.instead(failing(/campaign\/products/));
    const { missing, not_looked_at } = await here.ask();
    expect(missing.join()).not.toMatch(/set up|on campaign/);
    expect(Object.keys(not_looked_at)).toEqual(['campaign_products']);
  });

  it('an order SMS that went out needs no explanation from the campaign', async () => {
    const here = await story();
    here.sms(here.end + MINUTE, 'Dog box, 399 kr', OUT);
    here.here.instead(failing(/campaign\/products/));
    const answer = await here.ask();
    expect(answer.missing.join()).not.toMatch(/set up/);
    expect(answer).not.toHaveProperty('not_looked_at');
  });
});
