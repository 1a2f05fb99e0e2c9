import { lastValueFrom, reduce } from 'rxjs';
import { describe, expect, it } from 'vitest';
import {
  allBits,
  emulatorConfig,
  ftdl,
  hasBit,
  hits$,
  objects,
  outputWords,
  physicsMenu,
} from '../../emulator/library.js';
import { generatedCrossSection } from '../../emulator/studies/generated-cross-section.js';

const events = 40_000;
const names = ['lml6', 'lml7', 'lml13'] as const;

/** Cross sections [nb] of a generator through lines. */
async function through(generator: 'bhabha-one-leg', config: { minEnergy: number }) {
  const conditions = emulatorConfig();
  const lines = names.map((name) => physicsMenu.lines.find((line) => line.name === name)!.number);
  const counts = await lastValueFrom(
    hits$({ generator, config, events, seed: 1, conditions }).pipe(
      objects(),
      allBits(conditions),
      ftdl(physicsMenu),
      reduce(
        (sums, { eventCount, ftdlBits }) => {
          for (let event = 0; event < eventCount; event++)
            for (const [place, line] of lines.entries())
              if (hasBit(ftdlBits, outputWords, event, line)) sums[place]!++;
          return sums;
        },
        [0, 0, 0],
      ),
    ),
  );
  const sigma = generatedCrossSection(generator, config);
  return counts.map((count) => (count * sigma) / events);
}

describe('one-leg Bhabhas through lines of a single photon', async () => {
  const found = await through('bhabha-one-leg', { minEnergy: 0.4 });

  // An independent estimate is 0.41, 1.50 and 1.18 nb, which is not reproduced. Radiators whose
  // photons stay in cones about the legs make 0.42, 1.96 and 1.55; the amplitude of e⁺e⁻γ adds
  // photons at wide angles and electrons that hardly turn, and makes these.
  it.each([
    ['lml6', 0, 2.2],
    ['lml7', 1, 4.4],
    ['lml13', 2, 3.6],
  ] as const)('are, for %s (number %i), %f nb within 20 %', (_, place, expected) => {
    expect(Math.abs(found[place]! / expected - 1)).toBeLessThan(0.2);
  });
});
