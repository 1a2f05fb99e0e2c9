import { describe, expect, it } from 'vitest';
import { leadingBits, leadingBitsOfInverse } from '../../../emulator/readers/powers-of-five.js';
import {
  anyDoubles,
  compareWithNumber,
  middles,
  readDecimal,
  seventeenDigits,
} from '../../support/decimal-numbers.js';

/** That `decimalAt` reads a text whole, as this number. */
const expectRead = (text: string, value: number) =>
  expect(readDecimal(text), text).toEqual({ value, length: text.length });

describe('a decimal number', () => {
  it('of 17 digits is the double that Number makes of it, nearly always without it', () => {
    const { wrong, open } = compareWithNumber(seventeenDigits(10_000));
    expect(wrong).toEqual([]);
    expect(open).toBeLessThan(10);
  });

  it('of any exponent is right, or left open where it is denormal', () => {
    const { wrong, open } = compareWithNumber(anyDoubles(10_000));
    expect(wrong).toEqual([]);
    expect(open).toBeLessThan(100);
  });

  it('near the middle of two doubles is right, or left open', () => {
    const { wrong, open } = compareWithNumber(middles(5_000));
    expect(wrong).toEqual([]);
    expect(open).toBeLessThan(1000);
  });

  it('at the middle of two doubles is left open: it is even that counts there', () => {
    for (const text of ['9007199254740993', '4503599627370496.5', '1e23'])
      expect(readDecimal(text).value, text).toBeNaN();
  });

  it.each([
    ['0', 0],
    ['-0', -0],
    ['+0.0', 0],
    ['0e999', 0],
    ['0.0000000000000000e+00', 0],
    ['+5', 5],
    ['.5', 0.5],
    ['-.5', -0.5],
    ['5.', 5],
    ['5.e1', 50],
    ['1e0', 1],
    ['1E+05', 1e5],
    ['1.0D+5', 1e5],
    ['1d-5', 1e-5],
    ['1e-005', 1e-5],
    ['12345678', 12345678],
    ['123456789', 123456789],
    ['1234567890123456789', Number('1234567890123456789')],
    ['1234567.8901234567', 1234567.8901234567],
    ['12345678.12345678', 12345678.12345678],
    ['0.00000000000000012345', 1.2345e-16],
    ['00000000000000000000012', 12],
    ['9007199254740992', 2 ** 53],
    ['2.2250738585072014e-308', 2.2250738585072014e-308],
    ['8.9884656743115795e307', 2 ** 1023],
  ])('such as %s is read', (text, value) => expectRead(text, value));

  it.each(['4.9e-324', '2.2250738585072011e-308', '1.7976931348623157e308', '1e400', '1e-400'])(
    'at the ends of what doubles hold, such as %s, is left open',
    (text) => expect(readDecimal(text).value).toBeNaN(),
  );

  it.each(['12345678901234567890', '1.0000000000000000001', '1e99999999'])(
    'of more digits than 64 bits hold, such as %s, is left open',
    (text) => expect(readDecimal(text).value).toBeNaN(),
  );

  it.each(['', '.', '-', '+', '+.', 'e5', '.e5', '-e', 'inf', 'nan', '--1', '+-1'])(
    'is not what stands in "%s"',
    (text) => expect(readDecimal(text).value).toBeNaN(),
  );

  it.each([
    ['1.0-100', 3],
    ['1e', 1],
    ['1e+', 1],
    ['1x', 1],
    ['0x1f', 1],
    ['1.5.5', 3],
    ['1,5', 1],
    ['5 6', 1],
  ])('ends in "%s" where something else begins', (text, length) =>
    expect(readDecimal(text).length).toBe(length),
  );
});

describe('the first 128 bits', () => {
  it('of a power of five are its own, cut off', () => {
    expect(leadingBits(1n)).toBe(1n << 127n);
    expect(leadingBits(5n)).toBe(5n << 125n);
    expect(leadingBits(5n ** 55n)).toBe(5n ** 55n);
    for (const power of [56n, 100n, 308n]) {
      const exact = 5n ** power;
      const shift = BigInt(exact.toString(2).length) - 128n;
      expect(leadingBits(exact) << shift <= exact).toBe(true);
      expect((leadingBits(exact) + 1n) << shift > exact).toBe(true);
    }
  });

  it('of its inverse are those of a fraction, cut off', () => {
    // 5^-1 = 0.2 = 0.0011 0011… in binary.
    expect(leadingBitsOfInverse(5n).toString(16)).toBe('c'.repeat(32));
    for (const power of [2n, 100n, 342n]) {
      const five = 5n ** power;
      const leading = leadingBitsOfInverse(five);
      const one = 1n << BigInt((leading * five).toString(2).length);
      expect(leading * five < one).toBe(true);
      expect((leading + 1n) * five >= one).toBe(true);
      expect(leading >> 127n).toBe(1n);
    }
  });
});
