import { expect } from 'vitest';
import { SettingError } from '../../src/config/parse.ts';

/** Returns the one line that a wrong setting gets. */
export function settingErrorOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(SettingError);
    expect((error as Error).message).not.toMatch(/[\r\n]/);
    return (error as Error).message;
  }
  throw new Error('it is taken');
}
