import type { CountedSince } from './counted-since.js';

/**
 * What the monitor wants to know of the machine in time: how it stands now, and what has been
 * counted since the run began. Counts are of the emulated machine: a thinned window counts as often
 * as it stands for. Typed arrays are not changed later.
 */

/** One ring at the end of what has been played. */
export interface RingState {
  /** "HER" or "LER". */
  readonly name: string;
  /** [A] */
  readonly current: number;
  /** Injections a second that the ring asks for [Hz]. */
  readonly shotRate: number;
  /** Shots since the run began. */
  readonly shots: number;
}

/** Where a class comes from; artificial windows (random, pulser …) have no seed. */
export type ClassOrigin = 'collision' | 'stray' | 'injection' | 'sky' | 'user' | 'artificial';

/** Counts of the windows that one class of anchor opened; those of all classes add up. */
export interface ClassCounts {
  readonly name: string;
  /** A soft class alone is thinned; an artificial one is told as an anchor. */
  readonly tier: 'anchor' | 'soft';
  readonly origin: ClassOrigin;
  /** Seeds that the schedule had, thinned away or not; 0 of artificial windows. */
  readonly seeds: number;
  /** Windows that were made, each counted once. */
  readonly windows: number;
  /** Windows that these stand for: soft seeds that are alone, or artificial inputs alike. */
  readonly weighted: number;
  /** L1 accepts. */
  readonly accepts: number;
  /** Accepts by line after prescale, in the order of `RunSnapshot.lines`. */
  readonly lineAccepts: Float64Array;
  /** Windows in which an unprescaled line of the family rose, in the order of `families`. */
  readonly familyRises: Float64Array;
}

/** A family by what its rate means: the OR of its unprescaled lines. */
export interface FamilyDefinition {
  readonly name: string;
  /** Names of these lines; none: the family has no rate. */
  readonly lines: readonly string[];
  /** When it began to be counted, with a later menu; absent from the start of the run. */
  readonly since?: CountedSince;
}

/** Background hits in one subdetector at present, by source. */
export interface BackgroundRate {
  /** Which part of which subdetector: "CDC", "CDC super-layer 0", "TOP". */
  readonly detector: string;
  /** "kHz/wire", "MHz/tube" … */
  readonly unit: string;
  /** Where the experiment stops or warns, in `unit`; absent where no limit is known. */
  readonly limit?: number;
  /** Where that limit is from, in words. */
  readonly limitNote?: string;
  /** What the laws of the machine give now [unit], in the order of `Backgrounds.sources`. */
  readonly rates: Float64Array;
}

/** Background hit rates of all subdetectors. */
export interface Backgrounds {
  /** "Touschek LER", "radiative Bhabha" … */
  readonly sources: readonly string[];
  readonly detectors: readonly BackgroundRate[];
}

/** Windows of a ring by how long ago a bunch was injected and where in the turn they are. */
export interface PhasePicture {
  readonly ring: string;
  /** Edges in the time since the bunch arrived [ms]; one more than rows. */
  readonly timeEdges: Float64Array;
  /** Bins in the turn, of equal width from 0, where the injected bunch passes, to a full turn. */
  readonly phaseBins: number;
  /** Duration of a turn [us]. */
  readonly turn: number;
  /** Windows, row after row of `phaseBins` each. */
  readonly windows: Float64Array;
  /** L1 accepts in the same bins: the veto is a hole. */
  readonly accepts: Float64Array;
}

/** Where live efficiencies come from: events of a card in shadow windows, counted nowhere else. */
export interface ProbeCounts {
  readonly card: string;
  /** Wanted rate [Hz]. */
  readonly rate: number;
  readonly events: number;
}

/** What the beams do now, and did up to now. */
export interface BeamFigures {
  /** Counts the changes of conditions, from 0. */
  readonly epoch: number;
  /** [1/(cm² s)] */
  readonly luminosity: number;
  readonly rings: readonly RingState[];
  /**
   * Integrated luminosity [1/nb]: delivered = live + vetoed + dead or paused, by the ticks of the
   * read-out in each slice.
   */
  readonly delivered: number;
  readonly live: number;
  readonly vetoed: number;
  /** Emulated time under a veto after an injection [s]. */
  readonly vetoedSeconds: number;
  /** Emulated time that was neither dead, the read-out's dead time included, nor vetoed [s]. */
  readonly liveSeconds: number;
}

/** The machine in time, as far as it has been played. */
export interface MachineSnapshot extends BeamFigures {
  /** Preset or file, with what was set beside. */
  readonly name: string;
  /**
   * Emulated seconds that were played, per second of wall time: of the last ten, not a number once
   * the run is over, and of the whole run.
   */
  readonly realTime: { readonly recent: number; readonly run: number };
  readonly families: readonly FamilyDefinition[];
  /** By class of anchor; artificial windows last. */
  readonly classes: readonly ClassCounts[];
  readonly thinning: {
    /** One in so many soft seeds that are alone opens a window. */
    readonly factor: number;
    /** Thinned windows that were made, and how many they stand for. */
    readonly windows: number;
    readonly weighted: number;
    /** Thinned windows that fired a line of prescale 1, each counted once: what thinning spoils. */
    readonly unprescaledFires: number;
  };
  readonly backgrounds: Backgrounds;
  /** One a ring; may be as old as a second, and the same object until it is taken anew. */
  readonly phases: readonly PhasePicture[];
  /** Empty when efficiencies have no probes. */
  readonly probes: readonly ProbeCounts[];
}
