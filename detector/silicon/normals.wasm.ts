// kernel: two standard normal numbers for every crossing, one for every pixel; AssemblyScript
import { log } from '../base/elementary.wasm';
import { reserve } from '../base/memory.wasm';
import { RandomStream } from '../base/random.wasm';

const firstRoom: u32 = 1024;
/** Bytes of a pair of numbers, and of a point in the unit circle with its distance squared. */
const pairBytes = 16;
const pointBytes = 24;

/**
 * Standard normal numbers of a stream, those that its `gaussian` gives, many at a time: first all
 * points of the polar method, without a branch for those that are outside of the circle, then what
 * is made of them. The stream has no spare number, and is left without one.
 */
export class Normals {
  values: usize = 0;
  points: usize = 0;
  /** Pairs for which there is room. */
  room: u32 = 0;
  /** The next number, and the end of those that are drawn. */
  next: usize = 0;
  end: usize = 0;

  /** Forgets what is left of another stream. */
  start(): void {
    this.next = this.values;
    this.end = this.values;
  }

  /** Draws pairs until there are at least so many numbers. */
  prepare(random: RandomStream, count: u32): void {
    const left = <u32>(this.end - this.next) >> 3;
    if (count <= left) return;
    const pairs = (count - left + 1) >> 1;
    this.makeRoom(<u32>(this.end - this.values) / pairBytes + pairs);
    this.drawPoints(random, pairs);
    let at = this.end;
    const end = at + <usize>pairs * pairBytes;
    for (let point = this.points; at < end; at += pairBytes) {
      const radius2 = load<f64>(point, 16);
      const scale = sqrt((-2 * log(radius2)) / radius2);
      v128.store(at, f64x2.mul(v128.load(point), f64x2.splat(scale)));
      point += pointBytes;
    }
    this.end = end;
  }

  /** The next number, for which it is prepared. */
  take(): f64 {
    const value = load<f64>(this.next);
    this.next += 8;
    return value;
  }

  /** Points within the unit circle but not in its middle. */
  drawPoints(random: RandomStream, count: u32): void {
    let point = this.points;
    const end = point + <usize>count * pointBytes;
    while (point < end) {
      const x = 2 * random.uniform() - 1;
      const y = 2 * random.uniform() - 1;
      const radius2 = x * x + y * y;
      store<f64>(point, x);
      store<f64>(point, y, 8);
      store<f64>(point, radius2, 16);
      point += select<usize>(pointBytes, 0, radius2 < 1 && radius2 !== 0);
    }
  }

  /** Makes room for so many pairs; the numbers that are left stay. */
  makeRoom(pairs: u32): void {
    if (pairs <= this.room) return;
    const room = max(firstRoom, 2 * pairs);
    const values = reserve(<i32>room * pairBytes);
    memory.copy(values, this.values, this.end - this.values);
    this.next = values + (this.next - this.values);
    this.end = values + (this.end - this.values);
    this.values = values;
    // The last point that is drawn is written behind the others.
    this.points = reserve(<i32>(room + 1) * pointBytes);
    this.room = room;
  }
}

const alone: Normals = new Normals();

/** Where so many numbers of a stream that has no spare one lie, 64 bits each. */
export function normalsOf(stream: usize, count: u32): usize {
  alone.start();
  alone.prepare(changetype<RandomStream>(stream), count);
  return alone.next;
}
