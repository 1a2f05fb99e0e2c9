// kernel: every charged particle passes every layer in front of the calorimeter
import { TableBuilder } from '../base/columns.js';
import { electronMass, speedOfLight } from '../base/constants.js';
import { purpose, RandomStream } from '../base/random.js';
import { MeV } from '../base/units.js';
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
} from '../material.js';
import { layersForTracks, layersInFront } from '../material-layers.js';
import { ParticleBuilder, type Particles, particleStatus } from '../particles.js';
import { type ParticleTable, standardParticles } from '../particle-table.js';
import type { ParticleInfo } from '../pdg.js';
import { annihilates } from './annihilation.js';
import { lengthIntoCoil } from './coil.js';
import { arcEnds, type Arcs, arcSchema } from './arcs.js';
import type { FromOutside } from './from-outside.js';
import { photonShare, photonsPerLength, softLoss } from './bremsstrahlung.js';
import { chooseMode, type Decay, daughterMomenta, decayInFlight, decayOf } from './decays.js';
import { HadronFate } from './hadrons.js';
import { absorberProperties, stoppingMaterial } from './materials.js';
import type { TransportConfig } from './schema.js';
import { crossings, Surfaces } from './surfaces.js';
import { Track } from './track.js';

/** What becomes of the particles of a batch on their way to the calorimeter. */
export interface Transported {
  /**
   * The particles given and, appended to each event, radiated photons, their pairs and products of
   * decays.
   */
  readonly particles: Particles;
  readonly arcs: Arcs;
}

/** Kinetic energy below which a particle stops where it is [GeV]. */
const stopped = 0.2 * MeV;
/** Below this transverse momentum a charged particle stays where it was made [GeV]. */
const minPt = 1e-4;
/** PDG code of the π0. */
const neutralPion = 111;
/** What antibaryons find in the crystals, and the steps in which they are followed there [cm]. */
const csi = stoppingMaterial('csi');
const { radiationLength: csiRadiationLength, nuclearLength: csiNuclearLength } =
  absorberProperties('csi');
