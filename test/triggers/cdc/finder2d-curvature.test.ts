import { describe, expect, it } from 'vitest';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { columns, rows } from '../../../triggers/cdc/hough-plane.js';
import { priorityRadius, segmentsIn } from '../../../triggers/cdc/layout.js';
import {
  cellHeight,
  cellWidth,
  crossing,
  find,
  inCell,
  limit,
  type Point,
  pointOf,
  segmentsOf,
} from './hough.js';

/** ω of one step of the grid of half cells [1/cm]: rows are of half the curvature. */
const step = cellHeight;
const all = [0, 1, 2, 3, 4];
const withoutOutermost = [0, 1, 2, 3];

/**
 * Steps of curvature, without the finder: the mean row of the cells that the curves of at least
 * four points cross, cell by cell; undefined when there are none.
 */
function meanOfCells(points: readonly Point[], phi0: number, omega: number): number | undefined {
  const column0 = Math.floor((phi0 + Math.PI) / cellWidth);
  const row0 = Math.floor((omega / 2 + limit) / cellHeight);
  let sum = 0;
  let count = 0;
  for (let column = column0 - 5; column <= column0 + 5; column++) {
    for (let row = Math.max(0, row0 - 5); row <= Math.min(rows - 1, row0 + 5); row++) {
      if (points.filter((point) => inCell(point, column, row)).length < 4) continue;
      sum += 2 * row + 1 - rows;
      count++;
    }
  }
  return count === 0 ? undefined : sum / count;
}

/** Points of the circle itself at the radii of the wires. */
const circle = (layers: readonly number[], phi0: number, omega: number): Point[] =>
  layers.map((axial) => ({ phi: crossing(axial, phi0, omega), r: priorityRadius[2 * axial]! }));

/** The nearest wires, each super-layer turned by an angle of its own. */
const turned = (
  layers: readonly number[],
  phi0: number,
  omega: number,
  stream: RandomStream,
): Point[] =>
  circle(layers, phi0, omega).map(({ phi, r }, place) => {
    const pitch = (2 * Math.PI) / segmentsIn[2 * layers[place]!]!;
    const turn = pitch * stream.uniform();
    return { phi: Math.round((phi - turn) / pitch) * pitch + turn, r };
  });

/** The nearest wires, as they stand, and what the finder makes of their segments. */
const segments = (layers: readonly number[], phi0: number, omega: number) =>
  segmentsOf(phi0, omega).filter(([axial]) => layers.includes(axial));
const wires = (layers: readonly number[], phi0: number, omega: number): Point[] =>
  segments(layers, phi0, omega).map(pointOf);

/**
 * Mean of |ω| found minus |ω|, in steps: circles of both charges or one, azimuth uniform, |ω|
 * uniform in two steps from `first`, one cell.
 */
function bias(
  first: number,
  measure: (phi0: number, omega: number, stream: RandomStream) => number | undefined,
  charges: readonly number[] = [1, -1],
): number {
  const stream = new RandomStream().seed(1, first, 0, 0, purpose.test);
  const errors: number[] = [];
  for (let track = 0; track < 400; track++) {
    const charge = charges[track % charges.length]!;
    const size = first + 2 * stream.uniform();
    const phi0 = 2 * Math.PI * stream.uniform() - Math.PI;
    const found = measure(phi0, charge * size * step, stream);
    if (found !== undefined) errors.push(charge * found - size);
  }
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

/** Cells of |ω|, by their first step: of muons with p sin θ = 1.5, 0.93, 0.68, 0.54 GeV. */
const cells = [6, 10, 14, 18];
/** Shift of the nearest wires' tracks there [steps]; 400 tracks have an error of 0.04. */
const shifts = { four: [0.5, -0.5, 0.4, -0.5], five: [0.15, -0.2, 0.1, -0.4] };

describe('curvature of full tracks', () => {
  it.each([
    ['four', withoutOutermost],
    ['five', all],
  ])(
    'is not shifted where the plane has the points of the circle in %s super-layers',
    (_, layers) => {
      for (const first of cells) {
        const shift = bias(first, (phi0, omega) =>
          meanOfCells(circle(layers, phi0, omega), phi0, omega),
        );
        expect(Math.abs(shift)).toBeLessThan(0.1);
      }
    },
  );

  it.each([
    ['four', withoutOutermost, shifts.four],
    ['five', all, shifts.five],
  ])(
    'beats with the pitch of the wires of %s super-layers, in the cells as in the finder',
    (_, layers, expected) => {
      for (const [place, first] of cells.entries()) {
        for (const charge of [1, -1]) {
          const inCells = bias(
            first,
            (phi0, omega) => meanOfCells(wires(layers, phi0, omega), phi0, omega),
            [charge],
          );
          const found = bias(
            first,
            (phi0, omega) => find(segments(layers, phi0, omega)).omegaIndex[0],
            [charge],
          );
          expect(Math.abs(inCells - expected[place]!)).toBeLessThan(0.15);
          expect(Math.abs(found - inCells)).toBeLessThan(0.12);
        }
      }
    },
  );

  it('does so because wires and cells repeat together, 32 times around the chamber', () => {
    const axialCounts = segmentsIn.filter((_, superLayer) => superLayer % 2 === 0);
    for (const count of [columns, ...axialCounts]) expect(count % 32).toBe(0);
    for (const first of cells) {
      const shift = bias(first, (phi0, omega, stream) =>
        meanOfCells(turned(withoutOutermost, phi0, omega, stream), phi0, omega),
      );
      expect(Math.abs(shift)).toBeLessThan(0.12);
    }
  });
});
