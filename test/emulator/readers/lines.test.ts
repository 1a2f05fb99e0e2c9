import { describe, expect, it } from 'vitest';
import { lineBlocks } from '../../../emulator/readers/lines.js';
import { maxLineLength, Source } from '../../../emulator/readers/source.js';

async function* pieces(text: string, size: number): AsyncGenerator<Buffer> {
  // One room for all pieces: what is good until the next one must not be kept.
  const room = Buffer.alloc(size);
  for (let at = 0; at < text.length; at += size)
    yield room.subarray(0, room.write(text.slice(at, at + size), 'latin1'));
}

/** Lines of each block, and whether they are whole. */
async function blocksOf(text: string, size: number) {
  const blocks: (readonly [readonly string[], boolean])[] = [];
  const source = new Source('f');
  for await (const block of lineBlocks(pieces(text, size), source)) {
    const lines = block.text.toString('latin1', block.from, block.end).split('\n');
    expect(lines.pop()).toBe('');
    source.line += lines.length;
    blocks.push([lines, block.whole]);
  }
  return blocks;
}

describe('pieces of a file', () => {
  it.each([1, 2, 3, 7, 100])('of %i bytes give its lines', async (size) => {
    const lines = ['one', '', 'three 3\r', 'a line that is longer than most', 'end'];
    const whole = await blocksOf(`${lines.join('\n')}\n`, size);
    expect(whole.flatMap(([found]) => found)).toEqual(lines);
    expect(whole.every(([, isWhole]) => isWhole)).toBe(true);
    const cut = await blocksOf(lines.join('\n'), size);
    expect(cut.flatMap(([found]) => found)).toEqual(lines);
    expect(cut.at(-1)).toEqual([['end'], false]);
  });

  it('give lines as soon as they end', async () => {
    expect(await blocksOf('1\n2\n3 4\n5', 4)).toEqual([
      [['1', '2'], true],
      [['3 4'], true],
      [['5'], false],
    ]);
  });

  it('may begin with a mark of UTF-8, which is no part of the first line', async () => {
    const mark = '\xef\xbb\xbf';
    expect((await blocksOf(`${mark}a\n${mark}b\n`, 4)).flatMap(([lines]) => lines)).toEqual([
      'a',
      `${mark}b`,
    ]);
    expect(await blocksOf(`${mark}a`, 9)).toEqual([[['a'], false]]);
  });

  it('with a line that does not end are refused, and it is named', async () => {
    const long = 'x'.repeat(maxLineLength);
    expect((await blocksOf(`a\n${long}\n`, 70_000)).flatMap(([lines]) => lines)).toHaveLength(2);
    await expect(blocksOf(`a\n${long}x`, 70_000)).rejects.toMatchObject({
      code: 'READER_LIMIT',
      message: expect.stringMatching(/^f, line 2: a line of more than 1048576 characters/),
    });
  });
});
