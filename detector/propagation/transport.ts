// kernel: every particle of a batch; what the kernels of transport.wasm.ts leave over
import { electronMass, speedOfLight } from '../base/constants.js';
import { purpose, RandomStream } from '../base/random.js';
import { crystalLength, isBehindFront, lengthToFront } from '../envelope.js';
import { type Addresses, type RunContext, seedAt } from '../event.js';
import { type FourVector, fourVector } from '../lorentz.js';
import {
  appendPair,
  conversionPoint,
  conversionRate,
  copyRows,
  energyShare,
  type MaterialConfig,
  placeMaterial,
} from '../material.js';
import { layersInFront } from '../material-layers.js';
import { ParticleBuilder, type Particles, particleStatus } from '../particles.js';
import { type ParticleTable, standardParticles } from '../particle-table.js';
import type { ParticleInfo } from '../pdg.js';
import { annihilates } from './annihilation.js';
import { lengthIntoCoil } from './coil.js';
import { arcEnds, type Arcs } from './arcs.js';
import type { FromOutside } from './from-outside.js';
import { Flight, happenings, type Moving } from './flight.js';
import { chooseMode, type Decay, daughterMomenta, decayInFlight, decayOf } from './decays.js';
import { HadronFate } from './hadrons.js';
import { absorberProperties, stoppingMaterial } from './materials.js';
import type { TransportConfig } from './schema.js';

/** What becomes of the particles of a batch on their way to the calorimeter. */
export interface Transported {
  /**
   * The particles given and, appended to each event, radiated photons, their pairs and products of
   * decays.
   */
  readonly particles: Particles;
  readonly arcs: Arcs;
}

/** Below this transverse momentum a charged particle stays where it was made [GeV]. */
const minPt = 1e-4;
/** PDG code of the π0. */
const neutralPion = 111;
const { nuclearLength: csiNuclearLength } = absorberProperties('csi');
/** Steps that keep a product outside the layer in which it was made [cm]. */
const nudge = 1e-4;

/**
 * Takes particles of status final from their vertex to the front of the calorimeter: charged ones
 * on helices with energy loss, scattering and radiation at each layer, all of them to their decay.
 * What decays or stops becomes intermediate. Given ones that start behind that front are left to
 * `outside` until they come in; without it they do not move.
 */
export function transport(
  config: TransportConfig,
  material: MaterialConfig,
  context: RunContext,
  outside?: FromOutside,
) {
  const follower = new Follower(config, material, context, outside);
  const { random, builder, arcs } = follower;
  return (particles: Particles, addresses: Addresses): Transported => {
    const { offsets } = particles;
    arcs.clear();
    for (let event = 0; event < offsets.length - 1; event++) {
      let seeded = false;
      const first = builder.rowCount;
      copyRows(particles, offsets[event], offsets[event + 1], builder);
      const given = builder.rowCount;
      // Products are appended behind and followed in their turn.
      for (let row = first; row < builder.rowCount; row++) {
        if (row < given && staysAsItIs(particles, offsets[event] + row - first)) continue;
        if (!seeded) seedAt(random, context, addresses, event, purpose.transport);
        if (!seeded) follower.startEvent(addresses, event);
        seeded = true;
        follower.follow(row, row - first, row >= given);
      }
      builder.endEvent();
      arcs.endEvent();
    }
    return { particles: builder.take(), arcs: arcs.take() };
  };
}

/** Given photons have passed the material already, and what is not final does not move. */
function staysAsItIs({ pdg, status }: Particles, row: number): boolean {
  return pdg[row] === 22 || status[row] !== particleStatus.final;
}

/** How a particle decays in the detector: one of a user's own into what nobody sees. */
function decayIn({ pdg, kind, lifetime, mass }: ParticleInfo): Decay | undefined {
  if (kind !== 'own') return decayOf(pdg);
  if (lifetime === Number.POSITIVE_INFINITY) return undefined;
  return { lifetime, mass, fractions: [1], daughters: [[]], masses: [[]] };
}

class Follower {
  readonly random = new RandomStream();
  readonly builder = new ParticleBuilder();
  readonly arcs;
  readonly #config: TransportConfig;
  readonly #photonLayers;
  readonly #flight: Flight;
  /** Where the particle being followed is. */
  readonly #here: Moving = { x: 0, y: 0, z: 0, time: 0, px: 0, py: 0, pz: 0 };
  readonly #photon: FourVector = fourVector();
  readonly #parent: FourVector = fourVector();
  readonly #outside: FromOutside | undefined;
  readonly #particles: ParticleTable;
  readonly #fate: HadronFate;
  readonly #nuclearLayers;
  /** Row and event row of the particle being followed, and its origin. */
  #row = 0;
  #number = 0;
  /** The event, for what is drawn outside of the front. */
  #addresses: Addresses = { run: 0, slice: new Uint32Array(0), index: new Uint32Array(0) };
  #event = 0;
  #isOutsideSeeded = false;

