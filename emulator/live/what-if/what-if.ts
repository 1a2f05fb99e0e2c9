import { setImmediate as nextTurn } from 'node:timers/promises';
import { EmulatorError } from '../../../detector/base/errors.js';
import { s } from '../../../detector/base/units.js';
import type { Clock } from '../../../monitor/ports.js';
import type { WhatIfAnswer, WhatIfQuestion, WhatIfSample } from '../../../monitor/what-if.js';
import { risingEdges } from '../../../triggers/gdl/edges.js';
import type { ChainSetup } from '../../chain/chain.js';
import { endOf, slicePeriod } from '../../chain/slices.js';
import type { Card } from '../../studies/define-card.js';
import type { BitsOfBatch } from '../../workers/protocol.js';
import { batchKey, type WorkerQuestions } from '../../workers/questions.js';
import { answerOf } from './answer.js';
import { type AskedSettings, type DecisionSettings, readQuestion } from './asked-settings.js';
import { DecisionSide, type Subjects } from './decision-side.js';
import { type KnownSides, knownSides } from './known-sides.js';
import { PairedSums } from './paired-sums.js';
import { type ProbeBatch, ProbeRing } from './probe-ring.js';
import { ProbeSums } from './probe-sums.js';
import { type HeldWindows, type RingBatch, WindowRing } from './window-ring.js';

/** Of what run questions are asked, and who looks at hits again. */
interface WhatIfOptions extends DecisionSettings {
  readonly run: string;
  readonly setup: ChainSetup;
  readonly probes: readonly Card[];
  readonly workers: Pick<WorkerQuestions, 'ask'>;
  readonly clock: Clock;
  /**
   * Slices behind one up to another from which on the machine was another: another menu or trigger
   * begins anew. None when absent.
   */
  readonly changesWithin?: (first: number, last: number) => readonly number[];
  /** Windows whose bits are kept at most. */
  readonly windows?: number;
}

/** Windows kept unless asked otherwise: some ten seconds of the beams of 2022, 40 MB. */
const keptWindows = 2 ** 19;
/** Batches of events of cards: as many slices, half a minute. */
const keptProbes = 600;
/** The event loop turns after so much work [ms]. */
const turnAfter = 8;

type Bits = ReadonlyMap<string, BitsOfBatch>;

/** What a question is answered of. */
interface Asked {
  readonly settings: AskedSettings;
  readonly known: KnownSides;
  readonly subjects: Subjects;
  readonly sides: readonly [now: DecisionSide, asked: DecisionSide];
  /** Input bits of hits that were looked at again. */
  readonly bits: Bits | undefined;
}

/** Keeps the windows of a run that were decided last, and answers questions of them. */
export class WhatIf {
  readonly #options: WhatIfOptions;
  readonly #ring: WindowRing;
  readonly #probes = new ProbeRing(keptProbes);
  /** The last slice that was decided whole. */
  #whole = -1;
  #now: DecisionSettings;
  #answers = 0;

  constructor(options: WhatIfOptions) {
    this.#options = options;
    this.#now = options;
    this.#ring = new WindowRing(options.windows ?? keptWindows);
  }

  /** Windows of a job behind the decision. */
  note({ slice, until }: { slice: number; until?: number }, batch: RingBatch): void {
    this.#ring.add(slice, batch);
    if (until === endOf(slice)) this.#whole = slice;
  }

  /** Events of a card that are played beside. */
  noteProbe(probe: number, batch: ProbeBatch): void {
    this.#probes.add(probe, batch);
  }

  /** Other settings hold for what comes: what was decided before is forgotten. */
  settle(now: DecisionSettings): void {
    this.#now = now;
    this.#ring.clear();
    this.#probes.clear();
  }

