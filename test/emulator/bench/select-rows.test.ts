import { describe, expect, it } from 'vitest';
import { selectRows } from '../../../emulator/bench/select-rows.js';

const rows = ['generator', 'ecl:deposit', 'ecl:digitize', 'tracks:ecl:deposit', 'chain:tracks'].map(
  (name) => ({ name }),
);
const names = (...asked: readonly string[]) => selectRows(rows, asked).map(({ name }) => name);

describe('rows of a bench', () => {
  it('are all without a name', () => {
    expect(names()).toEqual(rows.map(({ name }) => name));
  });

  it('are named alone, or all that begin with a word, in the order of the table', () => {
    expect(names('ecl:digitize', 'generator')).toEqual(['generator', 'ecl:digitize']);
    expect(names('ecl')).toEqual(['ecl:deposit', 'ecl:digitize']);
    expect(names('tracks')).toEqual(['tracks:ecl:deposit']);
  });

  it('that do not exist are refused with the nearest that does', () => {
    expect(() => names('generator', 'chian')).toThrow(
      'stage "chian" does not exist; nearest is "chain"',
    );
    expect(() => names('ecl:digitise')).toThrow('nearest is "ecl:digitize"');
    expect(() => names('ec')).toThrow(expect.objectContaining({ code: 'BENCH_UNKNOWN_STAGE' }));
  });
});
