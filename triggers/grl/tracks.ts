// kernel: every full track of every event; scratch columns are reused
import type { Tracks2d } from '../cdc/objects.js';
import { BinSet, binOf } from './bins.js';
import { azimuthAt, barrelRadius } from './extrapolate.js';

/** In place of a bin: the track turns before it reaches the calorimeter. */
export const turnsBefore = 255;

/** Full tracks of one event on 10° bins: at the origin, and where they meet the calorimeter. */
export class FullTracks {
  /** Bin at the calorimeter by row within the event, or `turnsBefore`. */
  calorimeterBin = new Uint8Array(64);
  readonly origin = new BinSet();
  readonly calorimeter = new BinSet();

  load({ offsets, phi, omega }: Tracks2d, event: number): void {
    this.clear();
    const first = offsets[event];
    const count = offsets[event + 1] - first;
    if (count > this.calorimeterBin.length) this.calorimeterBin = new Uint8Array(2 * count);
    for (let place = 0; place < count; place++) {
      const phi0 = phi[first + place];
      this.origin.add(binOf(phi0));
      const reached = azimuthAt(barrelRadius, phi0, omega[first + place]);
      const bin = Number.isNaN(reached) ? turnsBefore : binOf(reached);
      this.calorimeterBin[place] = bin;
      if (bin !== turnsBefore) this.calorimeter.add(bin);
    }
  }
  /** As in an event without tracks. */
  clear(): void {
    this.origin.clear();
    this.calorimeter.clear();
  }
}