  /**
   * Answers a question; the rings take nothing meanwhile.
   * @throws the codes of `readQuestion`, WHATIF_NO_WINDOWS, WHATIF_ENDED
   */
  async answer(question: WhatIfQuestion): Promise<WhatIfAnswer> {
    const began = this.#options.clock.now();
    const settings = readQuestion(question, this.#now);
    // Who asks too early, and again and again, shall not keep windows from being kept.
    this.#heldWith(undefined);
    this.#ring.standStill();
    this.#probes.standStill();
    try {
      const answered = await this.#evaluate(question, settings);
      const tookSeconds = (this.#options.clock.now() - began) / 1000;
      return { ...answered, sequence: ++this.#answers, tookSeconds };
    } finally {
      this.#ring.goOn();
      this.#probes.goOn();
    }
  }

  async #evaluate(
    question: WhatIfQuestion,
    settings: AskedSettings,
  ): Promise<Omit<WhatIfAnswer, 'sequence' | 'tookSeconds'>> {
    const { run, setup } = this.#options;
    const now = this.#now;
    await nextTurn();
    const known = knownSides(now, settings, setup);
    await nextTurn();
    const isOfHits = settings.isOfHits || known.needsHits;
    const { triggers, bits: plugins } = settings.config;
    const bits = isOfHits
      ? await this.#options.workers.ask({ triggers, bits: plugins })
      : undefined;
    const subjects = subjectsOf(now, settings);
    const sides = [
      new DecisionSide(now.menu, subjects),
      new DecisionSide(settings.menu, subjects),
    ] as const;
    const asked: Asked = { settings, known, subjects, sides, bits };
    const sums = new PairedSums(...sides, subjects);
    const sample = await this.#addWindows(asked, sums);
    const cards = await this.#addProbes(asked);
    await nextTurn();
    const from = isOfHits ? 'hits' : settings.isOfBits ? 'input bits' : 'prescales';
    return {
      ...answerOf({ now, asked: settings, known, subjects, sums, cards, sample }),
      question,
      run,
      from,
    };
  }

  async #addWindows(
    { settings: asked, bits }: Asked,
    sums: PairedSums,
  ): Promise<Omit<WhatIfSample, 'probes'>> {
    const held = this.#heldWith(bits);
    const isSame = bits === undefined && !asked.isOfBits;
    const rises = risingEdges(asked.menu, asked.config.gdl.edges);
    const sample = new SampleCounts();
    const pause = this.#pauses();
    for (const batch of held) {
      const inputBits = bits?.get(batchKey(batch, false))?.inputBits ?? batch.inputBits;
      const rising = isSame
        ? batch.risingBits
        : rises(asked.menu.ftdl(inputBits, batch.count), batch.time, batch);
      if (!batch.isCounted) continue;
      sums.add({ ...batch, now: batch.risingBits, asked: rising });
      sample.add(batch);
      await pause();
    }
    return sample.told(this.#options.changesWithin);
  }

  /**
   * What is looked at, oldest first: whole slices. One whose predecessor is not looked at only
   * tells which lines are up then.
   */
  #heldWith(bits: Bits | undefined): readonly (HeldWindows & { readonly isCounted: boolean })[] {
    const whole = this.#ring.held().filter(({ slice }) => slice <= this.#whole);
    let isBefore = this.#ring.isFromStart;
    const looked = slicesOf(whole).flatMap((batches) => {
      const isThere = batches.every((batch) => bits === undefined || isIn(batch, bits));
      const isCounted = isThere && isBefore && !batches.some(({ isAfterGap }) => isAfterGap);
      isBefore = isThere;
      return isThere ? batches.map((batch) => ({ ...batch, isCounted })) : [];
    });
    if (looked.some(({ isCounted }) => isCounted)) return looked;
    throw new EmulatorError(
      'WHATIF_NO_WINDOWS',
      'no windows are kept yet that could be looked at: ask again in a second of beam',
    );
  }

  async #addProbes(asked: Asked): Promise<readonly ProbeSums[]> {
    const { settings, known, sides, subjects, bits } = asked;
    const sums = this.#options.probes.map(
      (card) => new ProbeSums(card, sides, subjects, known.unknownNow),
    );
    const isSame = bits === undefined && !settings.isOfBits;
    const pause = this.#pauses();
    for (const { probe, batch } of this.#probes.held()) {
      const { eventCount, addresses, ftdlBits: now } = batch;
      const place = { slice: addresses.slice[0]!, first: addresses.index[0]!, count: eventCount };
      const found = bits?.get(batchKey(place, true));
      if (bits !== undefined && found === undefined) continue;
      const inputBits = found?.inputBits ?? batch.inputBits;
      const asked = isSame ? now : settings.menu.ftdl(inputBits, eventCount);
      sums[probe]!.add(batch, { now, asked });
      await pause();
    }
    return sums;
  }

  /** Lets the event loop turn now and then. */
  #pauses(): () => Promise<void> {
    const { clock } = this.#options;
    let since = clock.now();
    return async () => {
      if (clock.now() - since < turnAfter) return;
      await nextTurn();
      since = clock.now();
    };
  }
}

/** Families and lines of both menus, those of now first. */
function subjectsOf(now: DecisionSettings, asked: DecisionSettings): Subjects {
  const lines = [...now.menu.lines, ...asked.menu.lines];
  return {
    lines: [...new Set(lines.map(({ name }) => name))],
    families: [...new Set(lines.flatMap(({ family }) => family || []))],
  };
}

/** Batches by their slices, both in their order. */
function slicesOf(held: readonly HeldWindows[]): readonly (readonly HeldWindows[])[] {
  const slices: HeldWindows[][] = [];
  for (const batch of held) {
    const last = slices.at(-1);
    if (last !== undefined && last[0]!.slice === batch.slice) last.push(batch);
    else slices.push([batch]);
  }
  return slices;
}

/** Batches without a window have no hits. */
const isIn = (batch: HeldWindows, bits: Bits): boolean =>
  batch.count === 0 || bits.has(batchKey(batch, false));

/** Counts what an answer is made of. */
class SampleCounts {
  #told = { windows: 0, occurrences: 0, thinnedWindows: 0, thinnedOccurrences: 0 };
  readonly #slices = new Set<number>();

  add({ slice, count, weights, artificial }: HeldWindows): void {
    const told = this.#told;
    this.#slices.add(slice);
    told.windows += count;
    for (let window = 0; window < count; window++) {
      const weight = weights[window]!;
      told.occurrences += Math.max(weight, artificial[window]!);
      if (weight <= 1) continue;
      told.thinnedWindows++;
      told.thinnedOccurrences += weight;
    }
  }

  told(changesWithin: WhatIfOptions['changesWithin']): Omit<WhatIfSample, 'probes'> {
    const slices = [...this.#slices];
    const [firstSlice, lastSlice] = [slices[0]!, slices.at(-1)!];
    return {
      ...this.#told,
      seconds: (slices.length * slicePeriod) / s,
      slices: slices.length,
      firstSlice,
      lastSlice,
      fromSeconds: (firstSlice * slicePeriod) / s,
      toSeconds: endOf(lastSlice) / s,
      machineChanges: changesWithin?.(firstSlice, lastSlice) ?? [],
    };
  }
}
