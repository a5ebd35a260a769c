import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withClaudeLock } from '../../../src/commands/setup/claude-lock.ts';
import { changeSettingsFile } from '../../../src/commands/setup/settings-file.ts';
import { newFolder } from '../../support/files.ts';

const newFile = (text: string): string => {
  const path = join(newFolder(), 'mcp.json');
  writeFileSync(path, text);
  return path;
};

describe('a settings file that is changed', () => {
  it('is read again where another program has written meanwhile: neither change is lost', async () => {
    const path = newFile('a');
    const read: string[] = [];
    const backup = await changeSettingsFile(path, (text) => {
      if (read.push(text) === 1) writeFileSync(path, 'b');
      return `${text}!`;
    });
    expect(read).toEqual(['a', 'b']);
    expect(readFileSync(path, 'utf8')).toBe('b!');
    expect(readFileSync(backup!, 'utf8')).toBe('b');
    expect(readdirSync(join(path, '..'))).toHaveLength(2);
  });

  it('is left to another program that writes all the time', async () => {
    const path = newFile('a');
    const change = (text: string) => {
      writeFileSync(path, `${text}b`);
      return `${text}!`;
    };
    await expect(changeSettingsFile(path, change)).rejects.toThrow('changed by another program all the time');
    expect(readFileSync(path, 'utf8')).toMatch(/^ab+$/);
    expect(readdirSync(join(path, '..'))).toEqual(['mcp.json']);
  });

  it('is made where another program has not made it meanwhile', async () => {
    const path = join(newFolder(), 'new', 'mcp.json');
    await changeSettingsFile(path, (text) => {
      if (text === '') {
        mkdirSync(join(path, '..'), { recursive: true });
        writeFileSync(path, 'theirs');
      }
      return `${text}!`;
    });
    expect(readFileSync(path, 'utf8')).toBe('theirs!');
  });

  it('is not touched where nothing changes', async () => {
    const path = newFile('a');
    expect(await changeSettingsFile(path, (text) => text)).toBeUndefined();
    expect(readdirSync(join(path, '..'))).toEqual(['mcp.json']);
  });

  it('gets a backup of another name each time, and hands the texts of all on, the newest first', async () => {
    const path = newFile('a');
    let texts: string[] = [];
    for (const end of ['b', 'c', 'd'])
      await changeSettingsFile(path, (text, backups) => {
        texts = backups;
        return text + end;
      });
    expect(texts).toEqual(['ab', 'a']);
    expect(readdirSync(join(path, '..'))).toHaveLength(4);
  });
});

describe('the lock of Claude Code', () => {
  it('is a folder beside the file for as long as the work lasts, also where the work fails', async () => {
    const path = newFile('{}');
    expect(await withClaudeLock(path, async () => existsSync(`${path}.lock`))).toBe(true);
    expect(existsSync(`${path}.lock`)).toBe(false);
    const failure = withClaudeLock(path, async () => {
      throw new Error('no');
    });
    await expect(failure).rejects.toThrow('no');
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it('is waited for, one after the other', async () => {
    const path = newFile('0');
    const increment = () =>
      withClaudeLock(path, async () => {
        const number = Number(readFileSync(path, 'utf8'));
        await new Promise(setImmediate);
        writeFileSync(path, String(number + 1));
      });
    await Promise.all(Array.from({ length: 5 }, increment));
    expect(readFileSync(path, 'utf8')).toBe('5');
  });

  it('is taken from a session that was killed', async () => {
    const path = newFile('{}');
    mkdirSync(`${path}.lock`);
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(`${path}.lock`, longAgo, longAgo);
    expect(await withClaudeLock(path, async () => 'done')).toBe('done');
  });
});
