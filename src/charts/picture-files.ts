/** What PNGs are made with. The build replaces this file by one that reads what it has put beside the bundle (scripts/build.ts). */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** By the name that the file has in the package. */
export const PICTURE_FILES = {
  'resvg.wasm': createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm'),
  'inter-regular.otf': fileURLToPath(new URL('./font/inter-regular.otf', import.meta.url)),
  'inter-semibold.otf': fileURLToPath(new URL('./font/inter-semibold.otf', import.meta.url)),
} as const;

export type PictureFile = keyof typeof PICTURE_FILES;

export const readPictureFile = (name: PictureFile): Uint8Array => readFileSync(PICTURE_FILES[name]);
