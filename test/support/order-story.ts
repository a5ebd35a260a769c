/** A call that ended in an order, for the tests of what was written about it. */
import type { Order } from '../../src/sandbox/state.ts';
import { addCall, addCustomer, addOrder, addSms } from './sandbox-rows.ts';
import { type SandboxServices, sandboxServices } from './sandbox-services.ts';

export const PHONE = '+46317001234';
export const MINUTE = 60;
export const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

export interface Story {
  here: SandboxServices;
  order: Order;
  /** When the call ended. */
  end: number;
  ask(): Promise<any>;
  sms(at: number, message: string, sender?: string): void;
}

/** A call yesterday that ended in an order, and nothing in writing. */
export async function story(more: Partial<Order> = {}, call: object = {}, env = {}): Promise<Story> {
  const here = await sandboxServices(env);
  const customer = addCustomer(here.state, { phone: PHONE });
  const customer_id = customer.id;
  const end = Math.floor(here.state.clock() / 1000) - 86_400;
  const rung = addCall(here.state, {
    customer_id,
    phonenumber: PHONE.slice(1),
    init_time: end - 300,
    connect_time: end - 290,
    finish_time: end,
    ...call,
  });
  const order = addOrder(here.state, {
    customer_id,
    call_id: rung.id,
    create_time: end + 20,
    confirmation_datetime: null,
    ...more,
  });
  return {
    here,
    order,
    end,
    ask: () => here.ask('check_order_acceptance', { order_id: order.id }),
    sms: (at, message, sender = PHONE) =>
      void addSms(here.state, { customer_id, message, sender, sent: at, sms_type: 'Order SMS' }),
  };
}
