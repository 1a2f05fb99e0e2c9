import { type Decider, type DecisionBatch, makeDecider } from '../../triggers/gdl/decide.js';
import { type CompiledMenu, compileMenu } from '../../triggers/gdl/menu.js';
import type { RunSnapshot } from '../../monitor/ports.js';
import type { DecidableBatch } from '../chain/chain.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { unknownLines } from '../chain/unknown-lines.js';
import { isSameGdl } from '../settings/run-changes.js';
import type { Card } from '../studies/card.js';
import { Tally } from '../studies/tally.js';
import type { Books } from './books.js';
import type { Course, Leg } from './course.js';
import { type Counted, liveEfficiencies } from './efficiencies.js';
import type { MachineBooks } from './machine-books.js';
import type { LiveProbes } from './probes.js';
import { secondsOf } from './progress.js';

interface SerialOptions {
  readonly setup: Leg['setup'];
  /** Of the setup. */
  readonly menu: CompiledMenu;
  readonly card: Card | undefined;
  readonly course: Course;
  readonly books: Books;
  readonly machineBooks: MachineBooks | undefined;
  readonly probes: LiveProbes;
}

/** What decides from a leg on. */
interface DecidedBy {
  readonly menu: CompiledMenu;
  readonly config: EmulatorConfig;
}

/**
 * What follows the settings behind the ordered merge: the decision with its prescale counters, the
 * columns of the books, and what efficiencies are counted of. Leg by leg, with the first batch of
 * each.
 * @see D-356
 */
export class SerialPart {
  readonly #options: SerialOptions;
  readonly #changed: (now: DecidedBy) => void;
  #leg = 0;
  #setup: Leg['setup'];
  #menu: CompiledMenu;
  #decider: Decider;
  #played: Counted | undefined;
  #efficiencies: () => RunSnapshot['efficiencies'];
  /** When efficiencies began to be counted; absent from the start. */
  #since: RunSnapshot['efficiencies']['since'];

  /** @param changed told when another menu or another trigger decides what comes */
  constructor(options: SerialOptions, changed: (now: DecidedBy) => void) {
    const { setup, menu } = options;
    this.#options = options;
    this.#changed = changed;
    this.#setup = setup;
    this.#menu = menu;
    this.#decider = this.#newDecider();
    this.#played = this.#emptyTally();
    this.#efficiencies = this.#countedNow();
  }

  get menu(): CompiledMenu {
    return this.#menu;
  }

  /** Of the decision behind the last batch. */
  state(): ReturnType<Decider['state']> {
    return this.#decider.state();
  }

  /** What comes now is of a leg: the same as before, or a later one. */
  enter(number: number): void {
    if (number <= this.#leg) return;
    this.#leg = number;
    const { course, books, machineBooks, probes } = this.#options;
    const { slice, setup } = course.leg(number);
    const playedSeconds = secondsOf(course.playedBefore(number));
    const from = { seconds: secondsOf(slice), playedSeconds };
    const before = this.#setup;
    this.#setup = setup;
    const isOtherMenu = setup.menu !== before.menu;
    if (isOtherMenu) {
      this.#menu = compileMenu(setup.menu);
      books.changeMenu(this.#menu, from);
      machineBooks?.changeMenu(this.#menu, from);
    }
    // Counters begin anew: those of the hardware are loaded with the menu.
    if (isOtherMenu || !isSameGdl(setup, before)) this.#decider = this.#newDecider();
    if (!isOtherMenu && setup.config === before.config) return;
    this.#changed({ menu: this.#menu, config: setup.config });
    probes.restart(this.#menu, unknownLines(this.#menu, setup.config));
    this.#played = this.#emptyTally();
    this.#efficiencies = this.#countedNow();
    this.#since = { epoch: course.epochAt(slice), seconds: from.seconds };
  }

  decide<B extends DecidableBatch>(batch: B): B & DecisionBatch {
    return this.#decider.decide(batch);
  }

  /** Counts decided events of a card that is played. */
  count(batch: DecidableBatch & DecisionBatch): void {
    const isPsnm = this.#options.card?.stage === 'psnm';
    this.#played?.tally.add(isPsnm ? { ...batch, ftdlBits: batch.psnmBits } : batch);
  }

  efficiencies(): RunSnapshot['efficiencies'] {
    const told = this.#efficiencies();
    return this.#since === undefined ? told : { ...told, since: this.#since };
  }

  #newDecider(): Decider {
    const { config } = this.#setup;
    return makeDecider(
      this.#menu,
      config.gdl,
      this.#setup,
      undefined,
      this.#options.books.together,
    );
  }

  #emptyTally(): Counted | undefined {
    const { card } = this.#options;
    const { config } = this.#setup;
    if (card === undefined) return undefined;
    const unknown = unknownLines(this.#menu, config);
    const layout = card.layout(this.#menu, unknown, card.inputProbes.unknown(config));
    return { card, tally: new Tally(layout) };
  }

  #countedNow(): () => RunSnapshot['efficiencies'] {
    const played = this.#played;
    return liveEfficiencies([
      ...(played === undefined ? [] : [played]),
      ...this.#options.probes.counted(),
    ]);
  }
}
