import { expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { beams } from '../../../detector/beams.js';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { bhabhaOneLeg, oneLegSample } from '../../../emulator/generators/bhabha-one-leg.js';
import { eegammaLost, lostLegsSample } from '../../../emulator/generators/eegamma-lost.js';
import type { Pilot } from '../../../emulator/generators/nominal-pilots.js';
import {
  nameOfSample,
  triedPilot,
} from '../../../emulator/generators/radiative-bhabha-generator.js';

const file = '../../../emulator/generators/nominal-pilots.ts';

const samples = [
  oneLegSample(parseConfig(bhabhaOneLeg.schema, {}, 'one leg')),
  lostLegsSample(parseConfig(eegammaLost.schema, {}, 'lost legs')),
];

/** The whole file: npx vitest run test/emulator/generators/nominal-pilots.test.ts -u */
function fileOf(pilots: readonly (readonly [name: string, pilot: Pilot])[]): string {
  const rows = pilots.map(
    ([name, { crossSection, most }]) =>
      `  '${name}': {\n    crossSection: ${crossSection},\n    most: ${most},\n  },\n`,
  );
  return `/** What tries of a sample find. */
export interface Pilot {
  /** [nb] */
  readonly crossSection: number;
  /** The weight up to which events are taken as they come [nb]. */
  readonly most: number;
}

/**
 * Of the default samples of e⁺e⁻γ with the nominal beams, by sample. Made by:
 * npx vitest run test/emulator/generators/nominal-pilots.test.ts -u
 */
export const nominalPilots: Readonly<Record<string, Pilot>> = {
${rows.join('')}};
`;
}

it('largest weights of e⁺e⁻γ with the nominal beams are tabled as tries find them', async () => {
  const nominal = beams(nominalConfig().beams);
  const pilots = samples.map((each) => [nameOfSample(each), triedPilot(each, nominal)] as const);
  await expect(fileOf(pilots)).toMatchFileSnapshot(file);
}, 60_000);
