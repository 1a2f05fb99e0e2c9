import { bucketPeriod, bucketsPerRevolution } from '../../detector/base/constants.js';
import { ms, tesla } from '../../detector/base/units.js';
import { type Beams, labToCms } from '../../detector/beams.js';
import { bendingRadius } from '../../detector/field.js';
import { sliceAddresses } from '../../detector/event.js';
import { fourVector } from '../../detector/lorentz.js';
import { buildGenerator } from '../generators/index.js';
import { ticksPerTurn, tickPeriod } from '../machine/clock.js';
import { analytic, judgedRow, type ValidationRow } from './validation-row.js';

/** Masses of what recoils against a photon [GeV]. */
const recoils = [1, 4, 8] as const;

/** Beams, boost, recoils, clocks and bending against their formulas. */
export function* kinematicsRows(beams: Beams, seed: number): Generator<ValidationRow> {
  const { electronEnergy, positronEnergy, sqrtS, frame } = beams;
  yield judgedRow(
    analytic({
      id: 'cms-energy',
      what: '√s of the beams',
      conditions: '7.004 and 4.002 GeV, 83 mrad',
      unit: 'GeV',
      expected: 10.5796,
      tolerance: 5e-4,
      source: '√(4 E₊E₋) cos(0.0415), of the energies of the experiment at the Υ(4S)',
    }),
    { value: sqrtS },
  );
  yield judgedRow(
    analytic({
      id: 'boost',
      what: 'βγ of the centre of mass',
      expected: Math.sqrt(((electronEnergy + positronEnergy) / 10.5796) ** 2 - 1),
      tolerance: 2e-4,
      source: '√((E₊ + E₋)²/s − 1)',
    }),
    { value: frame.gamma * Math.sqrt(frame.betaX ** 2 + frame.betaZ ** 2) },
  );
  for (const mass of recoils) yield recoilRow(mass, beams, seed);
  yield judgedRow(
    analytic({
      id: 'turn',
      what: 'A turn, as ticks of the system clock',
      unit: 'ms',
      expected: (bucketsPerRevolution * bucketPeriod) / ms,
      tolerance: 1e-9,
      source: '5120 buckets at 508.887 MHz; 1280 ticks at a quarter of it',
    }),
    { value: (ticksPerTurn * tickPeriod) / ms },
  );
  yield judgedRow(
    analytic({
      id: 'bending-radius',
      what: 'Radius of a track of 1 GeV/c across 1.5 T',
      unit: 'cm',
      expected: 1 / (0.002_997_924_58 * 1.5),
      tolerance: 0.01,
      source: 'p/(eB)',
    }),
    { value: bendingRadius(1, 1.5 * tesla) },
  );
}

const recoilEvents = 200;

/** Energy of the photon that a narrow A' leaves, in the centre of mass. */
function recoilRow(mass: number, beams: Beams, seed: number): ValidationRow {
  const { sqrtS, frame } = beams;
  const make = buildGenerator('dark-photon', { mass: `${mass} GeV`, isr: false }, { seed, beams });
  const { particles } = make(sliceAddresses(1, 0, 0, recoilEvents));
  let sum = 0;
  let photons = 0;
  for (let row = 0; row < particles.pdg.length; row++) {
    if (particles.pdg[row] !== 22) continue;
    const { px, py, pz, energy } = particles;
    const vector = fourVector(px[row], py[row], pz[row], energy[row]);
    labToCms(frame, vector);
    sum += vector.energy;
    photons++;
  }
  return judgedRow(
    analytic({
      id: `recoil-${mass}`,
      what: `E* of the photon beside an A' of ${mass} GeV`,
      conditions: 'no radiation, beams of one energy',
      unit: 'GeV',
      expected: (sqrtS ** 2 - mass ** 2) / (2 * sqrtS),
      tolerance: 2e-3,
      source: '(s − m²)/2√s',
    }),
    { value: photons === 0 ? null : sum / photons },
  );
}
