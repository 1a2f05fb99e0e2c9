import { cos, hypot, sin } from '../../detector/base/elementary.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { degree, GeV } from '../../detector/base/units.js';
import { ecl } from '../../detector/ecl/ecl.js';
import { type Addresses, type RunContext, sliceAddresses } from '../../detector/event.js';
import { klm } from '../../detector/klm/klm.js';
import { ParticleBuilder, type Particles, particleStatus } from '../../detector/particles.js';
import { transport } from '../../detector/propagation/transport.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { measureEcl } from '../offline/pid/ecl.js';
import { extrapolatedArcs } from '../offline/pid/extrapolate.js';
import { measureKlm } from '../offline/pid/klm.js';
import { speciesCount, speciesMass, speciesPdg } from '../offline/pid/species.js';
import {
  type PidTables,
  reachCell,
  scatterCell,
  showerCell,
  type TableName,
  tableOf,
  tableShape,
} from '../offline/pid/tables.js';
import { pidTracks } from '../offline/pid/tracks.js';
import type { Derivation } from './derive.js';

/**
 * Tracks from which the tables are made: all species in equal numbers, both charges, momentum and
 * polar angle uniform.
 */
const sample = {
  minimum: 0.3 * GeV,
  maximum: 4.5 * GeV,
  minTheta: 17 * degree,
  maxTheta: 150 * degree,
};
const batchSize = 1000;

/** Probabilities of what KLM and calorimeter say of each species, from `count` single particles. */
export function* deriveParticleId(
  count: number,
  config: Pick<EmulatorConfig, 'material' | 'transport' | 'ecl' | 'klm'>,
  context: RunContext,
): Derivation<PidTables> {
  const move = transport(config.transport, config.material, context);
  const crystals = {
    deposit: ecl.deposit(config.ecl, context),
    digitize: ecl.digitize(config.ecl, context),
  };
  const iron = {
    deposit: klm.deposit(config.klm, context),
    digitize: klm.digitize(config.klm, context),
  };
  const compareKlm = measureKlm(config.klm, context);
  const counts = {
    reach: emptyCounts('reach'),
    scatter: emptyCounts('scatter'),
    shower: emptyCounts('shower'),
  };
  for (let first = 0; first < count; first += batchSize) {
    const batch = speciesBatch(context, first, Math.min(batchSize, count - first));
    const { addresses } = batch;
    const { particles, arcs } = move(batch.particles, addresses);
    // One particle to an event: its track is the first.
    const tracks = pidTracks(particles, arcs).filter(({ particle }) => particle === 0);
    const ways = extrapolatedArcs(arcs, tracks, config.transport.field);
    const shower = measureEcl(
      tracks,
      ways,
      crystals.digitize([crystals.deposit(particles, addresses, arcs)], addresses),
    );
    const passage = compareKlm(
      tracks,
      particles,
      addresses,
      ways,
      iron.digitize([iron.deposit(particles, addresses, arcs)], addresses),
    );
    tracks.forEach(({ event, p }, track) => {
      const kind = (first + event) % speciesCount;
      countTrack(counts.reach, reachCell(passage, track), kind);
      countTrack(counts.scatter, scatterCell(passage, track), kind);
      countTrack(counts.shower, showerCell(shower, track, p), kind);
    });
    yield first + addresses.index.length;
  }
  return {
    reach: tableOf('reach', counts.reach),
    scatter: tableOf('scatter', counts.scatter),
    shower: tableOf('shower', counts.shower),
  };
}

function emptyCounts(name: TableName): Float64Array {
  const { contexts, bins } = tableShape[name];
  return new Float64Array(contexts * bins * speciesCount);
}

function countTrack(counts: Float64Array, cell: number, kind: number): void {
  if (cell >= 0) counts[cell + kind] = counts[cell + kind]! + 1;
}

/** Events `first` up to `first + count` of the sample: species in turn. */
function speciesBatch(
  { seed }: RunContext,
  first: number,
  count: number,
): { readonly addresses: Addresses; readonly particles: Particles } {
  const addresses = sliceAddresses(0, 0, first, count);
  const stream = new RandomStream();
  const builder = new ParticleBuilder(count);
  for (let event = 0; event < count; event++) {
    stream.seed(seed, 0, 0, first + event, purpose.generator);
    const kind = (first + event) % speciesCount;
    const p = sample.minimum + (sample.maximum - sample.minimum) * stream.uniform();
    const theta = sample.minTheta + (sample.maxTheta - sample.minTheta) * stream.uniform();
    const phi = 2 * Math.PI * stream.uniform();
    const pdg = speciesPdg[kind]! * (stream.uniform() < 0.5 ? -1 : 1);
    const pt = p * sin(theta);
    const energy = hypot(p, speciesMass[kind]!);
    builder.push(
      pdg,
      particleStatus.final,
      -1,
      pt * cos(phi),
      pt * sin(phi),
      p * cos(theta),
      energy,
    );
    builder.endEvent();
  }
  return { addresses, particles: builder.take() };
}
