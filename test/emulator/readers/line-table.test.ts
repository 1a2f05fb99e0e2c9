import { describe, expect, it } from 'vitest';
import { LineTable, lineWords } from '../../../emulator/readers/line-table.js';

interface Line {
  readonly text: string;
  readonly columns: readonly string[];
  readonly values: readonly number[];
  readonly isPlain: boolean;
}

/** All lines of a text, and how many calls they took. */
function split(text: string, isList = false): { readonly lines: Line[]; readonly calls: number } {
  const bytes = Buffer.from(text, 'latin1');
  const table = new LineTable();
  const lines: Line[] = [];
  let calls = 0;
  for (let at = 0; at < bytes.length; calls++) {
    const next = table.split(bytes, at, bytes.length, isList);
    for (let line = 0; line < table.count; line++) lines.push(lineOf(bytes, table, line));
    at = next;
  }
  return { lines, calls };
}

function lineOf(bytes: Buffer, { lines, edges, values, base }: LineTable, line: number): Line {
  const [start, end, first, isPlain] = lines.subarray(lineWords * line, lineWords * (line + 1));
  const last = lines[lineWords * (line + 1) + 2]!;
  const part = (from: number, to: number) => bytes.toString('latin1', base + from, base + to);
  return {
    text: part(start!, end!),
    columns: Array.from({ length: last - first! }, (_, index) =>
      part(edges[2 * (first! + index)]!, edges[2 * (first! + index) + 1]!),
    ),
    values: [...values.subarray(first, last)],
    isPlain: isPlain === 1,
  };
}

describe('the lines of a text', () => {
  it('have columns between white space, and numbers where such stand', () => {
    const { lines } = split('P 1  -2.5\t3\r\n\n  \n1 2\n');
    expect(lines).toEqual([
      {
        text: 'P 1  -2.5\t3\r',
        columns: ['P', '1', '-2.5', '3'],
        values: [NaN, 1, -2.5, 3],
        isPlain: false,
      },
      { text: '', columns: [], values: [], isPlain: true },
      { text: '  ', columns: [], values: [], isPlain: true },
      { text: '1 2', columns: ['1', '2'], values: [1, 2], isPlain: true },
    ]);
  });

  it('are the words they were, however many blanks stand between', () => {
    const { lines } = split(`1${' '.repeat(8)}2${' '.repeat(23)}3${' '.repeat(16)}\n`);
    expect(lines[0]!.values).toEqual([1, 2, 3]);
  });

  it.each(['1x', '1.5.5', 'inf', '1e400', '1.0-100', '1,5', '1#', '@', 'é'])(
    'are not numbers alone with "%s"',
    (word) => {
      const { lines } = split(`1 ${word} 2\n`);
      expect(lines[0]).toMatchObject({ columns: ['1', word, '2'], isPlain: false });
      expect(lines[0]!.values).toEqual([1, NaN, 2]);
    },
  );

  it('separate at commas and semicolons, and end at #, only where a format says so', () => {
    const text = '1,2;3 4#5 6\n7 8\n# 9\n';
    expect(split(text).lines.map(({ columns }) => columns.length)).toEqual([3, 2, 2]);
    expect(split(text, true).lines).toEqual([
      { text: '1,2;3 4', columns: ['1', '2', '3', '4'], values: [1, 2, 3, 4], isPlain: false },
      { text: '7 8', columns: ['7', '8'], values: [7, 8], isPlain: true },
      { text: '', columns: [], values: [], isPlain: false },
    ]);
  });

  it('are the same when they are more than one call takes, and a call takes one at least', () => {
    const expected = Array.from({ length: 5000 }, (_, line) => [line, line + 0.5]);
    const { lines, calls } = split(expected.map((line) => `${line.join(' ')}\n`).join(''));
    expect(lines.map(({ values }) => values)).toEqual(expected);
    expect(calls).toBeGreaterThan(2);
    const table = new LineTable();
    const bytes = Buffer.from('1\n22\n333\n');
    expect(table.split(bytes, 0, bytes.length, false, 1)).toBe(2);
    expect(table.count).toBe(1);
    expect(table.split(bytes, 2, bytes.length, false, 2)).toBe(bytes.length);
    expect(table.count).toBe(2);
  });

  it('may be as long as a line may be', () => {
    const numbers = Array.from({ length: 100_000 }, (_, index) => index);
    const { lines } = split(`1 2\n${numbers.join(' ')}\n${'7 '.repeat(20_000)}\n3\n`);
    expect(lines.map(({ values }) => values.length)).toEqual([2, 100_000, 20_000, 1]);
    expect(lines[1]!.values).toEqual(numbers);
    expect(lines[3]!.values).toEqual([3]);
  });
});
