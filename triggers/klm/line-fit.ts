// kernel: every hit of the KLM
import { layerDistance, sectorsOfSection, stripCentre } from '../../detector/klm/geometry.js';
import type { KlmHits } from '../../detector/klm/hits.js';

/** How hits become lines [cm]. */
interface LineCuts {
  readonly window: number;
  readonly intercept: number;
  readonly candidates: number;
}

/** Candidates at most, whatever the configuration. */
export const maxCandidates = 8;

/**
 * The straight-line logic: hits of one sector and one plane, layer by layer from inside, are
 * grouped into a few candidates by their distance from the last hit of each; a line is fitted to
 * each candidate and kept when it points to the collision point. A sector fires when both of its
 * planes keep a line.
 * @see basf2 trg/klm/modules/klmtrigger/src/klmtrgLinearFit.cc
 */
export class SectorLines {
  readonly #cuts: LineCuts;
  readonly #layers: number;
  readonly #sectors: Uint8Array;
  readonly #last = new Float64Array(maxCandidates);
  /** Σ1, Σx, Σy, Σxx, Σxy, then the first and last layer of each candidate. */
  readonly #sums = new Float64Array(7 * maxCandidates);
  readonly #masks = new Uint8Array(sectorsOfSection.length);

  /** `layers`, `sectors`: those that take part, one bit each; of sectors one mask per section. */
  constructor(cuts: LineCuts, layers: number, sectors: Uint8Array) {
    this.#cuts = cuts;
    this.#layers = layers;
    this.#sectors = sectors;
  }

  /**
   * Mask of the sectors that fire, by section; valid until the next call. Rows of hits ascend in
   * section, sector and layer.
   */
  fired(hits: KlmHits, event: number): Uint8Array {
    const { offsets, section, sector } = hits;
    const masks = this.#masks.fill(0);
    for (let row = offsets[event], end = row; row < offsets[event + 1]; row = end) {
      while (
        end < offsets[event + 1] &&
        section[end] === section[row] &&
        sector[end] === sector[row]
      )
        end++;
      if (((this.#sectors[section[row]] >> sector[row]) & 1) === 0) continue;
      if (this.#hasLine(hits, row, end, 0) && this.#hasLine(hits, row, end, 1))
        masks[section[row]] |= 1 << sector[row];
    }
    return masks;
  }

  /**
   * Whether one of the candidates in rows `first` to `end`, all of one sector, keeps a line in
   * `plane`.
   */
  #hasLine(
    { section, sector, layer, plane, strip }: KlmHits,
    first: number,
    end: number,
    wanted: number,
  ): boolean {
    const { window, candidates } = this.#cuts;
    const last = this.#last;
    const sums = this.#sums.fill(0);
    let found = 0;
    for (let row = first; row < end; row++) {
      if (plane[row] !== wanted || ((this.#layers >> layer[row]) & 1) === 0) continue;
      const x = layerDistance(section[row], layer[row]);
      const y = stripCentre(section[row], sector[row], layer[row], plane[row], strip[row]);
      let own = 0;
      while (own < found && Math.abs(y - last[own]) >= window) own++;
      // What does not fit any candidate when all are taken goes into the last one.
      if (own === candidates) own = candidates - 1;
      else if (own === found) sums[7 * found++ + 5] = layer[row];
      last[own] = y;
      sums[7 * own] += 1;
      sums[7 * own + 1] += x;
      sums[7 * own + 2] += y;
      sums[7 * own + 3] += x * x;
      sums[7 * own + 4] += x * y;
      sums[7 * own + 6] = layer[row];
    }
    for (let own = 0; own < found; own++) if (this.#pointsBack(7 * own)) return true;
    return false;
  }

  /** Least squares y = a x + b over at least two layers, with |b| inside the cut. */
  #pointsBack(at: number): boolean {
    const sums = this.#sums;
    if (sums[at + 5] === sums[at + 6]) return false;
    const determinant = sums[at] * sums[at + 3] - sums[at + 1] * sums[at + 1];
    const intercept = (sums[at + 3] * sums[at + 2] - sums[at + 1] * sums[at + 4]) / determinant;
    return Math.abs(intercept) <= this.#cuts.intercept;
  }
}
