// kernel: once per event
import { cos, sin } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';
import type { FourVector } from '../../detector/lorentz.js';
import type { PlaneMomentum } from './plane-spinors.js';
import type { RadiatedBoson } from './radiated-boson.js';

/** How the plane of the three lies to the beams, by what the tensor leaves for a photon along z. */
export class Orientation {
  /** Rows: the axes across and along the beams, in the frame of the plane. */
  readonly #rows = new Float64Array(9);

  draw(stream: RandomStream, boson: Readonly<RadiatedBoson>): void {
    let [x, y, z] = [0, 0, 1];
    do {
      z = 2 * stream.uniform() - 1;
      const across = Math.sqrt(1 - z * z);
      const phi = 2 * Math.PI * stream.uniform();
      x = across * cos(phi);
      y = across * sin(phi);
    } while (stream.uniform() * boson.trace > boson.trace - boson.along(x, y, z));
    this.#setRows(x, y, z, 2 * Math.PI * stream.uniform());
  }

  /** Axes across (x, y, z): along growing polar angle and azimuth, turned by an angle. */
  #setRows(x: number, y: number, z: number, turn: number): void {
    const across = Math.sqrt(x * x + y * y) || 1;
    const [cosTurn, sinTurn] = [cos(turn), sin(turn)];
    const [ux, uy, uz] = [(x * z) / across, (y * z) / across, -across];
    const [vx, vy] = [-y / across, x / across];
    this.#rows.set([
      cosTurn * ux + sinTurn * vx,
      cosTurn * uy + sinTurn * vy,
      cosTurn * uz,
      cosTurn * vx - sinTurn * ux,
      cosTurn * vy - sinTurn * uy,
      -sinTurn * uz,
      x,
      y,
      z,
    ]);
  }

  /** Puts a momentum of the plane into the frame of the beams. */
  turn({ energy, x, z }: Readonly<PlaneMomentum>, out: FourVector): void {
    const rows = this.#rows;
    out.px = rows[0]! * x + rows[2]! * z;
    out.py = rows[3]! * x + rows[5]! * z;
    out.pz = rows[6]! * x + rows[8]! * z;
    out.energy = energy;
  }
}
