/**
 * A question of what the trigger would do with other settings, and its answer: of the windows that
 * were decided last, now and as asked side by side. Numbers that are not known are null.
 */

/** What shall be different; at least one of it. */
export interface WhatIfQuestion {
  /** A built-in menu by name, or the text of a menu's file (YAML or JSON). */
  readonly menu?: string;
  readonly menuText?: string;
  /** By the name of a line of the menu that is asked for; 0 masks it. */
  readonly prescales?: Readonly<Record<string, number>>;
  /** Parameters of the trigger by path, as files give them: `{"bits.ecl.lowEnergy": "0.6 GeV"}`. */
  readonly thresholds?: Readonly<Record<string, string | number | boolean>>;
}

/** A number with the interval that holds the true one with the answer's confidence. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Something now and as asked, from the same events, so that the difference is known better. */
export interface NowAndAsked {
  /** Null where nothing is known, or the menu has no such line. */
  readonly now: Estimate | null;
  readonly asked: Estimate | null;
  /** Asked less now; null where one of them is. */
  readonly difference: Estimate | null;
}

/** An efficiency now and as asked, of events of a card that are played beside the beams. */
export interface WhatIfEfficiency extends NowAndAsked {
  readonly card: string;
  /** Which of the card's events count, in words. */
  readonly selection: string;
  readonly selected: number;
}

/** One line, one family or all of Level 1. */
export interface WhatIfRow {
  readonly name: string;
  /** Family of a line, or ''. */
  readonly family: string;
  /** Of lines: the prescale, null where the menu has no such line. */
  readonly prescale?: { readonly now: number | null; readonly asked: number | null };
  /** Rising edges before prescale [Hz]; of lines. */
  readonly ftdl?: NowAndAsked;
  /** Accepts behind the prescale [Hz], each window with the chance that it is kept. */
  readonly accepts: NowAndAsked;
  /** Behind the prescale; none where no card counts it. */
  readonly efficiencies: readonly WhatIfEfficiency[];
  /** Why something is not known. */
  readonly remark?: string;
}

/** What an answer is made of. */
export interface WhatIfSample {
  /** Windows decided live, each counted once, and how many they stand for. */
  readonly windows: number;
  readonly occurrences: number;
  /** Of them, windows that stand for more than one, and what these stand for. */
  readonly thinnedWindows: number;
  readonly thinnedOccurrences: number;
  /** Beam they were in [s], in so many slices of those from one to another. */
  readonly seconds: number;
  readonly slices: number;
  readonly firstSlice: number;
  readonly lastSlice: number;
  /** Where these begin and end, from the start of the run on [s]. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Slices among them from which on the machine was another: rates are of all of its states. */
  readonly machineChanges: readonly number[];
  /** Selected events of cards. */
  readonly probes: number;
}

/** The answer to a question. */
export interface WhatIfAnswer {
  /** Counts the answers of a daemon, from 1. */
  readonly sequence: number;
  readonly question: WhatIfQuestion;
  /** Name of the run that it is of. */
  readonly run: string;
  /** What was looked at again: prescales alone, recorded input bits, or hits. */
  readonly from: 'prescales' | 'input bits' | 'hits';
  readonly menu: { readonly now: string; readonly asked: string };
  readonly sample: WhatIfSample;
  /** Probability content of all intervals. */
  readonly confidence: number;
  readonly total: WhatIfRow;
  readonly families: readonly WhatIfRow[];
  readonly lines: readonly WhatIfRow[];
  /** What a reader should know, in sentences. */
  readonly notes: readonly string[];
  /** Wall time that it took [s]. */
  readonly tookSeconds: number;
}
