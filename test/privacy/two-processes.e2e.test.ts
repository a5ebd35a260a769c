/** Two servers of one installation, as two hosts start them. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Host } from '../../src/mcp/client.ts';
import { createSandbox } from '../../src/sandbox/index.ts';
import { afterThisTest } from '../support/cleanup.ts';
import { newFolder } from '../support/files.ts';
import { startHost } from '../support/host.ts';

async function hosts(count: number, mode = 'pseudonyms'): Promise<Host[]> {
  const { url, close } = await createSandbox({ calls: 300 }).listen();
  afterThisTest(close);
  const env = {
    HITRATE_URL: url,
    HITRATE_TOKEN: 'sandbox-admin',
    HITRATE_PRIVACY: mode,
    HITRATE_STATE_DIR: join(newFolder(), 'state'),
  };
  const started = await Promise.all(Array.from({ length: count }, () => startHost(env)));
  for (const host of started) afterThisTest(() => host.close());
  return started;
}

/** Without names, which are read beside the rows and can be late. */
const phonesOf = ({ columns, rows }: { columns: string[]; rows: unknown[][] }) =>
  rows.map((row) => row[columns.indexOf('phone')]);

describe('two servers with the same state folder', () => {
  it('give the same tokens when they begin at once, and resolve those of each other', async () => {
    const [one, other] = (await hosts(2)) as [Host, Host];
    const search = (host: Host) => host.call('search_calls', { limit: 100 });
    const [first, second] = await Promise.all([search(one), search(other)]);
    const phones = phonesOf(first.data);
    expect(phones[0]).toMatch(/^phone-[0-9a-f]{4,}$/);
    expect(phonesOf(second.data)).toEqual(phones);

    const { data: card } = await one.call('get_customer', { customer_id: 922 });
    const { data: found } = await other.call('get_customer', { phone: card.phone });
    expect(found).toMatchObject({ customer_id: 922, name: card.name, address: card.address });
  });

  it('take a number in a prompt and hand on its token', async () => {
    const [host] = (await hosts(1)) as [Host];
    const prompt = async (customer: string) => {
      const { messages } = await host.client.getPrompt({
        name: 'summarise_customer_calls',
        arguments: { customer },
      });
      return (messages[0]!.content as { text: string }).text;
    };
    const text = await prompt('070-174 06 05');
    const [token] = /phone-[0-9a-f]{4,}/.exec(text)!;
    expect(text).not.toMatch(/174 ?06/);
    expect(await prompt(token)).toBe(text);
    const { data } = await host.call('get_customer', { phone: token });
    expect(data.customer_id).toBe(922);
    expect(host.client.getInstructions()).toContain('People are tokens (phone-91c2)');
  });

  it('ask for the id in a prompt where numbers are masked', async () => {
    const [host] = (await hosts(1, 'strict')) as [Host];
    const prompt = (customer: string) =>
      host.client.getPrompt({ name: 'summarise_customer_calls', arguments: { customer } });
    await expect(prompt('070-174 06 05')).rejects.toThrow('give the customer id');
    expect((await prompt('922')).messages).toHaveLength(1);
  });
});
