/** Puts a chart beside an answer: in characters, as a page in the download folder or as a resource, and as a PNG. */
import type { Chart } from '../../charts/chart.ts';
import { textChart } from '../../charts/text-chart.ts';
import type { ReadContext } from '../../define/tool-context.ts';
import { withDiskErrors, writeWholeFile } from '../../shared/safe-files.ts';

type ShowContext = Pick<ReadContext, 'downloadFolder' | 'offerResource' | 'showText' | 'showsApps'>;

/** @param name of the files, without extension. @returns one line for the answer: where the picture is, and what to do with it */
export async function showChart(
  chart: Chart,
  { png, name }: { png: boolean; name: string },
  context: ShowContext,
): Promise<string> {
  // Most reports are asked for without a picture.
  const [{ drawChart }, { chartDocument }] = await Promise.all([
    import('../../charts/draw/draw-chart.ts'),
    import('../../charts/page/html.ts'),
  ]);
  const pictures = { wide: drawChart(chart, 'wide'), narrow: drawChart(chart, 'narrow') };
  const page = Buffer.from(chartDocument(chart, pictures));
  const image = png ? await (await import('../../charts/png.ts')).pngOf(pictures.wide) : undefined;
  const saved = context.downloadFolder && (await saveFiles(context.downloadFolder, name, page, image));
  await context.offerResource({ name: `${name}.html`, title: chart.title, type: 'text/html', bytes: page });
  context.showText(textChart(chart));
  if (image)
    await context.offerResource({
      name: `${name}.png`,
      title: chart.title,
      type: 'image/png',
      bytes: image,
      inline: true,
    });
  return [
    'Beside this answer, in characters: show it to the person as it is, in a code block.',
    context.showsApps && 'The host shows the picture.',
    saved ? `The picture is saved: ${saved.join(' and ')}.` : 'The picture is the resource beside it.',
    image && 'The PNG went out too; many hosts hide it.',
  ]
    .filter(Boolean)
    .join(' ');
}

async function saveFiles(
  folder: string,
  name: string,
  page: Buffer,
  image: Buffer | undefined,
): Promise<string[]> {
  const write = async (file: string, bytes: Buffer) => {
    const { path } = await withDiskErrors(writeWholeFile(folder, file, (handle) => handle.appendFile(bytes)));
    return path;
  };
  const paths = [await write(`${name}.html`, page)];
  return image ? [...paths, await write(`${name}.png`, image)] : paths;
}
