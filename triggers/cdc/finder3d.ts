// kernel: searches the space of an event for peaks; candidates are scratch memory
import type { TableBuilder } from '../../detector/base/columns.js';
import { type ConfigOf, integer, quantity } from '../../detector/base/config.js';
import { wrapAngle } from '../../detector/base/units.js';
import { superLayerCount } from '../../detector/cdc/geometry.js';
import { curvatureConstant, solenoidField } from '../../detector/field.js';
import { columns, halfCurvatureLimit, rows } from './hough-plane.js';
import {
  cotThetaAt,
  type HoughVotes,
  omegaAt,
  omegaCells,
  omegaStep,
  phiCells,
  phiStep,
  thetaCells,
} from './hough-space.js';
import { findVoter, houghSpace, type Voter, voteFor } from './hough-votes.js';
import { priorityRadius } from './layout.js';
import type { candidate3dSchema, EventSegments, track2dSchema } from './objects.js';

/** Parameters of the 3-D track finder. @see basf2 trg/cdc/include/NDFinder.h */
export const finder3dSchema = {
  minPeak: integer(32, 'votes', 'Votes that the highest cell of a track needs', {
    min: 1,
    max: 1000,
  }),
  minTotal: integer(450, 'votes', 'Votes in all cells around it together', {
    min: 1,
    max: 100_000,
  }),
  peakShare: quantity(
    0.85,
    '',
    'Cells with more than this share of the highest one have a say in where the track is',
    { min: 0, max: 1 },
  ),
  minAxial: integer(
    4,
    'axial super-layers',
    'Different axial super-layers whose segments vote for the highest cell',
    { min: 2, max: 5 },
  ),
  minStereo: integer(3, 'stereo super-layers', 'The same of the stereo ones', { min: 1, max: 4 }),
  iterations: integer(5, 'tracks', 'Peaks looked at in a quadrant', { min: 1, max: 10 }),
} as const;

/**
 * Cells on either side of the highest one that belong to it, and that are emptied afterwards, in
 * curvature, azimuth and polar angle.
 */
const around = { omega: 1, phi: 1, theta: 1 };
const emptied = { omega: 5, phi: 4 };

const quadrants = 4;
const bitCount = Uint8Array.from(
  { length: 32 },
  (_, mask) => [0, 1, 2, 3, 4].filter((bit) => (mask >> bit) & 1).length,
);

/**
 * Cells of azimuth by which a track turns with each cell of curvature so that it passes the middle
 * of the chamber at the same place: peaks lie along this slope.
 */
const middleRadius = priorityRadius.reduce((sum, radius) => sum + radius, 0) / superLayerCount;
const slope = (middleRadius * omegaStep * curvatureConstant * solenoidField) / 2 / phiStep;

type Segments = EventSegments;
/** Columns of its tracks. */
type FoundColumns = typeof track2dSchema & typeof candidate3dSchema;

/**
 * Finds full tracks from all segments at once: axial and stereo ones vote for curvature, azimuth
 * and polar angle of tracks from the collision point, and the highest cells are tracks. `layerRows`
 * are the rows at which each super-layer of the event begins, then their end.
 * @see basf2 trg/cdc/include/NDFinder.h
 * @see D-145
 */
export function trackFinder3d(config: ConfigOf<typeof finder3dSchema>, votes: HoughVotes) {
  const space = houghSpace(votes);
  const peaks = peakFinder(space, config);
  const measure = peakMeter(space, config);
  const write = trackWriter(votes, config);

  return (segments: Segments, layerRows: Int32Array, tracks: TableBuilder<FoundColumns>): void => {
    if (layersHit(layerRows, 0) < config.minAxial || layersHit(layerRows, 1) < config.minStereo)
      return;
    space.voteAxial(segments.columns, layerRows);
    if (!peaks.start()) return;
    space.voteStereo(segments.columns, layerRows);
    peaks.rank();
    for (let quadrant = 0; quadrant < quadrants; quadrant++) {
      for (let iteration = 0; iteration < config.iterations && peaks.next(quadrant); iteration++) {
        if (measure(peaks.peak)) write(peaks.peak, segments, layerRows, tracks);
        peaks.empty();
      }
    }
  };
}

function layersHit(layerRows: Int32Array, first: number): number {
  let hit = 0;
  for (let superLayer = first; superLayer < superLayerCount; superLayer += 2)
    if (layerRows[superLayer + 1] > layerRows[superLayer]) hit++;
  return hit;
}

/** The highest cell of a track, the votes there and around it, and the place of the track. */
interface Peak {
  omega: number;
  phi: number;
  theta: number;
  votes: number;
  total: number;
  omegaPlace: number;
  phiPlace: number;
  thetaPlace: number;
}

