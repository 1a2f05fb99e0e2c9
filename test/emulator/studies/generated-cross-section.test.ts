import { expect, it } from 'vitest';
import { generatedCrossSection } from '../../../emulator/studies/generated-cross-section.js';
import { crossSection, nominal } from '../generators/machine.js';

it('the cross section of events of a card is that of their generator between nominal beams', () => {
  const config = { minPt: '0.15 GeV' };
  const expected = crossSection('two-photon-mumu', config, nominal);
  expect(generatedCrossSection('two-photon-mumu', config)).toBe(expected);
  // From pT > 0.05 GeV there are 55 nb.
  expect(expected).toBeLessThan(25);
  expect(generatedCrossSection('gun', {})).toBe(0);
});
