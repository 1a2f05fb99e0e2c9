// kernel: every charged particle that reaches the calorimeter and every neutral hadron
import { kernels } from '#kernels';
import { speedOfLight } from '../base/constants.js';
import { exp } from '../base/elementary.js';
import { KernelStream } from '../base/kernel-stream.js';
import { KernelTable } from '../base/kernel-table.js';
import { lazily } from '../base/lazily.js';
import { purpose } from '../base/random.js';
import { Arrival } from '../ecl/arrival.js';
import { lengthToFront } from '../envelope.js';
import { chargeAndMass, responseOfPdg, responses } from '../ecl/response.js';
import { type Addresses, type RunContext, seedAt } from '../event.js';
import { type ParticleTable, standardParticles } from '../particle-table.js';
import { type Particles, particleStatus } from '../particles.js';
import { type Arcs, arcEnds, isOutside } from '../propagation/arcs.js';
import { crystalSlices } from './absorbers.js';
import { barrelLayerCount, forwardZ, planeCount } from './geometry.js';
import { type KlmDeposits, klmDepositSchema } from './hits.js';
import { placeYoke } from './kernel-yoke.js';
import type { KlmConfig } from './schema.js';
import { writeOuterGaps } from './outer-gaps.js';
import { StripWriter } from './strips.js';
import { Walk } from './walk.js';

/**
 * Below these momenta nothing reaches the KLM: muons at 90° need 0.5 GeV, neutral hadrons no
 * interaction of note [GeV].
 */
const minMomentum = 0.3;
/** Primary ionizations of charge 1 in a gap of 2 mm of a chamber (recalled, not verified). */
const ionizationsPerPlane = 12;
/** Strips that fire at most at a gap, and of a particle that leaves the barrel by its end. */
const stripsOfGap = 4 * planeCount;
const stripsOfParticle = stripsOfGap * (barrelLayerCount + forwardZ.length);

/** What all detectors of a thread share in the memory of the kernels. */
const memory = lazily(() => {
  placeYoke();
  return { deposits: new KernelTable(klmDepositSchema, 16384), random: new KernelStream() };
});

/** Strips fired by muons, by hadrons that pass or shower, and by neutral hadrons that interact. */
export function depositKlm(config: KlmConfig, context: RunContext) {
  const { deposits, random } = memory();
  const known = context.particles ?? standardParticles;
  const strips = new StripWriter(config, random, deposits.head);
  const passage = new Passage(config, random, strips, known);
  return (particles: Particles, addresses: Addresses, arcs: Arcs): KlmDeposits => {
    const { offsets, pdg, status } = particles;
    const begins = new Uint32Array(offsets.length);
    deposits.clear();
    for (let event = 0; event < offsets.length - 1; event++) {
      let seeded = false;
      const lastArc = arcs.offsets[event + 1];
      let arc = arcs.offsets[event];
      for (let row = offsets[event]; row < offsets[event + 1]; row++) {
        // Arcs are in the order of the particles; the last one of each leads to the calorimeter, if
        // any does.
        const number = row - offsets[event];
        const first = arc;
        while (arc < lastArc && arcs.particle[arc] === number) arc++;
        if (status[row] !== particleStatus.final) continue;
        const response = responseOfPdg(pdg[row], known);
        if (response < responses.ionization) continue;
        const share = response === responses.own ? ionizationSeen(known, pdg[row]) : 1;
        if (arc > first && isOutside(arcs.end[first])) {
          if (!seeded) seedAt(random, context, addresses, event, purpose.klmDeposit);
          seeded = true;
          strips.begin(number, share);
          deposits.reserve(stripsOfGap * (arc - first));
          writeOuterGaps(arcs, first, arc, strips);
        }
        const last = arc > first ? arc - 1 : -1;
        if (!passage.enters(particles, row, response, arcs, last)) continue;
        if (!seeded) seedAt(random, context, addresses, event, purpose.klmDeposit);
        seeded = true;
        // Most hadrons end in the crystals: where they come in need not be known.
        if (!passage.passesCrystals(pdg[row], response)) continue;
        strips.begin(number, share);
        deposits.reserve(stripsOfParticle);
        passage.follow(pdg[row], response, arcs, last);
      }
      begins[event + 1] = seeded ? deposits.rowCount : begins[event];
    }
    return deposits.takeRows(begins);
  };
}

/**
 * Chance that a particle of small charge leaves primary ionizations in a plane, over that of charge
 * 1: they are Poisson, and go with the charge squared.
 */
function ionizationSeen(particles: ParticleTable, pdg: number): number {
  const { charge } = chargeAndMass(pdg, particles);
  const seen = (square: number): number => 1 - exp(-ionizationsPerPlane * square);
  return Math.min(1, seen(charge * charge) / seen(1));
}

/** Takes one particle after the other from the front of the calorimeter to where it stops. */
class Passage {
  readonly #walk: Walk;
  readonly #address: number;
  readonly #arrival: Arrival;
  readonly #particles: ParticleTable;
  /** Momentum with which the particle that entered last started [GeV]. */
  #p = 0;

  constructor(
    config: KlmConfig,
    random: KernelStream,
    strips: StripWriter,
    particles: ParticleTable,
  ) {
    const { crystalDepth, coil, yokeField } = config;
    this.#particles = particles;
    this.#arrival = new Arrival(particles);
    this.#walk = new Walk(config, random, particles);
    this.#address = kernels.newKlmPassage(
      this.#walk.address,
      strips.address,
      crystalDepth / crystalSlices,
      coil,
      yokeField,
    );
  }

  /**
   * Whether the particle reaches the calorimeter with a chance to go on to the iron. `arc` is its
   * last one, or −1.
   */
  enters(particles: Particles, row: number, response: number, arcs: Arcs, arc: number): boolean {
    const p2 = particles.px[row] ** 2 + particles.py[row] ** 2 + particles.pz[row] ** 2;
    if (p2 < minMomentum * minMomentum) return false;
    this.#p = Math.sqrt(p2);
    const arrival = this.#arrival;
    if (response !== responses.neutralHadron)
      return arc >= 0 && arcs.end[arc] === arcEnds.calorimeter;
    arrival.straight(particles, row);
    const length = lengthToFront(arrival);
    if (!(length > 0)) return false;
    arrival.slowDown(particles, row, 0);
    const { mass } = chargeAndMass(particles.pdg[row], this.#particles);
    arrival.x += length * arrival.ux;
    arrival.y += length * arrival.uy;
    arrival.z += length * arrival.uz;
    arrival.time += (length * (arrival.kineticEnergy + mass)) / (this.#p * speedOfLight);
    return true;
  }

  /** Draws how far the particle that entered last comes; whether it may pass the crystals. */
  passesCrystals(pdg: number, response: number): boolean {
    this.#walk.begin(pdg, response);
    return this.#walk.passesCrystals(this.#p);
  }

  /** Follows it from there; a charged one comes along its arc. */
  follow(pdg: number, response: number, arcs: Arcs, arc: number): void {
    const arrival = this.#arrival;
    if (response !== responses.neutralHadron) arrival.along(arcs, arc, pdg);
    this.#walk.start(arrival);
    kernels.followThroughKlm(this.#address);
  }
}
