// kernel: hits are ordered and merged through lists of the wires that were touched, never over all
// 14336
import { TableBuilder } from '../base/columns.js';
import type { Addresses } from '../event.js';
import { wireCount } from './geometry.js';
import { type CdcHits, cdcHitSchema, type CdcSignals } from './hits.js';
import type { CdcConfig } from './schema.js';

/** Width of a TDC bin [ns]: 1/1.017774 GHz. @see basf2 cdc/data/CDC.xml */
export const tdcBin = 0.98254;
/**
 * Of the hits of a wire within the same 2⁵ bins the earliest is kept.
 * @see basf2 cdc/modules/cdcDigitizer/src/CDCDigitizerModule.cc
 */
const windowBits = 5;
const wordCount = wireCount / 32;

/**
 * Hits of all deposit lists: at most one per wire and window of 32 bins, within the window of
 * acceptance.
 */
export function digitizeCdc(config: CdcConfig) {
  const wires = new WireLists();
  const builder = new TableBuilder(cdcHitSchema, 65536);
  const firstBin = Math.ceil(config.windowStart / tdcBin);
  const lastBin = Math.floor((config.windowStart + config.windowLength) / tdcBin);

  return (lists: readonly CdcSignals[], addresses: Addresses): CdcHits => {
    for (let event = 0; event < addresses.index.length; event++) {
      for (let list = 0; list < lists.length; list++)
        wires.addDeposits(lists[list], event, firstBin, lastBin);
      wires.emit(builder);
      builder.endEvent();
    }
    return builder.take();
  };
}

/** TDC bins of an event's hits by wire, each wire's in order of time. */
class WireLists {
  /** Set of wires with hits, one bit each. */
  readonly #touched = new Int32Array(wordCount);
  /**
   * First entry of each touched wire; the entries' bins, and the next entry of the same wire or −1.
   */
  readonly #head = new Int32Array(wireCount);
  #bin = new Int16Array(16384);
  #next = new Int32Array(16384);
  #count = 0;

  addDeposits(
    { offsets, wire, time }: CdcSignals,
    event: number,
    firstBin: number,
    lastBin: number,
  ): void {
    for (let row = offsets[event]; row < offsets[event + 1]; row++) {
      const bin = Math.floor(time[row] / tdcBin);
      if (bin >= firstBin && bin < lastBin) this.#add(wire[row], bin);
    }
  }

  #add(wire: number, bin: number): void {
    if (this.#count === this.#bin.length) this.#grow();
    const bins = this.#bin;
    const nexts = this.#next;
    const heads = this.#head;
    const touched = this.#touched;
    const entry = this.#count++;
    bins[entry] = bin;
    const word = wire >>> 5;
    const bit = 1 << (wire & 31);
    if ((touched[word] & bit) === 0) {
      touched[word] |= bit;
      heads[wire] = entry;
      nexts[entry] = -1;
      return;
    }
    let before = -1;
    let after = heads[wire];
    while (after >= 0 && bins[after] <= bin) {
      before = after;
      after = nexts[after];
    }
    nexts[entry] = after;
    if (before < 0) heads[wire] = entry;
    else nexts[before] = entry;
  }

  /** Writes the hits in order of wire and time and empties the lists. */
  emit(builder: TableBuilder<typeof cdcHitSchema>): void {
    if (this.#count === 0) return;
    builder.reserve(this.#count);
    const { wire: wires, tdc } = builder.columns;
    const touched = this.#touched;
    const heads = this.#head;
    const bins = this.#bin;
    const nexts = this.#next;
    let row = builder.rowCount;
    for (let word = 0; word < wordCount; word++) {
      let bits = touched[word];
      if (bits === 0) continue;
      touched[word] = 0;
      while (bits !== 0) {
        const wire = 32 * word + 31 - Math.clz32(bits & -bits);
        bits &= bits - 1;
        let window = Number.NEGATIVE_INFINITY;
        for (let entry = heads[wire]; entry >= 0; entry = nexts[entry]) {
          const bin = bins[entry];
          if (bin >> windowBits === window) continue;
          window = bin >> windowBits;
          wires[row] = wire;
          tdc[row] = bin;
          row++;
        }
      }
    }
    builder.rowCount = row;
    this.#count = 0;
  }

  #grow(): void {
    const bins = new Int16Array(2 * this.#bin.length);
    bins.set(this.#bin);
    this.#bin = bins;
    const next = new Int32Array(2 * this.#next.length);
    next.set(this.#next);
    this.#next = next;
  }
}
