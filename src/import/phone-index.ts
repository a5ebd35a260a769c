/** Which numbers have been met, and where first: a table of numbers, since a Map of as many takes five times the room. */

export interface PhoneIndex {
  /** The line where the number was met first; undefined where it is here. */
  first(number: number, line: number): number | undefined;
}

export function createPhoneIndex(): PhoneIndex {
  let room = 4096;
  let held = 0;
  let numbers = new Float64Array(room);
  let lines = new Uint32Array(room);

  /** Where the number is, or is to be: the next place that is free. */
  function place(number: number): number {
    // Numbers that follow each other lie far apart; the low bits are what is left of the product.
    let at = Math.imul(number % 2_147_483_647, 2_654_435_761) >>> 0;
    at = (at ^ (at >>> 15)) & (room - 1);
    while (numbers[at] !== 0 && numbers[at] !== number) at = (at + 1) & (room - 1);
    return at;
  }

  function grow(): void {
    const [hadNumbers, hadLines] = [numbers, lines];
    room *= 2;
    numbers = new Float64Array(room);
    lines = new Uint32Array(room);
    for (const [i, number] of hadNumbers.entries()) {
      if (number === 0) continue;
      const at = place(number);
      numbers[at] = number;
      lines[at] = hadLines[i]!;
    }
  }

  return {
    first(number, line) {
      const at = place(number);
      if (numbers[at] === number) return lines[at];
      numbers[at] = number;
      lines[at] = line;
      if (++held * 2 > room) grow();
      return undefined;
    },
  };
}
