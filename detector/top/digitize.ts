// kernel: hits of an event are ordered by module by counting
import { TableBuilder } from '../base/columns.js';
import type { Addresses } from '../event.js';
import { moduleCount } from './geometry.js';
import { type TopHits, topHitSchema } from './hits.js';
import type { TopConfig } from './schema.js';

/** Hits of all lists of photons, with or without truth, within the window of acceptance. */
export function digitizeTop({ windowStart, windowLength }: TopConfig) {
  const builder = new TableBuilder(topHitSchema, 16384);
  const hits = new ModuleLists(windowStart, windowStart + windowLength);
  return (lists: readonly TopHits[], addresses: Addresses): TopHits => {
    for (let event = 0; event < addresses.index.length; event++) {
      for (let list = 0; list < lists.length; list++) hits.add(lists[list], event);
      hits.emit(builder);
      builder.endEvent();
    }
    return builder.take();
  };
}

/** Hits of an event in the order in which they came, with how many each module has. */
class ModuleLists {
  readonly #from: number;
  readonly #to: number;
  #module = new Uint8Array(4096);
  #pmt = new Uint8Array(4096);
  #time = new Float32Array(4096);
  #count = 0;
  readonly #perModule = new Uint32Array(moduleCount);
  readonly #next = new Uint32Array(moduleCount);

  constructor(from: number, to: number) {
    this.#from = from;
    this.#to = to;
  }

  add({ offsets, module, pmt, time }: TopHits, event: number): void {
    for (let row = offsets[event]; row < offsets[event + 1]; row++) {
      if (time[row] >= this.#from && time[row] < this.#to)
        this.#push(module[row], pmt[row], time[row]);
    }
  }

  #push(module: number, pmt: number, time: number): void {
    if (this.#count === this.#module.length) this.#grow();
    const place = this.#count++;
    this.#module[place] = module;
    this.#pmt[place] = pmt;
    this.#time[place] = time;
    this.#perModule[module]++;
  }

  /** Writes the hits, modules ascending, and forgets them. */
  emit(builder: TableBuilder<typeof topHitSchema>): void {
    if (this.#count === 0) return;
    builder.reserve(this.#count);
    const { module, pmt, time } = builder.columns;
    let row = builder.rowCount;
    for (let number = 0; number < moduleCount; number++) {
      this.#next[number] = row;
      row += this.#perModule[number];
      this.#perModule[number] = 0;
    }
    builder.rowCount = row;
    for (let place = 0; place < this.#count; place++) {
      const number = this.#module[place];
      const at = this.#next[number]++;
      module[at] = number;
      pmt[at] = this.#pmt[place];
      time[at] = this.#time[place];
    }
    this.#count = 0;
  }

  #grow(): void {
    const module = new Uint8Array(2 * this.#count);
    module.set(this.#module);
    this.#module = module;
    const pmt = new Uint8Array(2 * this.#count);
    pmt.set(this.#pmt);
    this.#pmt = pmt;
    const time = new Float32Array(2 * this.#count);
    time.set(this.#time);
    this.#time = time;
  }
}
