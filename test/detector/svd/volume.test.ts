import { expect, it } from 'vitest';
import { svdBytes } from '../../../detector/svd/volume.js';

it('raw data of 1 % of all strips are 22 kB with six samples, less with three', () => {
  expect(svdBytes(2237, 6) / 1000).toBeCloseTo(22.4, 1);
  expect(svdBytes(2237, 3) / svdBytes(2237, 6)).toBeCloseTo(0.7, 9);
});
