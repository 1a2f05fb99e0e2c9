import { describe, expect, it } from 'vitest';
import { EmulatorError } from '../../../detector/base/errors.js';
import { Faults } from '../../../detector/base/faults.js';

const fault = (message: string) => new EmulatorError('CONFIG_BAD_VALUE', message);

describe('the faults of a file', () => {
  it('of none is no error', () => {
    expect(() => new Faults().end()).not.toThrow();
  });

  it('of one is that error itself', () => {
    const faults = new Faults();
    const only = fault('one');
    faults.add(only);
    expect(() => faults.end()).toThrow(only);
  });

  it('of several are one error with the first code, a line each', () => {
    const faults = new Faults();
    expect(faults.attempt(() => 5)).toBe(5);
    for (const text of ['a', 'b'])
      expect(
        faults.attempt(() => {
          throw new EmulatorError(text === 'a' ? 'CARD_BAD_VALUE' : 'CARD_UNKNOWN_KEY', text);
        }),
      ).toBeUndefined();
    expect(() => faults.end()).toThrow(
      expect.objectContaining({ code: 'CARD_BAD_VALUE', message: 'a\nb' }),
    );
  });

  it('are told up to twenty', () => {
    const faults = new Faults();
    for (let count = 0; count < 25; count++) faults.add(fault(`fault ${count}`));
    expect(() => faults.end()).toThrow(/^fault 0\n[\s\S]*\nfault 19\nand 5 more$/);
  });

  it('are none of errors that no user can act on', () => {
    expect(() =>
      new Faults().attempt(() => {
        throw new RangeError('ours');
      }),
    ).toThrow(RangeError);
  });
});
