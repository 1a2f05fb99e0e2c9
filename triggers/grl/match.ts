// kernel: every full track against every cluster of an event
import type { TableBuilder } from '../../detector/base/columns.js';
import { choice, type ConfigOf, integer, quantity } from '../../detector/base/config.js';
import { sin } from '../../detector/base/elementary.js';
import { cm, GeV } from '../../detector/base/units.js';
import type { Tracks2d, Tracks3d } from '../cdc/objects.js';
import type { EclObjects } from '../ecl/objects.js';
import { binCount } from './bins.js';
import type { InTimeClusters } from './clusters.js';
import { arcLengthTo, azimuthAt } from './extrapolate.js';
import type { GrlObjects, matchSchema } from './objects.js';
import { type FullTracks, turnsBefore } from './tracks.js';

/** @see basf2 trg/grl/modules/trggrl/src/TRGGRLMatchModule.cc */
export const matchingSchema = {
  method: choice(
    'azimuth',
    ['azimuth', 'distance'],
    'What cdcecl counts: matches by 10° bins (hardware) or by distance in r–φ',
  ),
  maxBins: integer(
    1,
    '10° bins',
    'Matched tracks meet the calorimeter at most so many bins from the cluster',
    { min: 0, max: 18 },
  ),
  maxDistance: quantity(
    25 * cm,
    'cm',
    'Matched in r–φ: the track passes the cluster closer than this at its radius',
    { min: 0 },
  ),
  maxDeltaZ: quantity(30 * cm, 'cm', 'Matched in 3-D: and closer than this in z', { min: 0 }),
  energeticCluster: quantity(
    2 * GeV,
    'GeV',
    'Least energy of matched clusters that c2gev counts, laboratory',
    { min: 0 },
  ),
  minPhotonEnergy: quantity(
    1 * GeV,
    'GeV',
    'Least energy of an isolated photon in the barrel, laboratory',
    { min: 0 },
  ),
  n1gevEnergy: quantity(
    1 * GeV,
    'GeV',
    'Energy that isolated photons exceed to count in n1gev, laboratory',
    { min: 0 },
  ),
  n2gevEnergy: quantity(
    2 * GeV,
    'GeV',
    'Energy that isolated photons exceed to count in n2gev, laboratory',
    { min: 0 },
  ),
} as const;

type Config = ConfigOf<typeof matchingSchema>;
type Clusters = EclObjects['clusters'];

/** Bins between two, the shorter way round. */
export function binsApart(a: number, b: number): number {
  const difference = Math.abs(a - b);
  return difference > binCount / 2 ? binCount - difference : difference;
}

/**
 * Distance [cm] in r–φ between a cluster and a track at the cluster's radius; NaN when the track
 * does not reach it.
 */
function rPhiDistance(
  phi0: number,
  omega: number,
  { radius, phi }: InTimeClusters,
  place: number,
): number {
  return (
    2 * radius[place] * Math.abs(sin((azimuthAt(radius[place], phi0, omega) - phi[place]) / 2))
  );
}

/**
 * Writes the nearest barrel cluster of each full track that has one in reach; of equally near ones
 * the first.
 */
export function trackMatcher({ method, maxBins, maxDistance }: Config) {
  const byAzimuth = method === 'azimuth';
  return (
    tracks: Tracks2d,
    event: number,
    full: FullTracks,
    inTime: InTimeClusters,
    out: TableBuilder<typeof matchSchema>,
  ): void => {
    const firstTrack = tracks.offsets[event];
    const trackCount = tracks.offsets[event + 1] - firstTrack;
    out.reserve(trackCount);
    for (let track = 0; track < trackCount; track++) {
      const bin = full.calorimeterBin[track];
      if (byAzimuth && bin === turnsBefore) continue;
      let nearest = -1;
      let least = byAzimuth ? maxBins + 1 : maxDistance;
      for (let place = 0; place < inTime.count; place++) {
        if (inTime.barrel[place] === 0) continue;
        const distance = byAzimuth
          ? binsApart(bin, inTime.bin[place])
          : rPhiDistance(
              tracks.phi[firstTrack + track],
              tracks.omega[firstTrack + track],
              inTime,
              place,
            );
        if (!(distance < least)) continue;
        least = distance;
        nearest = place;
      }
      if (nearest < 0) continue;
      const row = out.rowCount++;
      out.columns.track[row] = track;
      out.columns.cluster[row] = inTime.row[nearest];
      out.columns.binsApart[row] =
        bin === turnsBefore ? turnsBefore : binsApart(bin, inTime.bin[nearest]);
    }
  };
}

/** Number of fitted tracks whose nearest barrel cluster in r–φ is in reach both there and in z. */
export function count3dMatches({ maxDistance, maxDeltaZ }: Config) {
  return (
    tracks: Tracks2d,
    fits: Tracks3d,
    clusters: Clusters,
    event: number,
    inTime: InTimeClusters,
  ): number => {
    let count = 0;
    for (let fit = fits.offsets[event]; fit < fits.offsets[event + 1]; fit++) {
      const track = tracks.offsets[event] + fits.track[fit];
      let least = maxDistance;
      let nearest = -1;
      for (let place = 0; place < inTime.count; place++) {
        if (inTime.barrel[place] === 0) continue;
        const distance = rPhiDistance(tracks.phi[track], tracks.omega[track], inTime, place);
        if (!(distance < least)) continue;
        least = distance;
        nearest = place;
      }
      if (nearest < 0) continue;
      const z =
        fits.z0[fit] +
        fits.cotTheta[fit] * arcLengthTo(inTime.radius[nearest], tracks.omega[track]);
      if (Math.abs(z - clusters.z[clusters.offsets[event] + inTime.row[nearest]]) < maxDeltaZ)
        count++;
    }
    return count;
  };
}

/**
 * Counts clusters without a track in the same or the next bin, in the barrel energetic ones, in the
 * endcaps all; and of these the ones above 1 and above 2 GeV.
 */
export function countPhotons({ minPhotonEnergy, n1gevEnergy, n2gevEnergy }: Config) {
  return (
    { energyLab, offsets }: Clusters,
    event: number,
    full: FullTracks,
    inTime: InTimeClusters,
    out: Pick<GrlObjects, 'photons' | 'n1gev' | 'n2gev'>,
  ): void => {
    for (let place = 0; place < inTime.count; place++) {
      const energy = energyLab[offsets[event] + inTime.row[place]];
      const alone = energy >= minPhotonEnergy && !full.calorimeter.hasNear(inTime.bin[place], 1);
      if (inTime.barrel[place] !== 0 && !alone) continue;
      out.photons[event]++;
      if (energy > n1gevEnergy) out.n1gev[event]++;
      if (energy > n2gevEnergy) out.n2gev[event]++;
    }
  };
}
