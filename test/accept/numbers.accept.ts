import { expect, it } from 'vitest';
import { listedNumbers, missingNames } from '../support/numbers.js';

it('tables of the machine have the head and the rows that the command makes', () => {
  const ofMachine = listedNumbers().filter(({ what }) => what.includes('2022-peak'));
  expect(ofMachine.length).toBeGreaterThan(1);
  expect(missingNames(ofMachine, 50)).toEqual([]);
});
