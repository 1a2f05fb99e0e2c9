// kernel: every particle of every event passes here; scratch records are reused, nothing is
// allocated per event
import { kernels } from '#kernels';
import { KernelStream } from '../base/kernel-stream.js';
import { KernelTable } from '../base/kernel-table.js';
import { purpose } from '../base/random.js';
import { type Addresses, type RunContext, seedAt } from '../event.js';
import { standardParticles } from '../particle-table.js';
import { type Particles, particleStatus } from '../particles.js';
import { type Arcs, arcEnds } from '../propagation/arcs.js';
import { isBehindFront, lengthToComeIn } from '../envelope.js';
import { Arrival } from './arrival.js';
import { depositBeforeEnd } from './before-end.js';
import { traceFromBehind } from './from-behind.js';
import { depositHadron } from './hadrons.js';
import { type EclDeposits, eclDepositSchema } from './hits.js';
import { depositIonization } from './ionization.js';
import { OwnIonization } from './own-ionization.js';
import { placedGeometry } from './placed-geometry.js';
import { RayPath } from './ray-path.js';
import { regionNoise } from './pile-up.js';
import { residualResolution } from './resolution.js';
import { chargeAndMass, responseOfPdg, responses } from './response.js';
import type { EclConfig } from './schema.js';
import { showerRows } from './share.js';
import { traceRay } from './trace.js';

/** Particles below this leave nothing [GeV]. */
const minEnergy = 0.0005;

const isNeutral = (response: number): boolean =>
  response === responses.photon || response === responses.neutralHadron;

/**
 * What particles leave in the crystals. Photons convert where the material on their way says and
 * shower from there; electrons shower from where they enter; muons ionize; hadrons do until they
 * interact. What a shower contains follows from the depth behind its start, what each crystal gets
 * from the lateral profile around its centre.
 */
export function depositEcl(config: EclConfig, context: RunContext) {
  const geometry = placedGeometry(config.geometry);
  const { place } = geometry;
  const noises = regionNoise(config).map(({ crystal }) => crystal);
  const resolution = residualResolution(config.resolution, noises).address;
  const random = new KernelStream();
  const known = context.particles ?? standardParticles;
  const arrival = new Arrival(known);
  const ownIonization = new OwnIonization();
  const path = new RayPath();
  const builder = new KernelTable(eclDepositSchema, 32768);

  /** The shower of a photon or an electron whose path is laid; false when it passes. */
  const shower = (isPhoton: boolean, energy: number): boolean => {
    builder.reserve(showerRows);
    return kernels.showerOnRay(
      isPhoton,
      place,
      path.address,
      random.address,
      resolution,
      builder.head,
      arrival.x,
      arrival.y,
      arrival.z,
      arrival.ux,
      arrival.uy,
      arrival.uz,
      arrival.time,
      energy,
    );
  };

  /** Of a particle whose path is laid; whether it showers or interacts. */
  const depositAlong = (particles: Particles, row: number, response: number): boolean => {
    if (response === responses.photon) return shower(true, particles.energy[row]);
    if (response === responses.electron) return shower(false, arrival.kineticEnergy);
    // A charged hadron that has come in did not interact on its way.
    const isPassing =
      response === responses.ionization || (response === responses.hadron && path.ionizesOnly);
    if (response === responses.own) {
      const kind = chargeAndMass(particles.pdg[row], known);
      ownIonization.deposit(path, arrival, kind, random, builder);
    } else if (isPassing)
      depositIonization(path, arrival, Number.POSITIVE_INFINITY, random, builder);
    else {
      if (response === responses.neutralHadron) arrival.slowDown(particles, row, path.first);
      depositHadron(geometry, path, arrival, particles.pdg[row], random, builder);
    }
    return true;
  };

  /** A particle from behind the front: on its way in, and, if it comes in, on its way out. */
  const depositFromBehind = (
    particles: Particles,
    row: number,
    response: number,
    own: { readonly arcs: Arcs; readonly first: number; readonly last: number },
  ): void => {
    const { arcs, last } = own;
    const it = { particles, row, response };
    const seenAs = traceFromBehind(geometry, it, own, random, arrival, path);
    const isTraced = seenAs !== responses.none;
    const out = last - 1;
    const hasComeIn = out >= own.first && arcs.end[out] === arcEnds.calorimeter;
    const isSpent = isTraced && depositAlong(particles, row, seenAs);
    if (hasComeIn) arrival.along(arcs, out, particles.pdg[row]);
    else if (path.isInward && (isTraced ? !isSpent : isNeutral(response) && path.count === 0))
      arrival.goOn(lengthToComeIn(arrival));
    else return;
    const { x, y, z, ux, uy, uz } = arrival;
    if (traceRay(geometry, x, y, z, ux, uy, uz, path) >= 0) depositAlong(particles, row, response);
  };

  /** `arcs` from `first` up to `last` are those of the particle. */
  const depositParticle = (
    particles: Particles,
    row: number,
    arcs: Arcs,
    first: number,
    last: number,
  ): void => {
    const response = responseOfPdg(particles.pdg[row], known);
    if (response === responses.none) return;
    path.knowsGaps = response === responses.photon;
    if (isBehindFront(particles.x[row], particles.y[row], particles.z[row]))
      return depositFromBehind(particles, row, response, { arcs, first, last });
    const arc = last - 1;
    if (isNeutral(response)) arrival.straight(particles, row);
    else if (arc >= first && arcs.end[arc] === arcEnds.calorimeter)
      arrival.along(arcs, arc, particles.pdg[row]);
    else return;
    const { x, y, z, ux, uy, uz } = arrival;
    if (traceRay(geometry, x, y, z, ux, uy, uz, path) >= 0) depositAlong(particles, row, response);
  };

  return (particles: Particles, addresses: Addresses, arcs: Arcs): EclDeposits => {
    const { offsets, status, energy } = particles;
    for (let event = 0; event < offsets.length - 1; event++) {
      seedAt(random, context, addresses, event, purpose.eclDeposit);
      const lastArc = arcs.offsets[event + 1];
      let arc = arcs.offsets[event];
      for (let row = offsets[event]; row < offsets[event + 1]; row++) {
        // Arcs are in the order of the particles; the last one of each leads to the calorimeter, if
        // any does.
        const number = row - offsets[event];
        const first = arc;
        while (arc < lastArc && arcs.particle[arc] === number) arc++;
        if (status[row] === particleStatus.final && energy[row] > minEnergy)
          depositParticle(particles, row, arcs, first, arc);
        else if (arc > first && arcs.end[arc - 1] === arcEnds.crystals)
          depositBeforeEnd(geometry, arcs, arc - 1, particles.pdg[row], arrival, path, builder);
      }
      builder.endEvent();
    }
    return builder.take();
  };
}