const noPeak = (): Peak => ({
  omega: 0,
  phi: 0,
  theta: 0,
  votes: 0,
  total: 0,
  omegaPlace: 0,
  phiPlace: 0,
  thetaPlace: 0,
});

/** Votes for a cell by stereo segments: `stereo` holds them by curvature, polar angle, azimuth. */
const stereoPlace = (stride: number, omega: number, phi: number, theta: number): number =>
  (omega * thetaCells + theta) * stride + phi;

/**
 * Walks over peaks in falling order of votes, quadrant by quadrant. Only cells that enough axial
 * super-layers vote for are peaks; of equal ones that of lowest curvature index, then azimuth.
 */
function peakFinder(
  { stride, planes }: ReturnType<typeof houghSpace>,
  { minPeak, minAxial }: ConfigOf<typeof finder3dSchema>,
) {
  /**
   * Columns of the space, by quadrant: their cells, the most votes over the polar angle, and where.
   */
  const omegas = new Uint8Array(omegaCells * phiCells);
  const phis = new Uint16Array(omegaCells * phiCells);
  const most = new Uint16Array(omegaCells * phiCells);
  const thetas = new Uint8Array(omegaCells * phiCells);
  const ends = new Uint16Array(quadrants);
  let count = 0;
  const peak = noPeak();

  /** Lists the columns with enough axial super-layers; false when there are none. */
  function start(): boolean {
    const layers = planes.layers.values;
    let listed = 0;
    for (let quadrant = 0; quadrant < quadrants; quadrant++) {
      for (let omega = 0; omega < omegaCells; omega++) {
        const line = omega * stride;
        for (
          let phi = (phiCells / quadrants) * quadrant;
          phi < (phiCells / quadrants) * (quadrant + 1);
          phi++
        ) {
          if (bitCount[layers[line + phi]] < minAxial) continue;
          omegas[listed] = omega;
          phis[listed++] = phi;
        }
      }
      ends[quadrant] = listed;
    }
    count = listed;
    return listed > 0;
  }

  /** Finds the highest cell of each column and drops columns that are too low. */
  function rank(): void {
    const axial = planes.axial.values;
    const stereo = planes.stereo.values;
    let kept = 0;
    for (let quadrant = 0, index = 0; quadrant < quadrants; quadrant++) {
      for (const end = ends[quadrant]; index < end; index++) {
        const omega = omegas[index];
        const phi = phis[index];
        let best = 0;
        let votes = stereo[stereoPlace(stride, omega, phi, 0)];
        for (let theta = 1; theta < thetaCells; theta++) {
          const here = stereo[stereoPlace(stride, omega, phi, theta)];
          if (here <= votes) continue;
          best = theta;
          votes = here;
        }
        votes += axial[omega * stride + phi];
        if (votes < minPeak) continue;
        omegas[kept] = omega;
        phis[kept] = phi;
        thetas[kept] = best;
        most[kept++] = votes;
      }
      ends[quadrant] = kept;
    }
    count = kept;
  }

  /** Goes to the highest cell left in a quadrant; false when there is none. */
  function next(quadrant: number): boolean {
    let best = -1;
    let votes = 0;
    for (let index = quadrant === 0 ? 0 : ends[quadrant - 1]; index < ends[quadrant]; index++) {
      if (most[index] <= votes) continue;
      best = index;
      votes = most[index];
    }
    if (best < 0) return false;
    peak.omega = omegas[best];
    peak.phi = phis[best];
    peak.theta = thetas[best];
    peak.votes = votes;
    return true;
  }

  /** Takes the cells of the peak out, at every polar angle. */
  function empty(): void {
    for (let index = 0; index < count; index++) {
      const omega = omegas[index] - peak.omega;
      if (Math.abs(omega) > emptied.omega) continue;
      const aside = phis[index] - peak.phi - Math.round(slope * omega);
      if (Math.abs(aside - phiCells * Math.round(aside / phiCells)) <= emptied.phi) most[index] = 0;
    }
  }

  return { peak, start, rank, next, empty };
}

/**
 * Sums the votes around a peak and finds the place of the track; false when they are too few.
 */