  constructor(
    config: TransportConfig,
    material: MaterialConfig,
    context: RunContext,
    outside: FromOutside | undefined,
  ) {
    this.#particles = context.particles ?? standardParticles;
    this.#outside = outside;
    this.#config = config;
    this.#fate = new HadronFate(config.hadronic, context);
    const layers = layersInFront(material);
    this.#photonLayers = placeMaterial(layers);
    // The same layers in interaction lengths, for neutral hadrons.
    this.#nuclearLayers = placeMaterial(
      layers.map((layer) => ({
        ...layer,
        thickness: layer.thickness * stoppingMaterial(layer.composition).nuclearDepth,
      })),
    );
    this.#flight = new Flight(config, material, this.random);
    this.arcs = this.#flight.arcs;
  }

  /** To be called before the first particle of an event that moves. */
  startEvent(addresses: Addresses, event: number): void {
    this.#addresses = addresses;
    this.#event = event;
    this.#isOutsideSeeded = false;
    this.#fate.startEvent(addresses, event);
  }

  /**
   * Follows the particle in `row`, number `number` of its event; `made` when it was made here, so
   * that photons may still convert.
   */
  follow(row: number, number: number, made: boolean): void {
    const { pdg, status, x, y, z, px, py } = this.builder.columns;
    if (status[row] !== particleStatus.final) return;
    this.#row = row;
    this.#number = number;
    if (pdg[row] === 22) {
      if (made) this.#convert(row);
      return;
    }
    const info = this.#particles.info(pdg[row]);
    if (info === undefined) return;
    if (isBehindFront(x[row], y[row], z[row])) {
      if (!made || this.#isFromCrystals(row)) this.#comeIn(row, info);
      return;
    }
    const decay = this.#config.decays ? decayIn(info) : undefined;
    if (info.charge === 0) this.#flyNeutral(info, decay);
    else if (px[row] * px[row] + py[row] * py[row] > minPt * minPt) {
      this.#begin();
      this.#flyCharged(info, decay);
    }
  }

  /** Begins where the particle starts. */
  #begin(): void {
    const { x, y, z, px, py, pz, time } = this.builder.columns;
    const row = this.#row;
    const here = this.#here;
    here.x = x[row];
    here.y = y[row];
    here.z = z[row];
    here.time = time[row];
    here.px = px[row];
    here.py = py[row];
    here.pz = pz[row];
  }

  /** Whether the particle comes from an annihilation, which may be in the crystals. */
  #isFromCrystals(row: number): boolean {
    const { pdg, mother } = this.builder.columns;
    return annihilates(pdg[row - this.#number + mother[row]]);
  }

  /** Follows what starts behind the front, and goes on with it inside if it comes in. */
  #comeIn(row: number, info: ParticleInfo): void {
    const outside = this.#outside;
    if (outside === undefined) return;
    if (!this.#isOutsideSeeded) outside.startEvent(this.#addresses, this.#event);
    this.#isOutsideSeeded = true;
    if (!outside.follow(this.builder.columns, row, this.#number, this.arcs)) return;
    const { x, y, z, px, py, pz, time } = outside.state;
    if (isBehindFront(x, y, z) || px * px + py * py < minPt * minPt) return;
    Object.assign(this.#here, { x, y, z, time, px, py, pz });
    this.#flyCharged(info, this.#config.decays ? decayIn(info) : undefined);
  }

  #convert(row: number): void {
    const { builder, random } = this;
    builder.reserve(2);
    const columns = builder.columns;
    const at = conversionPoint(
      this.#photonLayers,
      columns,
      row,
      random.exponential() / conversionRate,
    );
    if (at < 0 || columns.energy[row] < 4 * electronMass) return;
    columns.status[row] = particleStatus.intermediate;
    appendPair(
      columns,
      row,
      this.#number,
      at,
      energyShare(random),
      random.uniform() < 0.5,
      builder,
    );
  }

  /** On straight until it decays or interacts; else it stays as it is. */
  #flyNeutral(info: ParticleInfo, decay: Decay | undefined): void {
    this.#begin();
    const here = this.#here;
    const p = Math.sqrt(here.px * here.px + here.py * here.py + here.pz * here.pz);
    const energy = Math.sqrt(p * p + info.mass * info.mass);
    const toDecay =
      decay === undefined
        ? Number.POSITIVE_INFINITY
        : (p * decay.lifetime * this.random.exponential()) / decay.mass;
    const toInteraction = this.#lengthToInteraction(info, p);
    const length = Math.min(toDecay, toInteraction);
    if (length === Number.POSITIVE_INFINITY) return;
    here.x += (length * here.px) / p;
    here.y += (length * here.py) / p;
    here.z += (length * here.pz) / p;
    here.time += (length * energy) / (p * speedOfLight);
    if (toInteraction < toDecay) this.#interact(info);
    else if (decay !== undefined && !isBehindFront(here.x, here.y, here.z)) this.#decay(decay);
  }

  /**
   * Length to where a neutral hadron interacts, in the layers in front or, an antibaryon, in the
   * crystals or the coil behind; infinite when it does not [cm].
   */
  #lengthToInteraction(info: ParticleInfo, p: number): number {
    const fate = this.#fate;
    fate.start(info, p * p);
    const inLayers = fate.nuclearDepth(p);
    if (inLayers === Number.POSITIVE_INFINITY) return inLayers;
    const inFront = conversionPoint(this.#nuclearLayers, this.builder.columns, this.#row, inLayers);
    if (inFront >= 0) return inFront;
    if (!fate.isAntibaryon) return Number.POSITIVE_INFINITY;
    const { x, y, z, px, py, pz } = this.#here;
    // What is left after the layers has the same distribution as what was drawn at first.
    const line = { x, y, z, ux: px / p, uy: py / p, uz: pz / p };
    const toFront = lengthToFront(line);
    const depth = fate.drawDepth(p);
    const inCrystals = depth * csiNuclearLength;
    if (inCrystals < crystalLength) return toFront + inCrystals;
    return lengthIntoCoil(line, depth - crystalLength / csiNuclearLength);
  }

  /** Replaces the hadron by what comes of its interaction here. */
  #interact(info: ParticleInfo, isAtRest = false): void {
    const { px, py, pz } = this.#here;
    const own = isAtRest ? fourVector() : fourVector(px, py, pz);
    own.energy = Math.sqrt(own.px ** 2 + own.py ** 2 + own.pz ** 2 + info.mass ** 2);
    this.builder.columns.status[this.#row] = particleStatus.intermediate;
    this.#fate.end(info, own, this.#takeProduct);
  }

  /** A product of an interaction; π0 decay where they are made, wherever that is. */
  readonly #takeProduct = (pdg: number, momentum: FourVector): void => {
    const { px, py, pz, energy } = momentum;
    const decay = pdg === neutralPion && this.#config.decays ? decayOf(pdg) : undefined;
    if (decay === undefined) return this.#pushProduct(pdg, px, py, pz, energy);
    decayInFlight(momentum, decay.mass, decay.masses[0], this.#fate.random);
    for (let photon = 0; photon < 2; photon++) {
      const own = daughterMomenta[photon];
      this.#pushProduct(22, own.px, own.py, own.pz, own.energy);
    }
  };

  #flyCharged(info: ParticleInfo, decay: Decay | undefined): void {
    const flight = this.#flight;
    const here = this.#here;
    this.#fate.start(info, here.px ** 2 + here.py ** 2 + here.pz ** 2);
    flight.setOut(
      this.#number,
      here,
      info,
      decay?.lifetime ?? Number.POSITIVE_INFINITY,
      this.#fate,
    );
    let happening = flight.happens(here);
    while (happening === happenings.photon) {
      this.#radiate();
      happening = flight.happens(here);
    }
    if (happening === happenings.abandoned) return flight.endArc(arcEnds.abandoned);
    if (happening === happenings.front) {
      flight.endArc(arcEnds.calorimeter);
      if (this.#fate.isAntibaryon) this.#annihilateInCrystals(info);
      return;
    }
    flight.endArc(arcEnds.gone);
    this.builder.columns.status[this.#row] = particleStatus.intermediate;
    if (happening === happenings.decay && decay !== undefined) this.#decay(decay);
    const isAtRest = happening === happenings.stop;
    if (isAtRest ? this.#fate.isAntibaryon : happening === happenings.interaction)
      this.#interact(info, isAtRest);
  }

  /** Takes an antibaryon on from the front through the crystals, most of them to their end. */
  #annihilateInCrystals(info: ParticleInfo): void {
    const happening = this.#flight.happensInCrystals(this.#here);
    if (happening === happenings.nothing) return;
    this.#flight.endArc(arcEnds.crystals);
    this.#interact(info, happening === happenings.stop);
  }

  #radiate(): void {
    const photon = this.#photon;
    this.#flight.photon(photon);
    this.#pushProduct(22, photon.px, photon.py, photon.pz, photon.energy);
  }

  /** Replaces the particle by the products of its decay at the present place. */
  #decay(decay: Decay): void {
    const { random } = this;
    const { px, py, pz } = this.#here;
    const parent = this.#parent;
    parent.px = px;
    parent.py = py;
    parent.pz = pz;
    parent.energy = Math.sqrt(px * px + py * py + pz * pz + decay.mass * decay.mass);
    this.builder.columns.status[this.#row] = particleStatus.intermediate;
    const mode = chooseMode(decay, random);
    if (decay.daughters[mode].length === 0) return;
    decayInFlight(parent, decay.mass, decay.masses[mode], random);
    for (let daughter = 0; daughter < decay.daughters[mode].length; daughter++) {
      const momentum = daughterMomenta[daughter];
      this.#pushProduct(
        decay.daughters[mode][daughter],
        momentum.px,
        momentum.py,
        momentum.pz,
        momentum.energy,
      );
    }
  }

  #pushProduct(pdg: number, px: number, py: number, pz: number, energy: number): void {
    const { x, y, z, time } = this.#here;
    const step = nudge / Math.sqrt(px * px + py * py + pz * pz);
    const origin = this.builder.columns.origin[this.#row];
    const final = particleStatus.final;
    this.builder.push(
      pdg,
      final,
      this.#number,
      px,
      py,
      pz,
      energy,
      x + step * px,
      y + step * py,
      z + step * pz,
      time,
      origin,
    );
  }
}
