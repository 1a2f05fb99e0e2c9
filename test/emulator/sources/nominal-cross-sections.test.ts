import { expect, it } from 'vitest';
import { beams } from '../../../detector/beams.js';
import { nominalConfig } from '../../../emulator/chain/parts.js';
import { workedOutCrossSections } from '../../../emulator/sources/collision-classes.js';

const file = '../../../emulator/sources/nominal-cross-sections.ts';

/** The whole file: npx vitest run test/emulator/sources/nominal-cross-sections.test.ts -u */
function fileOf(crossSections: Readonly<Record<string, number>>): string {
  const rows = Object.entries(crossSections).map(
    ([name, nanobarns]) => `  ${/^\w+$/.test(name) ? name : `'${name}'`}: ${nanobarns},\n`,
  );
  return (
    '/**\n * Cross sections of what collisions make, by generator, with the nominal beams [nb]. ' +
    'Made by:\n * npx vitest run test/emulator/sources/nominal-cross-sections.test.ts -u\n */\n' +
    `export const nominalCrossSections: Readonly<Record<string, number>> = {\n${rows.join('')}};\n`
  );
}

it('cross sections of the nominal beams are tabled as the generators give them', async () => {
  const worked = workedOutCrossSections(beams(nominalConfig().beams));
  await expect(fileOf(worked)).toMatchFileSnapshot(file);
}, 60_000);
