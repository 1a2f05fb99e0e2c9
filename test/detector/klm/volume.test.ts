import { expect, it } from 'vitest';
import { klmBytes } from '../../../detector/klm/volume.js';

it('a hit of the KLM takes two words, and each of 32 links closes with one', () => {
  expect(klmBytes(0)).toBe(128);
  expect(klmBytes(25) - klmBytes(0)).toBe(200);
});
