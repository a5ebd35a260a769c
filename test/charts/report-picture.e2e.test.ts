/** Charts as a host gets them from the built server: what stands beside the answer, as a resource and as a file, and what is loaded for it. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { afterThisTest } from '../support/cleanup.ts';
import { newFolder } from '../support/files.ts';
import { bundle, startHost } from '../support/host.ts';

const REPORT = { period: 'last_30_days', by: ['agent'] };

async function reportsOf(env: Record<string, string> = {}) {
  const host = await startHost({ HITRATE_SANDBOX: 'on', ...env });
  afterThisTest(() => host.close());
  return {
    host,
    async report(args: object, name = 'order_report'): Promise<any[]> {
      const result: any = await host.client.callTool({ name, arguments: { ...REPORT, ...args } });
      expect(result.isError).toBeUndefined();
      return result.content;
    },
    async read(uri: string): Promise<any> {
      const { contents } = await host.client.readResource({ uri });
      expect(contents).toHaveLength(1);
      return contents[0];
    },
  };
}

describe('a chart beside an answer', () => {
  it('is characters and a link to a page that can be read as text', async () => {
    const { report, read, host } = await reportsOf();
    const [answer, text, link, ...rest] = await report({ chart: 'sv' });
    expect(rest).toEqual([]);
    const { chart, rows } = JSON.parse(answer.text);
    expect(chart).toMatch(/^Beside this answer, in characters: .* The picture is the resource beside it\.$/);
    expect(text.type).toBe('text');
    expect(text.text).toMatch(/^Order per säljare, .*\n█+ \d+ /);
    expect(text.text).toContain(rows[0][0].replace(/ \(\d+\)$/, ''));
    expect(link).toMatchObject({ type: 'resource_link', mimeType: 'text/html', name: 'Order per säljare' });
    const page = await read(link.uri);
    expect(page.mimeType).toBe('text/html');
    expect(Buffer.byteLength(page.text)).toBe(link.size);
    expect(page.text.startsWith('<!doctype html>')).toBe(true);
    expect(page.text.endsWith('</html>\n')).toBe(true);
    const { resources } = await host.client.listResources();
    expect(resources.map(({ uri }) => uri)).toContain(link.uri);
  });

  it.each(['order_report', 'call_report'])(
    'has an image too where png is asked of %s, which can be read as bytes',
    async (name) => {
      const { report, read, host } = await reportsOf();
      const [, , link, image, ...rest] = await report({ chart: 'en png' }, name);
      expect(rest).toEqual([]);
      expect(link.type).toBe('resource_link');
      expect(image).toMatchObject({ type: 'image', mimeType: 'image/png' });
      const bytes = Buffer.from(image.data, 'base64');
      const { width, data } = PNG.sync.read(bytes);
      expect(width).toBe(1440);
      // There are letters and bars in it.
      expect(new Set(new Uint32Array(data.buffer, data.byteOffset, data.length / 4)).size).toBeGreaterThan(
        50,
      );
      const { resources } = await host.client.listResources();
      const listed = resources.find(({ mimeType }) => mimeType === 'image/png')!;
      const resource = await read(listed.uri);
      expect([resource.mimeType, resource.text]).toEqual(['image/png', undefined]);
      expect(Buffer.from(resource.blob, 'base64')).toEqual(bytes);
    },
  );

  it('lies in the download folder, whole, and the answer says where', async () => {
    const folder = newFolder();
    const { report } = await reportsOf({ HITRATE_DOWNLOAD_DIR: folder });
    const [answer, , link, image] = await report({ chart: 'sv png' });
    const names = readdirSync(folder).sort();
    expect(names.map((name) => name.replace(/^.*\./, ''))).toEqual(['html', 'png']);
    const { chart } = JSON.parse(answer.text);
    for (const name of names) expect(chart).toContain(join(folder, name));
    expect(readFileSync(join(folder, names[0]!)).length).toBe(link.size);
    expect(readFileSync(join(folder, names[1]!)).toString('base64')).toBe(image.data);
  });
});

/** Which files of the bundle hold these words. */
const bundleFiles = (words: RegExp): string[] =>
  readdirSync(dirname(bundle)).filter(
    (name) => name.endsWith('.js') && words.test(readFileSync(join(dirname(bundle), name), 'utf8')),
  );
/** A process that ends writes there which scripts it had loaded; none until it has written all. */
function loadedScripts(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return text.endsWith('}') ? JSON.parse(text).result.map(({ url }: { url: string }) => basename(url)) : [];
  });
}
const ECHARTS = /registerCoordinateSystem/;
const RESVG = /__wbg_/;

describe('what a chart is drawn with', () => {
  it.each([
    ['nothing for a report without one', {}, [false, false]],
    ['the drawing alone for a page', { chart: 'sv' }, [true, false]],
    ['both for an image', { chart: 'sv png' }, [true, true]],
  ])('is loaded when it is needed: %s', async (_, args, expected) => {
    const folder = newFolder();
    const { host, report } = await reportsOf({ NODE_V8_COVERAGE: folder });
    await report(args);
    await host.close();
    await expect.poll(() => loadedScripts(folder)).toContain('main.js');
    const loaded = loadedScripts(folder);
    for (const words of [ECHARTS, RESVG]) expect(bundleFiles(words)).toHaveLength(1);
    expect([ECHARTS, RESVG].map((words) => bundleFiles(words).some((name) => loaded.includes(name)))).toEqual(
      expected,
    );
  });
});
