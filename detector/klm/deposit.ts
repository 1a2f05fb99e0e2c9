// kernel: every charged particle that reaches the calorimeter and every neutral hadron
import { TableBuilder } from '../base/columns.js';
import { speedOfLight } from '../base/constants.js';
import { atan2, exp } from '../base/elementary.js';
import { purpose, RandomStream } from '../base/random.js';
import { Arrival } from '../ecl/arrival.js';
import { backwardPlane, barrelRadius, forwardPlane, lengthToFront } from '../envelope.js';
import { chargeAndMass, responseOfPdg, responses } from '../ecl/response.js';
import { type Addresses, type RunContext, seedAt } from '../event.js';
import { solenoidField } from '../field.js';
import { coilHalfLength, coilMiddle } from '../material-layers.js';
import { type ParticleTable, standardParticles } from '../particle-table.js';
import { type Particles, particleStatus } from '../particles.js';
import { type Arcs, arcEnds, isOutside } from '../propagation/arcs.js';
import {
  type Absorber,
  coilRadius,
  coilShells,
  crystalSlice,
  crystalSlices,
  ironPlate,
} from './absorbers.js';
import {
  backwardZ,
  barrelApothem,
  barrelHalfLength,
  barrelHalfWidth,
  barrelLayerCount,
  barrelSectorCount,
  endcapInnerRadius,
  endcapOuterRadius,
  forwardZ,
  ironHalfLength,
  ironInnerRadius,
  ironOuterRadius,
  middleZ,
  octant,
  plateBefore,
  sections,
  sectorX,
  sectorY,
  tanHalfOctant,
} from './geometry.js';
import { type KlmDeposits, klmDepositSchema } from './hits.js';
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
/** Distance from the front of the calorimeter within which a particle entered there [cm]. */
const atPlane = 0.01;

