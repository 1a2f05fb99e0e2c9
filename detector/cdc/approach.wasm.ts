// kernel: every cell that gives a hit, two at a time, each by the same operations as alone;
// AssemblyScript
import { reserve } from '../base/memory.wasm';
import { circle, Crossing, slope } from './crossings.wasm';
import { wireCount } from './layers.wasm';

// Coefficients of the series of sine and cosine.
const sine3: f64 = 1 / 6.0;
const sine5: f64 = 1 / 120.0;
const cosine4: f64 = 1 / 24.0;
const cosine6: f64 = 1 / 720.0;

/**
 * Cells along a walk that give a hit, in columns: the crossing of each, the azimuth of its wire
 * against that [rad], and what the resolution adds to the distance [cm].
 */
export class HitCells {
  count: i32 = 0;
  readonly crossing: usize;
  readonly turn: usize;
  readonly smear: usize;

  /** Room for a cell of each wire, and one more to make a pair. */
  constructor() {
    this.crossing = reserve(4 * (wireCount + 1));
    this.turn = reserve(8 * (wireCount + 1));
    this.smear = reserve(8 * (wireCount + 1));
  }

  push(crossing: Crossing, turn: f64, smear: f64): void {
    const at: usize = this.count++;
    store<usize>(this.crossing + (at << 2), changetype<usize>(crossing));
    store<f64>(this.turn + (at << 3), turn);
    store<f64>(this.smear + (at << 3), smear);
  }
}

/** Column of crossings, from a place on; `offset` of one of the numbers of a `Crossing`. */
function ofTwo(crossings: usize, offset: usize): v128 {
  const one = load<usize>(crossings);
  const other = load<usize>(crossings, 4);
  return f64x2.replace_lane(f64x2.splat(load<f64>(one + offset)), 1, load<f64>(other + offset));
}

/**
 * Distances of the arc from the wires of two cells, less than 0 on the inner side of the circle
 * [cm]; the columns of crossings and turns from their places on.
 */
function closestApproach(crossings: usize, turns: usize): v128 {
  const turn = v128.load(turns);
  const turn2 = f64x2.mul(turn, turn);
  const one = f64x2.splat(1);
  const half = f64x2.splat(0.5);
  const wires = ofTwo(crossings, offsetof<Crossing>('wires'));
  const outward = ofTwo(crossings, offsetof<Crossing>('outward'));
  const around = ofTwo(crossings, offsetof<Crossing>('around'));
  // The wires seen from the circle's centre, along radius and azimuth of their crossings.
  const cosine = f64x2.sub(
    half,
    f64x2.mul(turn2, f64x2.sub(f64x2.splat(cosine4), f64x2.mul(turn2, f64x2.splat(cosine6)))),
  );
  const toCentre = f64x2.sub(
    f64x2.add(outward, ofTwo(crossings, offsetof<Crossing>('short'))),
    f64x2.mul(f64x2.mul(wires, turn2), cosine),
  );
  const sine = f64x2.sub(
    one,
    f64x2.mul(turn2, f64x2.sub(f64x2.splat(sine3), f64x2.mul(turn2, f64x2.splat(sine5)))),
  );
  const aside = f64x2.add(around, f64x2.mul(f64x2.mul(wires, turn), sine));
  const distance = f64x2.sqrt(f64x2.add(f64x2.mul(toCentre, toCentre), f64x2.mul(aside, aside)));
  const miss = f64x2.sub(distance, f64x2.splat(circle.radius));
  const slant = ofTwo(crossings, offsetof<Crossing>('slant'));
  if (!v128.any_true(f64x2.ne(slant, f64x2.splat(0)))) return miss;
  // Per transverse length the track at its point next to the wire moves by (ux, uy, slope), per z
  // the wire by (wx, wy, 1). That point is `further` along the track than the crossing; the
  // distance in space is along the normal of both. Along the axis nothing of this is left.
  const sense = circle.sense;
  const inverse = f64x2.div(f64x2.splat(sense), distance);
  const ux = f64x2.mul(f64x2.neg(aside), inverse);
  const uy = f64x2.mul(toCentre, inverse);
  const tilt = f64x2.sub(ofTwo(crossings, offsetof<Crossing>('across')), turn);
  const wx = f64x2.mul(slant, tilt);
  const wy = f64x2.mul(slant, f64x2.sub(one, f64x2.mul(f64x2.mul(half, tilt), tilt)));
  const along = f64x2.sub(
    one,
    f64x2.mul(f64x2.splat(slope), f64x2.add(f64x2.mul(ux, wx), f64x2.mul(uy, wy))),
  );
  const skew = f64x2.div(f64x2.sub(f64x2.mul(ux, wy), f64x2.mul(uy, wx)), along);
  const back = f64x2.add(f64x2.mul(outward, ux), f64x2.mul(around, uy));
  const square = f64x2.mul(f64x2.mul(f64x2.splat(1 + slope * slope), skew), skew);
  const slanted = f64x2.add(miss, f64x2.mul(f64x2.mul(f64x2.splat(sense * slope), back), skew));
  return f64x2.mul(slanted, f64x2.sub(one, f64x2.mul(square, shortening(square))));
}

/** What 1/√(1 + x) is less than 1, over x. */
function shortening(x: v128): v128 {
  return f64x2.sub(
    f64x2.splat(0.5),
    f64x2.mul(x, f64x2.sub(f64x2.splat(0.375), f64x2.mul(f64x2.splat(0.3125), x))),
  );
}

/**
 * Writes the times of the cells, `timePerDistance` being that of the drift, and with a column of
 * sides whether the wire is on the side `left` of the circle (inner −1): +1 left, −1 right.
 */
export function timeCells(
  cells: HitCells,
  timePerDistance: f64,
  times: usize,
  sides: usize,
  left: f64,
): void {
  const count = cells.count;
  if (count === 0) return;
  cells.push(changetype<Crossing>(load<usize>(cells.crossing)), 0, 0);
  cells.count = 0;
  for (let cell: usize = 0; cell < <usize>count; cell += 2) {
    const crossings = cells.crossing + (cell << 2);
    const away = closestApproach(crossings, cells.turn + (cell << 3));
    const smeared = f64x2.abs(f64x2.add(away, v128.load(cells.smear + (cell << 3))));
    const time = f32x4.demote_f64x2_zero(
      f64x2.add(
        ofTwo(crossings, offsetof<Crossing>('arrival')),
        f64x2.mul(smeared, f64x2.splat(timePerDistance)),
      ),
    );
    // What is written beyond the last cell is written over by the next walk.
    store<f32>(times + (cell << 2), f32x4.extract_lane(time, 0));
    store<f32>(times + (cell << 2), f32x4.extract_lane(time, 1), 4);
    if (sides === 0) continue;
    store<i8>(sides + cell, f64x2.extract_lane(away, 0) * left <= 0 ? 1 : -1);
    store<i8>(sides + cell, f64x2.extract_lane(away, 1) * left <= 0 ? 1 : -1, 1);
  }
}
