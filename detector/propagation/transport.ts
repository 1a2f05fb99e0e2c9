// kernel: every charged particle passes every layer in front of the calorimeter
import { TableBuilder } from '../base/columns.js';
import { type ConfigOf, flag, quantity } from '../base/config.js';
import { electronMass, speedOfLight } from '../base/constants.js';
import { purpose, RandomStream } from '../base/random.js';
import { m, MeV } from '../base/units.js';
import { backwardPlane, barrelRadius, forwardPlane } from '../envelope.js';
import { type Addresses, type RunContext, seedAt } from '../event.js';
import { solenoidField } from '../field.js';
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
import { arcEnds, type Arcs, arcSchema } from './arcs.js';
import type { FromOutside } from './from-outside.js';
import { photonShare, photonsPerLength, softLoss } from './bremsstrahlung.js';
import { chooseMode, type Decay, daughterMomenta, decayInFlight, decayOf } from './decays.js';
import { crossings, Surfaces } from './surfaces.js';
import { Track } from './track.js';

/** How charged particles move in front of the calorimeter. */
export const transportSchema = {
  field: quantity(solenoidField, 'T', 'Solenoid field, along +z (arXiv:1705.09895)', {
    min: 0,
    max: 3,
  }),
  maxPath: quantity(
    20 * m,
    'cm',
    'Curling particles are followed for this path, about 70 ns (our choice)',
    { min: 0 },
  ),
  energyLoss: flag(true, 'Ionization in the layers of material'),
  scattering: flag(true, 'Multiple scattering in the layers of material'),
  bremsstrahlung: flag(true, 'Photons radiated by electrons in the layers of material'),
  decays: flag(
    true,
    'Decay in flight of muons, pions, kaons and hyperons that the source did not decay, and of π0',
  ),
  minPhotonEnergy: quantity(
    5 * MeV,
    'GeV',
    'Radiated photons below are not followed, their energy is lost (our choice)',
    { min: 0.001 },
  ),
} as const;

/** How charged particles are followed, in base units. */
export interface TransportConfig extends ConfigOf<typeof transportSchema> {}

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
    this.#photonLayers = layersInFront(material);
    this.#surfaces = new Surfaces(layersForTracks(material));
    this.#track = new Track(config.field);
  }

  /** To be called before the first particle of an event that moves. */
  startEvent(addresses: Addresses, event: number): void {
    this.#addresses = addresses;
    this.#event = event;
    this.#isOutsideSeeded = false;
  }

  /**
   * Follows the particle in `row`, number `number` of its event; `made` when it was made here, so
   * that photons may still convert.
   */
  follow(row: number, number: number, made: boolean): void {
    const { pdg, status, x, y, z, px, py, pz } = this.builder.columns;
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
      if (!made) this.#comeIn(row, info);
      return;
    }
    const decay = this.#config.decays ? decayIn(info) : undefined;
    if (info.charge === 0) {
      if (decay !== undefined) this.#flyNeutral(row, decay);
    } else if (px[row] * px[row] + py[row] * py[row] > minPt * minPt) {
      const track = this.#track;
      track.x = x[row];
      track.y = y[row];
      track.z = z[row];
      track.px = px[row];
      track.py = py[row];
      track.pz = pz[row];
      track.time = this.builder.columns.time[row];
      this.#flyCharged(info, decay);
    }
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

  #flyNeutral(row: number, decay: Decay): void {
    const { x, y, z, px, py, pz, time } = this.builder.columns;
    const p = Math.sqrt(px[row] * px[row] + py[row] * py[row] + pz[row] * pz[row]);
    const perMomentum = (decay.lifetime / decay.mass) * this.random.exponential();
    const track = this.#track;
    track.x = x[row] + px[row] * perMomentum;
    track.y = y[row] + py[row] * perMomentum;
    track.z = z[row] + pz[row] * perMomentum;
    const beyond =
      track.x * track.x + track.y * track.y > barrelRadius * barrelRadius ||
      track.z < backwardPlane ||
      track.z > forwardPlane;
    if (beyond) return;
    track.px = px[row];
    track.py = py[row];
    track.pz = pz[row];
    track.time =
      time[row] + (perMomentum * Math.sqrt(p * p + decay.mass * decay.mass)) / speedOfLight;
    this.#decay(decay);
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
    for (;;) {
      track.turnOver();
      const { stretch, p } = track;
      const pathToDecay = (life * p) / info.mass;
      surfaces.next(track, Math.min(path, pathToDecay) / stretch);
      const arc = this.#pushArc();
      track.move(surfaces.length);
      if (surfaces.kind === crossings.front) return this.#endArc(arc, arcEnds.calorimeter);
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
   * Ionization, radiation and scattering at the surface found; false when the particle stops in it.
   */
  #crossLayer(info: ParticleInfo): boolean {
    const { thickness, material, kind } = this.#surfaces;
    const track = this.#track;
    const config = this.#config;
    const crossed = track.obliqueThickness(thickness, kind === crossings.disc);
    if (config.energyLoss && !track.slow(track.ionization(crossed, material), stopped))
      return false;
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