function peakMeter(
  { stride, planes }: ReturnType<typeof houghSpace>,
  { minTotal, peakShare }: ConfigOf<typeof finder3dSchema>,
) {
  return (peak: Peak): boolean => {
    const axial = planes.axial.values;
    const stereo = planes.stereo.values;
    const atLeast = peakShare * peak.votes;
    peak.total = 0;
    let sum = 0;
    let sumOmega = 0;
    let sumPhi = 0;
    let sumTheta = 0;
    for (
      let omega = Math.max(0, peak.omega - around.omega);
      omega <= Math.min(omegaCells - 1, peak.omega + around.omega);
      omega++
    ) {
      const middle = Math.round(slope * (omega - peak.omega));
      for (let aside = middle - around.phi; aside <= middle + around.phi; aside++) {
        const phi = (peak.phi + aside + phiCells) % phiCells;
        for (
          let theta = Math.max(0, peak.theta - around.theta);
          theta <= Math.min(thetaCells - 1, peak.theta + around.theta);
          theta++
        ) {
          const votes =
            axial[omega * stride + phi] + stereo[stereoPlace(stride, omega, phi, theta)];
          peak.total += votes;
          if (votes < atLeast) continue;
          sum += votes;
          sumOmega += votes * omega;
          sumPhi += votes * aside;
          sumTheta += votes * theta;
        }
      }
    }
    peak.omegaPlace = sumOmega / sum + 0.5;
    peak.phiPlace = peak.phi + sumPhi / sum + 0.5;
    peak.thetaPlace = sumTheta / sum + 0.5;
    return peak.total >= minTotal;
  };
}

/**
 * Writes the track of a peak with the segment of each axial super-layer that votes most for its
 * highest cell; of equal ones that of first priority, then the earliest. Without segments in enough
 * axial and stereo super-layers there is no track. The networks choose stereo segments themselves:
 * those that vote for a track of the collision point would pull tracks from elsewhere towards it.
 */
function trackWriter(votes: HoughVotes, { minAxial, minStereo }: ConfigOf<typeof finder3dSchema>) {
  const chosen = new Int16Array(superLayerCount);
  const voter: Voter = { kind: 0, sector: 0 };
  // The hardware's integers: half cells of the 2-D finder's plane.
  const omegaUnit = (2 * halfCurvatureLimit(0.3)) / rows;
  const phiUnit = Math.PI / columns;

  function choose(
    superLayer: number,
    { omega, phi, theta }: Peak,
    { columns: found, eventStart }: Segments,
    layerRows: Int32Array,
  ): void {
    const axial = superLayer % 2 === 0;
    const row = axial ? omega : omega * thetaCells + theta;
    let best = 0;
    chosen[superLayer] = -1;
    for (let segment = layerRows[superLayer]; segment < layerRows[superLayer + 1]; segment++) {
      findVoter(found, segment, superLayer, voter);
      const vote = voteFor(axial ? votes.axial : votes.stereo, voter, row, phi);
      if (vote === 0) continue;
      const rank =
        vote * 4096 +
        (found.position[segment] === 3 ? 2048 : 0) +
        1024 -
        found.priorityTime[segment];
      if (rank <= best) continue;
      best = rank;
      chosen[superLayer] = segment - eventStart;
    }
  }

  /** Super-layers with a segment, axial from 0 or stereo from 1 on. */
  function chosenFrom(first: number): number {
    let count = 0;
    for (let superLayer = first; superLayer < superLayerCount; superLayer += 2)
      if (chosen[superLayer] >= 0) count++;
    return count;
  }

  return (
    peak: Peak,
    segments: Segments,
    layerRows: Int32Array,
    tracks: TableBuilder<FoundColumns>,
  ): void => {
    for (let superLayer = 0; superLayer < superLayerCount; superLayer++)
      choose(superLayer, peak, segments, layerRows);
    if (chosenFrom(0) < minAxial || chosenFrom(1) < minStereo) return;
    tracks.reserve(1);
    const row = tracks.rowCount++;
    const phi = wrapAngle(peak.phiPlace * phiStep);
    const omega = omegaAt(peak.omegaPlace);
    const out = tracks.columns;
    const phiIndex = Math.round(phi / phiUnit);
    out.phiIndex[row] = phiIndex === columns ? -columns : phiIndex;
    out.omegaIndex[row] = Math.round(omega / omegaUnit);
    out.charge[row] = Math.sign(omega);
    out.phi[row] = phi;
    out.omega[row] = omega;
    out.pt[row] = (curvatureConstant * solenoidField) / Math.abs(omega);
    out.segment0[row] = chosen[0];
    out.segment2[row] = chosen[2];
    out.segment4[row] = chosen[4];
    out.segment6[row] = chosen[6];
    out.segment8[row] = chosen[8];
    out.cotTheta[row] = cotThetaAt(peak.thetaPlace);
    out.votes[row] = peak.votes;
    out.votesAround[row] = peak.total;
  };
}
