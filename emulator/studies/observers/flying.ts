// kernel: one pass over the particles of every event of a study
import { hypot } from '../../../detector/base/elementary.js';
import { MeV } from '../../../detector/base/units.js';
import { pionMass as massOfPion } from '../../../detector/base/constants.js';
import type { Particles } from '../../../detector/particles.js';
import { particleKind, particleKinds } from '../../../detector/pdg.js';
import type { Variable } from '../../chain/observed.js';
import type { TrueParticles } from './leading-particle.js';
import { isTrack } from './seen.js';

/** Middle of the masses that are taken for a K_S: 420 to 520 MeV. */
const massOfVeto = 470 * MeV;

/** Variables of what flies before it decays; NaN where there is nothing of its kind. */
export const flyingVariables = {
  products: {
    label: 'N(products)',
    unit: '',
    factor: 1,
    doc:
      'charged products of what flies in 17–150° with pT above 0.1 GeV that start within 60 cm ' +
      'of the axis',
  },
  displacement: { label: 'd', unit: 'cm', factor: 1, doc: 'how far it flies' },
  vertexRadius: {
    label: 'r',
    unit: 'cm',
    factor: 1,
    doc: 'distance of the vertex of its decay from the detector axis',
  },
  offKShort: {
    label: '|m(ππ) − 0.47 GeV|',
    unit: 'GeV',
    factor: 1,
    doc: 'how far the mass of its charged products, taken as pions, is from that of a K_S',
  },
} as const satisfies Readonly<Record<string, Variable>>;

type Columns = Record<keyof typeof flyingVariables, Float64Array>;

/** Makes `flyingVariables` of the first particle with a |PDG code|. */
export const flyingParticle =
  (code: number) =>
  ({ eventCount, particles }: TrueParticles): Columns => {
    const column = (): Float64Array => new Float64Array(eventCount).fill(Number.NaN);
    const columns: Columns = {
      products: column(),
      displacement: column(),
      vertexRadius: column(),
      offKShort: column(),
    };
    const { offsets, pdg, mother, x, y, z } = particles;
    for (let event = 0; event < eventCount; event++) {
      const start = offsets[event]!;
      const end = offsets[event + 1]!;
      const parent = pdg.subarray(start, end).findIndex((own) => Math.abs(own) === code);
      const first = mother.subarray(start, end).indexOf(parent);
      if (parent < 0 || first < 0) continue;
      const [from, to] = [start + parent, start + first];
      columns.displacement[event] = hypot(x[to]! - x[from]!, y[to]! - y[from]!, z[to]! - z[from]!);
      columns.vertexRadius[event] = hypot(x[to]!, y[to]!);
      const charged: number[] = [];
      for (let row = to; row < end; row++)
        if (mother[row] === parent && isCharged(pdg[row]!)) charged.push(row);
      columns.products[event] = charged.filter((row) => isTrack(particles, start, row)).length;
      columns.offKShort[event] = Math.abs(massAsPions(particles, charged) - massOfVeto);
    }
    return columns;
  };

function isCharged(pdg: number): boolean {
  const kind = particleKind(pdg);
  const { electron, muon, hadron } = particleKinds;
  return kind === electron || kind === muon || kind === hadron;
}

/** Mass of some rows together, each with the mass of a pion [GeV]. */
function massAsPions({ px, py, pz }: Particles, rows: readonly number[]): number {
  let [x, y, z, energy] = [0, 0, 0, 0];
  for (const row of rows) {
    x += px[row]!;
    y += py[row]!;
    z += pz[row]!;
    energy += hypot(hypot(px[row]!, py[row]!, pz[row]!), massOfPion);
  }
  return Math.sqrt(Math.max(0, energy * energy - x * x - y * y - z * z));
}
