import { cos, sin } from '../../detector/base/elementary.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { degree, GeV } from '../../detector/base/units.js';
import { ecl } from '../../detector/ecl/ecl.js';
import type { EclDeposits, EclHits } from '../../detector/ecl/hits.js';
import { type RunContext, sliceAddresses } from '../../detector/event.js';
import { ParticleBuilder, type Particles, particleStatus } from '../../detector/particles.js';
import { moveParticles } from '../../detector/simulate.js';
import type { EmulatorConfig } from '../chain/parts.js';
import type { Derivation } from './derive.js';
import { header, type Provenance } from './table-files.js';

/** Parameters that decide what a photon reads. */
type ScaleConfig = Pick<EmulatorConfig, 'material' | 'transport' | 'ecl'>;

/** Photons that set the scale: one energy, isotropic in the laboratory between two angles. */
const sample = { energy: 1 * GeV, minTheta: 40 * degree, maxTheta: 120 * degree };
const batchSize = 1000;
/** Each pass divides the scale by what it makes the median photon read; the third moves 1e-6. */
const passes = 3;

/**
 * The factor on all energies with which the median photon of 1 GeV, through the material in front
 * and over the thresholds of the read-out, reads 1 GeV.
 */
export function* deriveCalorimeterScale(
  count: number,
  config: ScaleConfig,
  context: RunContext,
): Derivation<number> {
  const move = moveParticles(config, context);
  const deposit = ecl.deposit(config.ecl, context);
  const kept: EclDeposits[] = [];
  for (let first = 0; first < count; first += batchSize) {
    const batch = photons(context, first, Math.min(batchSize, count - first));
    const { addresses } = batch;
    const [{ particles, arcs }] = move(batch);
    kept.push(deposit(particles, addresses, arcs));
    yield first + addresses.index.length;
  }
  let scale = 1;
  for (let pass = 0; pass < passes; pass++) {
    scale /= medianReading({ ...config.ecl, calibration: scale }, kept, context);
    yield count;
  }
  return scale;
}

/** Median of what photons of 1 GeV read [GeV]. */
function medianReading(
  config: ScaleConfig['ecl'],
  kept: readonly EclDeposits[],
  context: RunContext,
): number {
  const read = ecl.digitize(config, context);
  const readings = kept.flatMap((deposits, batch) =>
    readoutSums(
      read([deposits], sliceAddresses(0, 0, batch * batchSize, deposits.offsets.length - 1)),
    ),
  );
  readings.sort((a, b) => a - b);
  return readings[Math.floor(readings.length / 2)]! / sample.energy;
}

/** Energy of all crystals read out, event by event [GeV]. */
export function readoutSums({ crystals: { offsets, energy } }: EclHits): number[] {
  return Array.from({ length: offsets.length - 1 }, (_, event) =>
    energy.subarray(offsets[event]!, offsets[event + 1]!).reduce((sum, one) => sum + one, 0),
  );
}

function photons({ seed }: RunContext, first: number, count: number) {
  const addresses = sliceAddresses(0, 0, first, count);
  const random = new RandomStream();
  const builder = new ParticleBuilder(count);
  for (let event = 0; event < count; event++) {
    pushPhoton(random.seed(seed, 0, 0, first + event, purpose.generator), builder);
    builder.endEvent();
  }
  return {
    eventCount: count,
    addresses,
    weights: new Float64Array(count).fill(1),
    time: new Float64Array(count),
    particles: builder.take() satisfies Particles,
  };
}

function pushPhoton(random: RandomStream, builder: ParticleBuilder): void {
  const { energy, minTheta, maxTheta } = sample;
  const cosine = cos(minTheta) + (cos(maxTheta) - cos(minTheta)) * random.uniform();
  const phi = 2 * Math.PI * random.uniform();
  const pt = energy * Math.sqrt(1 - cosine * cosine);
  builder.push(22, particleStatus.final, -1, pt * cos(phi), pt * sin(phi), energy * cosine, energy);
}

/** Source text of the module that holds the scale of the calorimeter. */
export const calorimeterScaleFile = (scale: number, provenance: Provenance): string =>
  `${header(provenance)}
export const photonScale = ${scale.toFixed(4)};
`;
