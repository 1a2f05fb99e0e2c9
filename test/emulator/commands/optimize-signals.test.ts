import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { signalsOf } from '../../../emulator/commands/optimize-signals.js';

const namesOf = (...texts: readonly string[]): readonly string[] =>
  signalsOf(texts).map(({ card }) => card.name);

describe('signals of files', () => {
  it('are named by their files, and by their paths where those have one name', () => {
    expect(namesOf('a/spread.lhe', 'b/other.lhe=2', 'alp')).toEqual([
      'spread.lhe',
      'other.lhe',
      'alp',
    ]);
    const signals = signalsOf(['a/spread.lhe=2', 'b/spread.lhe', 'c/other.lhe']);
    expect(signals.map(({ weight }) => weight)).toEqual([2, 1, 1]);
    expect(signals.map(({ card }) => card.name)).toEqual([
      'a/spread.lhe',
      'b/spread.lhe',
      'other.lhe',
    ]);
    for (const [place, file] of ['a/spread.lhe', 'b/spread.lhe'].entries())
      expect(signals[place]!.card.points[0]).toMatchObject({
        name: file,
        config: { file: resolve(file) },
      });
  });

  it('are refused when one is given twice, by whatever path', () => {
    for (const other of ['a/spread.lhe=3', './a/spread.lhe', 'b/../a/spread.lhe'])
      expect(() => signalsOf(['a/spread.lhe', other])).toThrowError(
        expect.objectContaining({
          code: 'USAGE_SIGNAL',
          message: expect.stringContaining(`${resolve('a/spread.lhe')} is given twice`),
        }),
      );
    expect(() => signalsOf(['alp', 'alp=2'])).toThrowError(/alp is given twice/);
  });
});
