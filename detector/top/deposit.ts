import { kernels } from '#kernels';
import { KernelStream } from '../base/kernel-stream.js';
import { KernelTable } from '../base/kernel-table.js';
import { lazily } from '../base/lazily.js';
import { purpose } from '../base/random.js';
import { type Addresses, type RunContext, seedAt } from '../event.js';
import type { Particles } from '../particles.js';
import type { Arcs } from '../propagation/arcs.js';
import { type ArcPart, forEachArcPart } from '../propagation/kernel-arcs.js';
import { kindsOf } from '../propagation/particle-kinds.js';
import { type TopDeposits, topDepositSchema, type TopHits } from './hits.js';
import { passageInKernels, placeBars } from './kernel-bars.js';
import { barLight, type Passage } from './light.js';
import type { TopConfig } from './schema.js';

/** What all light of a thread shares in the memory of the kernels. */
const memory = lazily(() => {
  placeBars();
  return { photons: new KernelTable(topDepositSchema, 16384), random: new KernelStream() };
});
/** Photons of one passage. */
const photonsAlone = lazily(() => new KernelTable(topDepositSchema, 256));

/** Where kernels find photons that are still in their memory, as they were taken last. */
export const topDepositsInPlace = (deposits: TopHits): number | undefined =>
  memory().photons.holds(deposits) ? memory().photons.head : undefined;

/** Photons detected of charged particles that cross a bar outward. */
export function depositTop(config: TopConfig, context: RunContext) {
  const setLight = barLight(config);
  const kinds = kindsOf(context.particles);
  return (particles: Particles, addresses: Addresses, arcs: Arcs): TopDeposits => {
    setLight();
    const { photons } = memory();
    const placed = kinds.place(particles);
    forEachArcPart(arcs, (part) => {
      kernels.setTopArcs(part.head, placed.kindOfParticle, placed.kinds, photons.head);
      depositPart(context, addresses, particles, arcs, part);
    });
    return photons.take();
  };
}

function depositPart(
  context: RunContext,
  addresses: Addresses,
  { offsets: firstParticle }: Particles,
  { offsets }: Arcs,
  { first, end, firstArc }: ArcPart,
): void {
  const { photons, random } = memory();
  for (let event = first; event < end; event++) {
    const endArc = offsets[event + 1] - firstArc;
    let arc = offsets[event] - firstArc;
    if (arc < endArc) seedAt(random, context, addresses, event, purpose.topDeposit);
    while (arc < endArc) {
      arc = kernels.depositTopLight(arc, endArc, firstParticle[event], random.address);
      if (arc < endArc) photons.reserve(kernels.topRowsWanted());
    }
    photons.endEvent();
  }
}

/** Times at which photons of passages of any kind are recorded [ns]. */
export function lightOfPassages(
  config: TopConfig,
): (passage: Passage, random: KernelStream) => Float32Array {
  const setLight = barLight(config);
  return ({ x, z, time, dx, dy, dz, velocity, chargeSquare }, random) => {
    setLight();
    const photons = photonsAlone();
    const { numbers, module } = passageInKernels();
    numbers.values.set([x, z, time, dx, dy, dz, velocity, chargeSquare]);
    module.values[0] = 0;
    while (!kernels.shineAlone(numbers.address, random.address, photons.head))
      photons.reserve(kernels.topRowsWanted());
    const times = photons.columns.time.slice(0, photons.rowCount);
    photons.clear();
    return times;
  };
}
