// What the calorimeter and the KLM read of single particles.
import { crystalPulse } from '../../dist/detector/ecl/pulse.js';
import { readOutWindow, weightAt } from '../../dist/detector/ecl/waveform.js';
import { emulatorConfig, hits$ } from '../../dist/emulator/library.js';
import { forEachBatch, percent, quantile, rowsOf, signed } from './table.mjs';

const microsecond = 1000;
const MeV = 1e-3;

/** Σ of what rows of an event have above a threshold [GeV]. */
const sumOver = (table, column, event, least = 0) =>
  [...rowsOf(table, event)].reduce(
    (sum, row) => (table[column][row] > least ? sum + table[column][row] : sum),
    0,
  );

const waveform = {
  name: 'waveform',
  page: 'detector/ecl/README.md',
  what: 'a deposit at each time, nothing is drawn',
  make() {
    const times = [-8, -5, -3, -2, -1, 0, 1, 2, 3];
    const weights = times.map((time) => signed(weightAt(time * microsecond), 2));
    return {
      header: ['arrives [µs]', ...times.map((time) => signed(time, 0))],
      rows: [['weight', ...weights.map((weight) => weight.replace(/^1\.00$/, '1'))]],
    };
  },
};

/** Root of what deposits at any time add in squares, 1 MeV each at 1 MHz [MeV]: Campbell. */
function noiseOf(response, from, to) {
  const step = 1;
  let square = 0;
  for (let time = from; time < to; time += step)
    square += (step / microsecond) * response(time) ** 2;
  return Math.sqrt(square);
}

const pileUp = {
  name: 'pile-up-noise',
  page: 'detector/ecl/README.md',
  what: 'integrals over all times, nothing is drawn',
  make: () => ({
    header: ['what is read of photons of 1 MeV that come at 1 MHz', 'noise of a crystal [MeV]'],
    rows: [
      [
        'the fit, over the pedestal',
        noiseOf(weightAt, readOutWindow.start, readOutWindow.end).toFixed(2),
      ],
      [
        'the height of the pulse at its maximum, without pedestal',
        noiseOf(crystalPulse, 0, 40 * microsecond).toFixed(2),
      ],
    ],
  }),
};

const photonReadings = {
  name: 'photon-readings',
  page: 'detector/ecl/README.md',
  events: 40_000,
  what: 'photons of 1 GeV in the laboratory, isotropic at 40–120°',
  async make({ events, seed }) {
    const config = {
      frame: 'lab',
      minimum: '1 GeV',
      maximum: '1 GeV',
      thetaMin: '40 deg',
      thetaMax: '120 deg',
    };
    const sums = [
      { what: 'crystals read out, over 2 MeV', table: 'crystals', column: 'energy', least: 0 },
      {
        what: 'pulses of trigger cells, over 30 MeV (`cellThreshold`)',
        table: 'cellPulses',
        column: 'amplitude',
        least: 0,
      },
      {
        what: 'pulses of trigger cells over 100 MeV, as the trigger adds them',
        table: 'cellPulses',
        column: 'amplitude',
        least: 100 * MeV,
      },
    ].map((sum) => ({ ...sum, readings: [] }));
    const photons$ = hits$({ generator: 'gun', config, events, seed, subdetectors: ['ecl'] });
    await forEachBatch(photons$, ({ eventCount, hits: { ecl } }) => {
      for (let event = 0; event < eventCount; event++)
        for (const { table, column, least, readings } of sums)
          readings.push(sumOver(ecl[table], column, event, least));
    });
    return {
      header: ['what is summed', 'reads'],
      rows: sums.map(({ what, readings }) => [what, quantile(readings, 0.5).toFixed(3)]),
    };
  },
};

/** Layers of the KLM with hits in each event of neutral hadrons of a momentum. */
async function layersOf(pdg, momentum, { events, seed }) {
  const config = {
    pdg,
    frame: 'lab',
    variable: 'momentum',
    minimum: momentum,
    maximum: momentum,
    thetaMin: '60 deg',
    thetaMax: '110 deg',
  };
  // What interacts or decays on the way to the front is not asked for.
  const conditions = emulatorConfig({
    klm: { efficiency: 1 },
    transport: { decays: false, hadronic: false },
  });
  const layers = [];
  await forEachBatch(
    hits$({ generator: 'gun', config, events, seed, conditions, subdetectors: ['klm'] }),
    ({ eventCount, hits: { klm } }) => {
      for (let event = 0; event < eventCount; event++) {
        const first = klm.offsets[event];
        layers.push(new Set(klm.layer.subarray(first, klm.offsets[event + 1])).size);
      }
    },
  );
  return layers;
}

const neutralHadrons = {
  name: 'neutral-hadrons',
  page: 'detector/klm/README.md',
  events: 6000,
  what: 'hadrons a number, at 60–110°, planes of efficiency 1, nothing in front of the crystals',
  async make(options) {
    const momenta = [0.5, 1, 2, 3, 4];
    const rows = [];
    for (const [name, pdg] of [
      ['K_L', 130],
      ['neutrons', 2112],
    ]) {
      const cells = [];
      for (const momentum of momenta) {
        const layers = await layersOf(pdg, momentum, options);
        const share = (least) =>
          percent(layers.filter((count) => count >= least).length, layers.length, 0);
        cells.push(`${share(1)}, ${share(2)}`);
      }
      rows.push([name, ...cells]);
    }
    return { header: ['[%]', ...momenta.map((momentum) => `${momentum} GeV/c`)], rows };
  },
};

export const calorimeterTables = [waveform, pileUp, photonReadings, neutralHadrons];
