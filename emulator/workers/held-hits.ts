import type { Addresses } from '../../detector/event.js';
import type { ChainSetup, FullBatch } from '../chain/chain.js';
import { HitRing } from '../chain/hit-ring.js';
import type { HitTree } from '../chain/kept-hits.js';
import { findObjects, setBits } from '../chain/trigger.js';
import { type EmulatorConfig, simulatedIn, standardParts } from '../chain/parts.js';
import { knownFrom, listsOf } from '../../triggers/needs.js';
import type { BitsOfBatch, HitsQuestion } from './protocol.js';

/** Of which run the events of a batch are, and whether they are of a probe. */
interface BatchLabel {
  readonly run: number;
  readonly isProbe: boolean;
}

/** What is kept of each batch: copies, since the batch itself is handed over to the main thread. */
interface HeldEvents extends Pick<Addresses, 'slice' | 'index'> {
  readonly hits: HitTree;
  readonly givenBits?: Uint32Array;
}

/** A question under way. */
interface Asked {
  readonly id: number;
  readonly find: (batch: Held) => BitsOfBatch;
  readonly left: Held[];
  readonly found: BitsOfBatch[];
}

type Held = ReturnType<HitRing<BatchLabel>['held']>[number];

/** What a question comes to. */
interface Told {
  readonly id: number;
  readonly bits: readonly BitsOfBatch[];
}

/**
 * The hits of the windows and of the events of probes that a worker has decided last, for
 * questions of what another trigger would make of them. While it looks at them again, batch by
 * batch between its jobs, it keeps those that it has.
 */
export class HeldHits {
  readonly #ring: HitRing<BatchLabel>;
  readonly #setup: Pick<ChainSetup, 'seed' | 'config'>;
  readonly #questions: Asked[] = [];

  constructor(setup: Pick<ChainSetup, 'seed' | 'config'>, bytes: number) {
    this.#setup = setup;
    this.#ring = new HitRing(bytes);
  }

  /** Takes what a chain has simulated of a batch; events of probes are marked. */
  readonly keep =
    (isProbe: boolean) =>
    ({ eventCount, addresses, hits, givenBits }: FullBatch): void => {
      if (eventCount === 0 || this.isAsked) return;
      const { run, slice, index } = addresses;
      const given = givenBits !== undefined && { givenBits };
      this.#ring.add({ run, isProbe }, { slice, index, hits: hits as HitTree, ...given });
    };

  /** Whether a question is under way. */
  get isAsked(): boolean {
    return this.#questions.length > 0;
  }

  /** Begins a question. @throws what the stages of its trigger refuse */
  ask({ id, trigger }: HitsQuestion): void {
    const config = { ...this.#setup.config, ...trigger };
    const left = this.#ring.held().toReversed();
    this.#questions.push({ id, find: bitFinder(this.#setup.seed, config), left, found: [] });
  }

  /** Looks at one batch; the answer once all are done. */
  step(): Told | undefined {
    const [asked] = this.#questions;
    if (asked === undefined) return undefined;
    const batch = asked.left.pop();
    if (batch !== undefined) asked.found.push(asked.find(batch));
    if (asked.left.length > 0) return undefined;
    this.#questions.shift();
    return { id: asked.id, bits: asked.found };
  }

  /** The question under way cannot be answered; tells which. */
  giveUp(): number | undefined {
    return this.#questions.shift()?.id;
  }
}

/** Input bits of hits that are held, by another trigger. */
function bitFinder(seed: number, config: EmulatorConfig): Asked['find'] {
  const stagesOf = new Map<string, (batch: never) => { readonly inputBits: Uint32Array }>();
  const finderFor = (hits: HitTree) => {
    const names = Object.keys(hits);
    const known = stagesOf.get(names.join());
    if (known !== undefined) return known;
    const there = new Set(names.filter((name) => simulatedIn(config).has(name)));
    const lists = listsOf(knownFrom(there, standardParts), standardParts);
    const find = findObjects(lists.triggerStages, config.triggers, { seed });
    const set = setBits(lists.bitPlugins, config.bits);
    const made = (batch: never) => set(find(batch));
    stagesOf.set(names.join(), made);
    return made;
  };
  return ({ label: { run, isProbe }, tree }) => {
    const { slice, index, hits, givenBits } = tree as unknown as HeldEvents;
    const eventCount = index.length;
    const batch = {
      eventCount,
      addresses: { run, slice, index },
      hits,
      ...(givenBits !== undefined && { givenBits }),
    };
    const { inputBits } = finderFor(hits)(batch as never);
    return {
      slice: slice[0]!,
      first: index[0]!,
      count: eventCount,
      isProbe,
      inputBits,
    };
  };
}
