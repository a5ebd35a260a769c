/** The two codes of telephony (ITU-T G.711), decoded to 16-bit samples: for the server and for pages, which have no Buffer. */

/** Decodes A-law: every other bit inverted, sign, three bits of segment, four of step; to the middle of the step. */
export function decodeALaw(code: number): number {
  const bits = code ^ 0x55;
  const segment = (bits >> 4) & 7;
  const step = ((bits & 0x0f) << 4) + (segment === 0 ? 8 : 0x108);
  const magnitude = segment > 1 ? step << (segment - 1) : step;
  return bits & 0x80 ? magnitude : -magnitude;
}

/** Decodes µ-law: all bits inverted, and a bias of 33 steps (132 in 16 bits). */
export function decodeMuLaw(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
  return bits & 0x80 ? -magnitude : magnitude;
}
