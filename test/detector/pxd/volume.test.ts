import { describe, expect, it } from 'vitest';
import { pxdBytes } from '../../../detector/pxd/volume.js';

it('raw data of 230 000 pixels, 3 % of all, are 0.67 MB', () => {
  expect(pxdBytes(230_400) / 1e6).toBeCloseTo(0.67, 2);
});

describe('raw data of the pixels', () => {
  it('grow with every pixel', () => {
    expect(pxdBytes(0)).toBe(0);
    expect(pxdBytes(200)).toBe(2 * pxdBytes(100));
  });
});
