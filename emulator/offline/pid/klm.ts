import { hypot, pow } from '../../../detector/base/elementary.js';
import { cm } from '../../../detector/base/units.js';
import type { Addresses, RunContext } from '../../../detector/event.js';
import {
  barrelHalfWidth,
  barrelSectorCount,
  endcapStripWidth,
  isBarrel,
  phiStripCount,
  zStripPitch,
} from '../../../detector/klm/geometry.js';
import type { KlmDeposits, KlmHits } from '../../../detector/klm/hits.js';
import { klm } from '../../../detector/klm/klm.js';
import type { KlmConfig } from '../../../detector/klm/schema.js';
import type { Particles } from '../../../detector/particles.js';
import type { Arcs } from '../../../detector/propagation/arcs.js';
import { asMuons } from './extrapolate.js';
import type { PidTrack } from './tracks.js';

/** What the KLM says of each track: one element per track. */
export interface KlmMeasurement {
  /** Last layer that a muon would reach, 0 for none; and whether it lies in an endcap. */
  readonly expectedLayer: Uint8Array;
  readonly inEndcap: Uint8Array;
  /** Last layer with a hit on the way, 0 for none. */
  readonly lastLayer: Uint8Array;
  /**
   * Mean square of the hits' distances from the extrapolation in units of what scattering gives;
   * NaN without hits.
   */
  readonly scatter: Float32Array;
}

/**
 * Hits within so many σ of the extrapolation belong to the track.
 * @see basf2 documentation, klm/MuonIdentification
 */
const association = 3.5;
/**
 * Displacement by scattering at a momentum of 1 GeV: from calorimeter and coil, their angle of 58
 * mrad over a pitch of 9.1 cm, and 22 mrad of each plate; pitch and momentum lost before the iron
 * (derived).
 */
const behindCoil = 3.5 * cm;
const perPitch = 0.53 * cm;
const perPlate = 0.116 * cm;
const lostBefore = 0.2;
const minMomentum = 0.2;

/** Compares the hits of the KLM with the passage of a muon on the same track, without chance. */
export function measureKlm(config: KlmConfig, context: RunContext) {
  const sure = {
    ...config,
    efficiency: 1,
    clusters: false,
    straggling: false,
    scattering: false,
    hadronic: false,
  };
  const pass = klm.deposit(sure, context);
  return (
    tracks: readonly PidTrack[],
    particles: Particles,
    addresses: Addresses,
    arcs: Arcs,
    hits: KlmHits,
  ): KlmMeasurement => {
    const passages = pass(asMuons(particles, tracks), addresses, arcs);
    const out: KlmMeasurement = {
      expectedLayer: new Uint8Array(tracks.length),
      inEndcap: new Uint8Array(tracks.length),
      lastLayer: new Uint8Array(tracks.length),
      scatter: new Float32Array(tracks.length).fill(Number.NaN),
    };
    tracks.forEach((track, index) => compare(track, index, passages, hits, out));
    return out;
  };
}

function compare(
  track: PidTrack,
  index: number,
  passages: KlmDeposits,
  hits: KlmHits,
  out: KlmMeasurement,
): void {
  const { event, particle, p } = track;
  const momentum = Math.max(minMomentum, p - lostBefore);
  let sum = 0;
  let found = 0;
  for (let row = passages.offsets[event]!; row < passages.offsets[event + 1]!; row++) {
    if (passages.particle[row] !== particle) continue;
    const layer = passages.layer[row]!;
    if (layer >= out.expectedLayer[index]!) {
      out.expectedLayer[index] = layer;
      out.inEndcap[index] = isBarrel(passages.section[row]!) ? 0 : 1;
    }
    const width = stripWidth(passages.section[row]!, layer, passages.plane[row]!);
    const distance = nearestStrip(passages, row, hits, event) * width;
    const sigma = hypot(width / Math.sqrt(6), displacement(layer) / momentum);
    if (!(distance < association * sigma)) continue;
    out.lastLayer[index] = Math.max(out.lastLayer[index]!, layer);
    sum += (distance / sigma) ** 2;
    found++;
  }
  if (found > 0) out.scatter[index] = sum / found;
}

/** Spread of the place in a layer by scattering, for a momentum of 1 GeV [cm]. */
function displacement(layer: number): number {
  return hypot(behindCoil, perPitch * layer, perPlate * pow(layer, 1.5));
}

function stripWidth(section: number, layer: number, plane: number): number {
  if (!isBarrel(section)) return endcapStripWidth;
  return plane === 0
    ? (2 * barrelHalfWidth[layer - 1]!) / phiStripCount(layer)
    : zStripPitch(layer);
}

/** Strips between an expected one and the nearest hit in the same plane; infinite without any. */
function nearestStrip(passages: KlmDeposits, row: number, hits: KlmHits, event: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let hit = hits.offsets[event]!; hit < hits.offsets[event + 1]!; hit++) {
    if (hits.layer[hit] !== passages.layer[row] || hits.plane[hit] !== passages.plane[row])
      continue;
    nearest = Math.min(nearest, stripsBetween(passages, row, hits, hit));
  }
  return nearest;
}

/**
 * Strips between two of the same layer and plane. In the barrel φ strips go on in the next sector
 * and z strips in the other half; elsewhere sectors have nothing to do with each other.
 */
function stripsBetween(one: KlmDeposits, row: number, other: KlmHits, hit: number): number {
  const section = one.section[row]!;
  const strip = one.strip[row]!;
  const otherStrip = other.strip[hit]!;
  const sameSection = section === other.section[hit]!;
  const turn = (other.sector[hit]! - one.sector[row]! + barrelSectorCount) % barrelSectorCount;
  if (!isBarrel(section) || !isBarrel(other.section[hit]!))
    return sameSection && turn === 0 ? Math.abs(otherStrip - strip) : Number.POSITIVE_INFINITY;
  if (one.plane[row] === 1) {
    if (turn !== 0) return Number.POSITIVE_INFINITY;
    return sameSection ? Math.abs(otherStrip - strip) : otherStrip + strip + 1;
  }
  const count = phiStripCount(one.layer[row]!);
  if (turn === 0) return Math.abs(otherStrip - strip);
  if (turn === 1) return count - strip + otherStrip;
  return turn === barrelSectorCount - 1 ? strip + count - otherStrip : Number.POSITIVE_INFINITY;
}
