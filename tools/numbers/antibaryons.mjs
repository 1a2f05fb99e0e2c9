// What the calorimeter reads of antibaryons that annihilate.
import { readoutSums } from '../../dist/emulator/derive/calorimeter-scale.js';
import { hits$ } from '../../dist/emulator/library.js';
import { forEachBatch, percent, quantile } from './table.mjs';

/** Sums of the crystals read out, of single particles of a momentum [GeV]. */
async function readingsOf(pdg, momentum, { events, seed }) {
  const config = {
    pdg,
    frame: 'lab',
    variable: 'momentum',
    minimum: momentum,
    maximum: momentum,
    thetaMin: '40 deg',
    thetaMax: '120 deg',
  };
  const readings = [];
  await forEachBatch(
    hits$({ generator: 'gun', config, events, seed, subdetectors: ['ecl'] }),
    ({ hits: { ecl } }) => readings.push(...readoutSums(ecl)),
  );
  return readings;
}

const kinds = [
  { name: 'antiprotons', pdg: -2212, least: 0.4, momenta: [0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5] },
  { name: 'antineutrons', pdg: -2112, least: 0.3, momenta: [0.05, 0.31, 1] },
];

const antibaryons = {
  name: 'antibaryons',
  page: 'detector/propagation/README.md',
  events: 6000,
  what: 'antibaryons a row, at 40–120° in the laboratory',
  async make(options) {
    const rows = [];
    for (const { name, pdg, least, momenta } of kinds) {
      for (const momentum of momenta) {
        const readings = await readingsOf(pdg, momentum, options);
        const above = readings.filter((reading) => reading > least).length;
        rows.push([
          `${name} of ${momentum} GeV/c`,
          `${percent(above, readings.length)} % over ${least} GeV`,
          quantile(readings, 0.5).toFixed(2),
        ]);
      }
    }
    return { header: ['crystals read out', 'share', 'median [GeV]'], rows };
  },
};

export const antibaryonTables = [antibaryons];