const crystalStep = 0.25;
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
  const { random, builder } = follower;
  return (particles: Particles, addresses: Addresses): Transported => {
    const { offsets } = particles;
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
      follower.arcs.endEvent();
    }
    return { particles: builder.take(), arcs: follower.arcs.take() };
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
  readonly arcs = new TableBuilder(arcSchema, 32768);
  readonly #config: TransportConfig;
  readonly #photonLayers;
  readonly #surfaces: Surfaces;
  readonly #track: Track;
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
  /** Expected number of hard photons until the next one. */
  #untilPhoton = 0;

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
    this.#photonLayers = layersInFront(material);
    // The same layers in interaction lengths, for neutral hadrons.
    this.#nuclearLayers = this.#photonLayers.map((layer) => ({
      ...layer,
      thickness: layer.thickness * stoppingMaterial(layer.composition).nuclearDepth,
    }));
    this.#surfaces = new Surfaces(layersForTracks(material));
    this.#track = new Track(config.field);
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
    if (!this.#surfaces.enter(x[row], y[row], z[row])) {
      if (!made || this.#isFromCrystals(row)) this.#comeIn(row, info);
      return;
    }
    const decay = this.#config.decays ? decayIn(info) : undefined;
    if (info.charge === 0) this.#flyNeutral(info, decay);
    else if (px[row] * px[row] + py[row] * py[row] > minPt * minPt) {
      this.#setOut();
      this.#flyCharged(info, decay);
    }
  }

  /** Puts the track where the particle starts. */
  #setOut(): void {
    const { x, y, z, px, py, pz, time } = this.builder.columns;
    const row = this.#row;
    const track = this.#track;
    track.x = x[row];
    track.y = y[row];
    track.z = z[row];
    track.px = px[row];
    track.py = py[row];
    track.pz = pz[row];
    track.time = time[row];
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
    if (!this.#surfaces.enter(x, y, z) || px * px + py * py < minPt * minPt) return;
    const track = this.#track;
    track.x = x;
    track.y = y;
    track.z = z;
    track.px = px;
    track.py = py;
    track.pz = pz;
    track.time = time;
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
    this.#setOut();
    const track = this.#track;
    const p = Math.sqrt(track.px * track.px + track.py * track.py + track.pz * track.pz);
    const energy = Math.sqrt(p * p + info.mass * info.mass);
    const toDecay =
      decay === undefined
        ? Number.POSITIVE_INFINITY
        : (p * decay.lifetime * this.random.exponential()) / decay.mass;
    const toInteraction = this.#lengthToInteraction(info, p);
    const length = Math.min(toDecay, toInteraction);
    if (length === Number.POSITIVE_INFINITY) return;
    track.x += (length * track.px) / p;
    track.y += (length * track.py) / p;
    track.z += (length * track.pz) / p;
    track.time += (length * energy) / (p * speedOfLight);
    if (toInteraction < toDecay) this.#interact(info);
    else if (decay !== undefined && !isBehindFront(track.x, track.y, track.z)) this.#decay(decay);
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
    const { x, y, z, px, py, pz } = this.#track;
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
    const { px, py, pz } = this.#track;
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

  /**
   * Takes an antibaryon on from the front, straight through the crystals, until it stops or
   * interacts; false when it passes.
   */
  #annihilatesInCrystals(info: ParticleInfo): boolean {
    const track = this.#track;
    track.turnOver();
    for (let depth = 0; depth < crystalLength; depth += crystalStep) {
      const step = crystalStep / track.p;
      track.x += step * track.px;
      track.y += step * track.py;
      track.z += step * track.pz;
      track.time += (step * track.energy) / speedOfLight;
      const crossed = crystalStep / csiRadiationLength;
      const isAtRest =
        this.#config.energyLoss && !track.slow(track.ionization(crossed, csi), stopped);
      if (!isAtRest && this.#fate.passes(crossed, csi, track.p)) continue;
      if (isAtRest) track.slow(track.energy - info.mass - stopped, 0);
      const arc = this.#pushArc();
      this.arcs.columns.length[arc] = crystalStep;
      this.#endArc(arc, arcEnds.crystals);
      this.#interact(info, isAtRest);
      return true;
    }
    return false;
  }

  #flyCharged(info: ParticleInfo, decay: Decay | undefined): void {
    const { random } = this;
    const track = this.#track;
    const surfaces = this.#surfaces;
    // Path times mass over momentum that is left to live [cm].
    let life =
      decay === undefined ? Number.POSITIVE_INFINITY : decay.lifetime * random.exponential();
    let path = this.#config.maxPath;
    this.#untilPhoton = random.exponential();
    track.start(info.mass, info.charge);
    this.#fate.start(info, track.px ** 2 + track.py ** 2 + track.pz ** 2);
    for (;;) {
      track.turnOver();
      const { stretch, p } = track;
      const pathToDecay = (life * p) / info.mass;
      surfaces.next(track, Math.min(path, pathToDecay) / stretch);
      const arc = this.#pushArc();
      track.move(surfaces.length);
      if (surfaces.kind === crossings.front) {
        this.#endArc(arc, arcEnds.calorimeter);
        if (this.#fate.isAntibaryon) this.#annihilatesInCrystals(info);
        return;
      }
      if (surfaces.kind === crossings.none) {
        if (decay === undefined || path < pathToDecay) return this.#endArc(arc, arcEnds.abandoned);
        this.#decay(decay);
        return this.#endArc(arc, arcEnds.gone);
      }
      surfaces.pass(track);
      path -= surfaces.length * stretch;
      life -= (surfaces.length * stretch * info.mass) / p;
      if (this.#crossLayer(info)) continue;
      this.builder.columns.status[this.#row] = particleStatus.intermediate;
      return this.#endArc(arc, arcEnds.gone);
    }
  }

  /**
   * Ionization, radiation, scattering and interaction at the surface found; false when the particle
   * ends in it.
   */
  #crossLayer(info: ParticleInfo): boolean {
    const { thickness, material, kind } = this.#surfaces;
    const track = this.#track;
    const config = this.#config;
    const crossed = track.obliqueThickness(thickness, kind === crossings.disc);
    if (config.energyLoss && !track.slow(track.ionization(crossed, material), stopped)) {
      if (this.#fate.isAntibaryon) this.#interact(info, true);
      return false;
    }
    if (!this.#fate.passes(crossed, material, track.p)) {
      this.#interact(info);
      return false;
    }
    if (config.bremsstrahlung && Math.abs(info.pdg) === 11 && !this.#radiate(crossed)) return false;
    if (config.scattering) track.scatter(crossed, this.random);
    return true;
  }

  #radiate(thickness: number): boolean {
    const { random } = this;
    const track = this.#track;
    const least = this.#config.minPhotonEnergy / track.energy;
    if (!track.slow(thickness * softLoss(least) * track.energy, stopped)) return false;
    this.#untilPhoton -= thickness * photonsPerLength(least);
    while (this.#untilPhoton < 0) {
      this.#untilPhoton += random.exponential();
      const lowest = this.#config.minPhotonEnergy / track.energy;
      if (lowest >= 1) continue;
      const energy = track.energy * photonShare(random, lowest);
      if (!track.slow(energy, 0)) return false;
      this.#pushProduct(
        22,
        (energy * track.px) / track.p,
        (energy * track.py) / track.p,
        (energy * track.pz) / track.p,
        energy,
      );
    }
    return true;
  }

  /** Replaces the particle by the products of its decay at the present place. */
  #decay(decay: Decay): void {
    const { random } = this;
    const { px, py, pz } = this.#track;
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
    const { x, y, z, time } = this.#track;
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

  #pushArc(): number {
    const { arcs } = this;
    arcs.reserve(1);
    const track = this.#track;
    const columns = arcs.columns;
    const row = arcs.rowCount++;
    columns.particle[row] = this.#number;
    columns.end[row] = arcEnds.layer;
    columns.x[row] = track.x;
    columns.y[row] = track.y;
    columns.z[row] = track.z;
    columns.time[row] = track.time;
    columns.px[row] = track.px;
    columns.py[row] = track.py;
    columns.pz[row] = track.pz;
    columns.curvature[row] = track.curvature;
    columns.length[row] = this.#surfaces.length;
    return row;
  }

  #endArc(arc: number, end: number): void {
    this.arcs.columns.end[arc] = end;
  }
}
