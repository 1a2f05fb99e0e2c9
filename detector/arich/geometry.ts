import { atan2, cos, sin } from '../base/elementary.js';
import { cm, mm } from '../base/units.js';

/**
 * The aerogel counter in front of the forward endcap: two layers of aerogel, an expansion gap, and
 * a plane of hybrid avalanche photo detectors (HAPD) in seven rings. The aerogel starts 1 mm behind
 * its support plate at the upstream edge of the envelope, z = 1668 mm.
 * @see basf2 arich/data/ARICH.xml, ARICH-Aerogel.xml, ARICH-Detectors.xml, ARICH-Hapd.xml (newest
 * stored versions)
 */
const envelopeStart = 1668 * mm;
/**
 * Where a track enters the aerogel. The stored position is 1 mm behind the envelope's edge, the
 * support plate is 1 mm thick.
 */
export const aerogelFace = envelopeStart + 2 * mm;

/** A layer of aerogel across the beam line; lengths in cm. */
export interface AerogelLayer {
  /** Refractive index. */
  readonly index: number;
  readonly thickness: number;
  /** Transmission length of light of 400 nm [cm]. */
  readonly transmission: number;
  /** z of its upstream face [cm]. */
  readonly z: number;
}

/** Upstream and downstream layer: the rings of both meet on the plane. */
export const aerogelLayers: readonly [AerogelLayer, AerogelLayer] = [
  { index: 1.045, thickness: 19.6 * mm, transmission: 45 * mm, z: aerogelFace },
  { index: 1.055, thickness: 19.7 * mm, transmission: 35 * mm, z: aerogelFace + 19.6 * mm },
];
/** z at which tracks and light leave the aerogel [cm]. */
export const aerogelEnd = aerogelLayers[1].z + aerogelLayers[1].thickness;
/** Inner radius of the aerogel [cm]. */
export const aerogelInnerRadius = 44 * cm;
/** Outer radius of the aerogel [cm]. */
export const aerogelOuterRadius = 111 * cm;

/** z of the windows of the photo detectors [cm]. */
export const detectorPlane = envelopeStart + 201.5 * mm;

/**
 * Rings of photo detectors from the inside: radius of their centres [cm] and how many there are.
 */
export const rings: readonly { readonly radius: number; readonly count: number }[] = [
  { radius: 573.5 * mm, count: 42 },
  { radius: 658.1 * mm, count: 48 },
  { radius: 743.7 * mm, count: 54 },
  { radius: 828.68 * mm, count: 60 },
  { radius: 913.05 * mm, count: 66 },
  { radius: 997.94 * mm, count: 72 },
  { radius: 1081.85 * mm, count: 78 },
];
/** Photo detectors of the plane. */
export const hapdCount = 420;
/** Pads of an HAPD: 12 × 12 on four chips of 6 × 6 with a gap between them. */
const padsAcross = 12;
/** Pads of a photo detector, a channel each. */
export const channelsPerHapd = padsAcross * padsAcross;
/** Channels of the counter; number = HAPD · `channelsPerHapd` + channel. */
export const channelCount = hapdCount * channelsPerHapd;
/** Side of a pad [cm]. */
export const padSize = 5.1 * mm;
const halfChipGap = 0.75 * mm;
const halfActive = halfChipGap + (padsAcross / 2) * padSize;

/** First HAPD of each ring; they are numbered ring by ring, azimuth ascending. */
const firstHapdOfRing = rings.map((_, ring) =>
  rings.slice(0, ring).reduce((sum, { count }) => sum + count, 0),
);
/** Ring of each HAPD, from 0. */
export const ringOfHapd = Uint8Array.from(
  rings.flatMap(({ count }, ring) => Array.from({ length: count }, () => ring)),
);
/**
 * Direction of the centre of each HAPD: half a pitch from φ = 0 on, as six equal sectors ask for
 * (derived).
 */
const azimuth = Float64Array.from(
  ringOfHapd,
  (ring, hapd) => (2 * Math.PI * (hapd - firstHapdOfRing[ring] + 0.5)) / rings[ring].count,
);
const hapdCos = azimuth.map(cos);
const hapdSin = azimuth.map(sin);

/** Distance of the centre of a row of pads from that of its HAPD [cm]. */
const padCentre = Float64Array.from({ length: padsAcross }, (_, row) => {
  const place = row - (padsAcross - 1) / 2;
  return place * padSize + Math.sign(place) * halfChipGap;
});

/**
 * Number of the channel, 144 to an HAPD, at a point of the plane [cm]; −1 where there is none. Rows
 * ascend with the radius, columns with φ.
 */
export function channelAt(x: number, y: number): number {
  const radius = Math.sqrt(x * x + y * y);
  const ring = ringAt(radius);
  if (ring < 0) return -1;
  const { count } = rings[ring];
  const turn = atan2(y, x) / (2 * Math.PI);
  const place = Math.floor((turn < 0 ? turn + 1 : turn) * count);
  const hapd = firstHapdOfRing[ring] + (place < count ? place : 0);
  const row = padAt(x * hapdCos[hapd] + y * hapdSin[hapd] - rings[ring].radius);
  const column = padAt(y * hapdCos[hapd] - x * hapdSin[hapd]);
  return row < 0 || column < 0 ? -1 : hapd * channelsPerHapd + row * padsAcross + column;
}

function ringAt(radius: number): number {
  for (let ring = 0; ring < rings.length; ring++) {
    // A corner lies at most 1 mm farther out than the middle of its edge.
    if (radius < rings[ring].radius + halfActive + 1 * mm)
      return radius > rings[ring].radius - halfActive ? ring : -1;
  }
  return -1;
}

/**
 * Row of pads at a distance from the centre of an HAPD; −1 in the gap between chips and outside.
 */
function padAt(distance: number): number {
  const within = Math.abs(distance) - halfChipGap;
  if (within < 0 || Math.abs(distance) >= halfActive) return -1;
  const fromGap = Math.floor(within / padSize);
  return distance > 0 ? padsAcross / 2 + fromGap : padsAcross / 2 - 1 - fromGap;
}

/** x of the centre of the pad of a channel, in single precision [cm]. */
export function channelX(channel: number): number {
  const hapd = hapdOf(channel);
  return Math.fround(radiusOf(channel) * hapdCos[hapd] - acrossOf(channel) * hapdSin[hapd]);
}

/** y of the centre of the pad of a channel, in single precision [cm]. */
export function channelY(channel: number): number {
  const hapd = hapdOf(channel);
  return Math.fround(radiusOf(channel) * hapdSin[hapd] + acrossOf(channel) * hapdCos[hapd]);
}

const hapdOf = (channel: number): number => Math.floor(channel / channelsPerHapd);

/** Distance of the row of a pad from the beam line, along the direction of its HAPD. */
function radiusOf(channel: number): number {
  const row = Math.floor((channel % channelsPerHapd) / padsAcross);
  return rings[ringOfHapd[hapdOf(channel)]].radius + padCentre[row];
}

/** Distance of the column of a pad from the middle of its HAPD, towards larger φ. */
const acrossOf = (channel: number): number => padCentre[channel % padsAcross];
