/** Colours as they are measured and as people with colour blindness see them. */

/** Red, green and blue as light, each from 0 to 1. */
type Light = readonly [red: number, green: number, blue: number];

const toLight = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
const fromLight = (part: number) => (part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055);

export function lightOf(colour: string): Light {
  const parts = [1, 3, 5].map((at) => toLight(Number.parseInt(colour.slice(at, at + 2), 16) / 255));
  return [parts[0]!, parts[1]!, parts[2]!];
}

/** Returns what a colour of that opacity looks like on a ground: browsers mix what is written, not the light. */
export function mixed(colour: string, ground: string, opacity: number): Light {
  const [above, below] = [lightOf(colour), lightOf(ground)].map((light) => light.map(fromLight));
  const parts = above!.map((part, at) => toLight(part * opacity + below![at]! * (1 - opacity)));
  return [parts[0]!, parts[1]!, parts[2]!];
}

const times = (matrix: readonly (readonly number[])[], light: Light): Light => {
  const [red = 0, green = 0, blue = 0] = matrix.map((row) =>
    row.reduce((sum, one, at) => sum + one * light[at]!, 0),
  );
  return [red, green, blue];
};

/** Machado, Oliveira and Fernandes 2009, at the full severity. */
export const COLOUR_BLINDNESS: Record<string, readonly (readonly number[])[]> = {
  none: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

export const seenWith = (blindness: string, light: Light): Light => {
  const [red, green, blue] = times(COLOUR_BLINDNESS[blindness]!, light).map((part) =>
    Math.min(1, Math.max(0, part)),
  );
  return [red!, green!, blue!];
};

/** OKLab (Ottosson 2020), in which distances are about as large as differences look. */
function oklab(light: Light): Light {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    light,
  );
  const [long, middle, short] = cones.map(Math.cbrt);
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    [long!, middle!, short!],
  );
}

/** Returns 1 for black beside white. */
export function colourDistance(a: Light, b: Light): number {
  const [first, second] = [oklab(a), oklab(b)];
  return Math.hypot(...first.map((part, at) => part - second[at]!));
}

const luminance = ([red, green, blue]: Light) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

/** The contrast ratio of WCAG 2: 1 to 21. */
export function contrast(a: Light, b: Light): number {
  const [dark, bright] = [luminance(a), luminance(b)].sort((one, other) => one - other);
  return (bright! + 0.05) / (dark! + 0.05);
}
