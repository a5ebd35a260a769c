/** Frames of MPEG audio layer III (ISO/IEC 11172-3 and 13818-3; MPEG-2.5 for 8 kHz), and the tags around them. */

const BITRATES = {
  1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const RATES = [44_100, 48_000, 32_000];
export const FRAME_HEADER_BYTES = 4;

export interface FrameHeader {
  version: 1 | 2 | 2.5;
  kbps: number;
  rate: number;
  channels: 1 | 2;
  /** Of the frame, header included. */
  bytes: number;
  /** Samples per channel. */
  samples: number;
  /** Where the side information starts. */
  sideAt: number;
  sideBytes: number;
}

/** Whether a frame of layer III may start there: with eleven set bits, then version and layer. */
export const startsFrame = (bytes: Buffer, at = 0): boolean =>
  bytes.length > at + 2 && bytes[at] === 0xff && (bytes[at + 1]! & 0xe6) === 0xe2;

/** Returns undefined where no frame of layer III starts; free-format bit rates, which nobody writes, count as none. */
export function readFrameHeader(bytes: Buffer, at = 0): FrameHeader | undefined {
  if (bytes.length < at + FRAME_HEADER_BYTES || !startsFrame(bytes, at)) return undefined;
  const [second, third, fourth] = [bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!];
  const version = ([2.5, undefined, 2, 1] as const)[(second >> 3) & 3];
  const kbps = BITRATES[version === 1 ? 1 : 2][third >> 4];
  const baseRate = RATES[(third >> 2) & 3];
  if (version === undefined || !kbps || !baseRate) return undefined;
  const rate = version === 1 ? baseRate : version === 2 ? baseRate / 2 : baseRate / 4;
  const channels = fourth >> 6 === 3 ? 1 : 2;
  const samples = version === 1 ? 1152 : 576;
  const padding = (third >> 1) & 1;
  const crcBytes = (second & 1) === 0 ? 2 : 0;
  const sideBytes = version === 1 ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17;
  return {
    version,
    kbps,
    rate,
    channels,
    bytes: Math.floor((samples / 8) * ((kbps * 1000) / rate)) + padding,
    samples,
    sideAt: FRAME_HEADER_BYTES + crcBytes,
    sideBytes,
  };
}

export const isSameStream = (a: FrameHeader, b: FrameHeader): boolean =>
  a.version === b.version && a.rate === b.rate;

/** Returns how many bytes of the frames before a frame's sound begins (main_data_begin, ISO/IEC 11172-3, 2.4.1.7). */
export function mainDataBegin(frame: Buffer, { version, sideAt }: FrameHeader): number {
  const first = frame[sideAt] ?? 0;
  return version === 1 ? (first << 1) | ((frame[sideAt + 1] ?? 0) >> 7) : first;
}

/** Where Fraunhofer's tag starts, whatever the frame. */
const VBRI_AT = 36;

const tagAt = (frame: Buffer, at: number): string => frame.toString('latin1', at, at + 4);

/** Where the tag of Xing and LAME starts: they count no CRC. */
const xingAt = ({ sideBytes }: FrameHeader): number => FRAME_HEADER_BYTES + sideBytes;

const isXing = (tag: string): boolean => tag === 'Xing' || tag === 'Info';

/**
 * Whether a frame holds no sound but tells of the others, as Xing, LAME and Fraunhofer write it. It is the first frame of
 * a file; where files were joined, there are more.
 */
export const isInfoFrame = (frame: Buffer, header: FrameHeader): boolean =>
  isXing(tagAt(frame, xingAt(header))) || tagAt(frame, VBRI_AT) === 'VBRI';

/** The flag of Xing's tag that says that a count of frames follows the flags. */
const XING_FRAMES = 1;

/** Returns how many frames of sound an info frame announces; undefined where it is none or leaves that open. */
export function announcedFrames(frame: Buffer, header: FrameHeader): number | undefined {
  const xing = xingAt(header);
  if (isXing(tagAt(frame, xing)) && frame.length >= xing + 12)
    return frame.readUInt32BE(xing + 4) & XING_FRAMES ? frame.readUInt32BE(xing + 8) : undefined;
  if (tagAt(frame, VBRI_AT) === 'VBRI' && frame.length >= VBRI_AT + 18)
    return frame.readUInt32BE(VBRI_AT + 14);
  return undefined;
}

/** The longest name of a tag at the end of a file. */
export const TAG_NAME_BYTES = 8;

/** Whether a tag starts there that stands at the end of a file: what follows it is no sound. */
export const isEndTag = (bytes: Buffer): boolean =>
  /^(TAG|APETAGEX|LYRICS)/.test(bytes.toString('latin1', 0, TAG_NAME_BYTES));

export const ID3_HEADER_BYTES = 10;

/** Returns the length of an ID3v2 tag, 0 for none; its size has seven bits to a byte (id3.org, ID3v2.4.0, 3.1). */
export function id3Bytes(bytes: Buffer): number {
  if (bytes.toString('latin1', 0, 3) !== 'ID3' || bytes.length < ID3_HEADER_BYTES) return 0;
  const size = [6, 7, 8, 9].reduce((sum, i) => (sum << 7) | (bytes[i]! & 0x7f), 0);
  const hasFooter = (bytes[5]! & 0x10) !== 0;
  return ID3_HEADER_BYTES + size + (hasFooter ? ID3_HEADER_BYTES : 0);
}
