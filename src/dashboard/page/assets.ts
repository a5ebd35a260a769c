/** The script and style of the overview. The build replaces this file by its result. */
import { bundlePage } from '../../pages/bundle-page.ts';

export const { pageAssets, pageMetafile } = bundlePage(import.meta.url, './browser/main.ts', './style.css');
