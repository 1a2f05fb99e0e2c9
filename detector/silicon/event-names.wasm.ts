// AssemblyScript: names of the events of a batch, where event-names.ts puts them.
import { RandomStream } from '../base/random.wasm';

/** What streams of the events of a batch are named by. */
export class EventNames {
  seed: f64;
  run: f64;
  /** Of all events, where `sources` is 0. */
  source: f64;
  /** 32 bits of each event. */
  slices: usize;
  indices: usize;
  sources: usize;

  /** Points a stream at an event, for one purpose. */
  seedStream(random: RandomStream, event: u32, purpose: u32): void {
    const word = (<usize>event) << 2;
    random.seed(
      this.seed,
      <u32>this.run,
      load<u32>(this.slices + word),
      load<u32>(this.indices + word),
      purpose,
      this.sources === 0 ? <u32>this.source : load<u32>(this.sources + word),
    );
  }
}
