/** Which phone numbers have occurred, and where first: a hash table of numbers, since a Map takes five times the memory. */

export interface PhoneIndex {
  /** Returns the line where the number occurred first; undefined where that is this line. */
  firstLine(number: number, line: number): number | undefined;
}

export function createPhoneIndex(): PhoneIndex {
  let capacity = 4096;
  let size = 0;
  let numbers = new Float64Array(capacity);
  let lines = new Uint32Array(capacity);

  /** The slot that the number has or, where it has none, is to have: the next free one. */
  function slotOf(number: number): number {
    // Numbers that follow each other lie far apart; the low bits are what is left of the product.
    let slot = Math.imul(number % 2_147_483_647, 2_654_435_761) >>> 0;
    slot = (slot ^ (slot >>> 15)) & (capacity - 1);
    while (numbers[slot] !== 0 && numbers[slot] !== number) slot = (slot + 1) & (capacity - 1);
    return slot;
  }

  function grow(): void {
    const [oldNumbers, oldLines] = [numbers, lines];
    capacity *= 2;
    numbers = new Float64Array(capacity);
    lines = new Uint32Array(capacity);
    for (const [i, number] of oldNumbers.entries()) {
      if (number === 0) continue;
      const slot = slotOf(number);
      numbers[slot] = number;
      lines[slot] = oldLines[i]!;
    }
  }

  return {
    firstLine(number, line) {
      const slot = slotOf(number);
      if (numbers[slot] === number) return lines[slot];
      numbers[slot] = number;
      lines[slot] = line;
      if (++size * 2 > capacity) grow();
      return undefined;
    },
  };
}