/** Strips fired by muons, by hadrons that pass or shower, and by neutral hadrons that interact. */
export function depositKlm(config: KlmConfig, context: RunContext) {
  const random = new RandomStream();
  const builder = new TableBuilder(klmDepositSchema, 16384);
  const strips = new StripWriter(config, random, builder);
  const known = context.particles ?? standardParticles;
  const passage = new Passage(config, random, strips, known);
  return (particles: Particles, addresses: Addresses, arcs: Arcs): KlmDeposits => {
    const { offsets, pdg, status } = particles;
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
        strips.share = response === responses.own ? ionizationSeen(known, pdg[row]) : 1;
        if (arc > first && isOutside(arcs.end[first])) {
          if (!seeded) seedAt(random, context, addresses, event, purpose.klmDeposit);
          seeded = true;
          strips.particle = number;
          writeOuterGaps(arcs, first, arc, strips);
        }
        const last = arc > first ? arc - 1 : -1;
        if (!passage.enters(particles, row, response, arcs, last)) continue;
        if (!seeded) seedAt(random, context, addresses, event, purpose.klmDeposit);
        seeded = true;
        passage.follow(number, pdg[row], response, arcs, last);
      }
      builder.endEvent();
    }
    return builder.take();
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
  readonly #config: KlmConfig;
  readonly #strips: StripWriter;
  readonly #walk: Walk;
  readonly #arrival: Arrival;
  readonly #crystal: Absorber;
  /** Momentum with which the particle that entered last started [GeV]. */
  #p = 0;

  readonly #particles: ParticleTable;

  constructor(
    config: KlmConfig,
    random: RandomStream,
    strips: StripWriter,
    particles: ParticleTable,
  ) {
    this.#particles = particles;
    this.#arrival = new Arrival(particles);
    this.#config = config;
    this.#strips = strips;
    this.#walk = new Walk(config, random, particles);
    this.#crystal = crystalSlice(config.crystalDepth);
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

  /** Follows the particle that entered last; a charged one comes along its arc. */
  follow(particle: number, pdg: number, response: number, arcs: Arcs, arc: number): void {
    const walk = this.#walk;
    const arrival = this.#arrival;
    // Most hadrons end in the crystals: where they come in need not be known.
    if (!walk.passesCrystals(pdg, response, this.#p)) return;
    if (response !== responses.neutralHadron) arrival.along(arcs, arc, pdg);
    walk.start(arrival, pdg);
    this.#strips.particle = particle;
    const { z } = arrival;
    const forward = Math.abs(z - forwardPlane) < atPlane;
    if (forward || Math.abs(z - backwardPlane) < atPlane) {
      if (this.#passEndcapCrystals(forward ? 1 : -1)) this.#passEndcap(solenoidField);
    } else if (this.#passBarrelCrystals() && this.#passCoil() && this.#passBarrel())
      this.#passEndcap(this.#config.yokeField);
  }

  #passBarrelCrystals(): boolean {
    const walk = this.#walk;
    const step = this.#config.crystalDepth / crystalSlices;
    for (let slice = 0; slice < crystalSlices; slice++) {
      if (
        !walk.toCylinder(barrelRadius + (slice + 0.5) * step, solenoidField) ||
        !walk.cross(this.#crystal, this.#radialCosine())
      )
        return false;
    }
    return true;
  }

  #passEndcapCrystals(sign: number): boolean {
    const walk = this.#walk;
    const step = (sign * this.#config.crystalDepth) / crystalSlices;
    const front = sign > 0 ? forwardPlane : backwardPlane;
    for (let slice = 0; slice < crystalSlices; slice++) {
      if (
        !walk.toPlane(front + (slice + 0.5) * step, solenoidField) ||
        !walk.cross(this.#crystal, this.#axialCosine())
      )
        return false;
    }
    return true;
  }

  /**
   * Through the coil where there is one on the way; false when the particle ends or turns back in
   * the field.
   */
  #passCoil(): boolean {
    const walk = this.#walk;
    for (const shell of coilShells) {
      if (!walk.toCylinder(shell.radius, shell.radius > coilRadius ? 0 : solenoidField))
        return false;
      const inside = Math.abs(walk.state.z - coilMiddle) < coilHalfLength;
      if (this.#config.coil && inside && !walk.cross(shell, this.#radialCosine())) return false;
    }
    return true;
  }

  /** Through the barrel; true when the particle leaves it by its end. */
  #passBarrel(): boolean {
    const walk = this.#walk;
    const { state } = walk;
    const { yokeField } = this.#config;
    let sector = sectorAt(state.x, state.y);
    for (let layer = 0; layer < barrelLayerCount; layer++) {
      if (layer > 0) {
        sector = this.#advanceToGap(sector, barrelApothem[layer] - plateBefore, yokeField);
        if (sector < 0) return false;
        if (Math.abs(state.z - middleZ) > ironHalfLength) return true;
        if (
          !walk.cross(
            ironPlate,
            (state.px * sectorX[sector] + state.py * sectorY[sector]) / state.p,
          )
        )
          return false;
      }
      sector = this.#advanceToGap(sector, barrelApothem[layer], yokeField);
      if (sector < 0) return false;
      const along = state.z - middleZ;
      if (Math.abs(along) > ironHalfLength) return true;
      if (!walk.visible || Math.abs(along) > barrelHalfLength) continue;
      const across = state.y * sectorX[sector] - state.x * sectorY[sector];
      this.#strips.writeBarrel(
        sector,
        layer,
        (across / barrelHalfWidth[layer] + 1) / 2,
        along,
        state.time,
      );
    }
    return false;
  }

  /**
   * Goes on from `sector` to a distance from the axis along the normal of the sector in which it is
   * reached; that sector, or −1.
   */
  #advanceToGap(sector: number, distance: number, field: number): number {
    const walk = this.#walk;
    const { x, y, px, py, p } = walk.state;
    const length = walk.lengthToWall(sectorX[sector], sectorY[sector], distance);
    if (Number.isNaN(length)) return -1;
    const across =
      (y + (length * py) / p) * sectorX[sector] - (x + (length * px) / p) * sectorY[sector];
    if (Math.abs(across) <= distance * tanHalfOctant) {
      walk.advance(Math.max(0, length), field);
      return sector;
    }
    const beside = (sector + (across > 0 ? 1 : barrelSectorCount - 1)) % barrelSectorCount;
    const toBeside = walk.lengthToWall(sectorX[beside], sectorY[beside], distance);
    if (Number.isNaN(toBeside)) return -1;
    walk.advance(Math.max(0, toBeside), field);
    return beside;
  }

  /** Through an endcap; `field` is that on the way to its first plate. */
  #passEndcap(field: number): void {
    const walk = this.#walk;
    const { state } = walk;
    const forward = state.pz > 0;
    const section = forward ? sections.endcapForward : sections.endcapBackward;
    const layers = forward ? forwardZ : backwardZ;
    for (let layer = 0; layer < layers.length; layer++) {
      const plate = layers[layer] - (forward ? plateBefore : -plateBefore);
      if (forward ? state.z > plate : state.z < plate) continue;
      if (!walk.toPlane(plate, layer === 0 ? field : this.#config.yokeField)) return;
      const radius = Math.sqrt(state.x * state.x + state.y * state.y);
      if (radius > ironOuterRadius) return;
      if (radius > ironInnerRadius && !walk.cross(ironPlate, this.#axialCosine())) return;
      if (!walk.toPlane(layers[layer], 0)) return;
      const reached = Math.sqrt(state.x * state.x + state.y * state.y);
      if (walk.visible && reached > endcapInnerRadius && reached < endcapOuterRadius)
        this.#strips.writeEndcap(section, layer, state.x, state.y, state.time);
    }
  }

  #radialCosine(): number {
    const { x, y, px, py, p } = this.#walk.state;
    return (x * px + y * py) / (p * Math.sqrt(x * x + y * y));
  }

  #axialCosine(): number {
    return Math.abs(this.#walk.state.pz) / this.#walk.state.p;
  }
}

/** Sector of the barrel at an azimuth. */
function sectorAt(x: number, y: number): number {
  const sector = Math.round(atan2(y, x) / octant);
  return sector < 0 ? sector + barrelSectorCount : sector;
}
