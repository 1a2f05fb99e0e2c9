/**
 * An event on its way through the trigger, as `b2l1 explain --json` and the page show it: tables of
 * what each stage made, and why each line of the menu fired or did not.
 */

/** Steps from what came in to what was kept, in the order of the hardware. */
export const eventSteps = [
  'particles',
  'hits',
  'segments',
  'tracks',
  'matches',
  'bits',
  'lines',
  'prescale',
] as const;
/** Name of a step. */
export type EventStep = (typeof eventSteps)[number];

/** What one stage made of one event, as a table for people and programs. */
export interface ExplainedStage {
  readonly stage: string;
  /** Which step it is a part of. */
  readonly step: EventStep;
  readonly doc: string;
  /** Names of the columns, with units in brackets. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** An input bit of the GDL in one event. */
export interface ExplainedInput {
  readonly name: string;
  readonly meaning: string;
  readonly set: boolean;
}

/** A bit of a formula. */
interface ExplainedBit {
  readonly name: string;
  readonly set: boolean;
  /** Whether it is among those that settle the formula: why the line fired, or why not. */
  readonly decides: boolean;
}

/** What the serial end of the trigger made of a line, in the order of the beam. */
export type LineFate = 'kept' | 'prescaled' | 'masked' | 'up already';

/** A line of the menu in one event. */
export interface ExplainedLine {
  readonly name: string;
  /** Output bit. */
  readonly number: number;
  /** '' for a line of none. */
  readonly family: string;
  /** Keeps 1 in so many; 0 masks the line. */
  readonly prescale: number;
  /** As the menu has it. */
  readonly formula: string;
  /** The same over single bits: counts spelled out. */
  readonly spelled: string;
  /** The formula holds: its FTDL bit is set. */
  readonly fired: boolean;
  /** Bits that `spelled` names, each once, in its order. */
  readonly bits: readonly ExplainedBit[];
  /** Of a line that fired; absent where the prescale counters are not known. */
  readonly fate?: LineFate;
}

/** What a window of the machine in time is, besides its seeds. */
export interface ExplainedWindow {
  /** Time zero since the run began [ns]. */
  readonly time: number;
  /** Class of what opened it; null: no seed. */
  readonly openedBy: string | null;
  /** The last seed that belongs to it comes so long after time zero [ns]. */
  readonly lastMember: number;
  /** How many alike it stands for. */
  readonly standsFor: number;
  /** Input bits that the machine has set, by name. */
  readonly givenBits: readonly string[];
}

/** One event stage by stage. */
export interface EventExplanation {
  readonly weight: number;
  readonly stages: readonly ExplainedStage[];
  /** The 96-bit word from the ECL trigger to the GDL, bit 0 last. */
  readonly eclWord: string;
  /** Input bits that are set, by name. */
  readonly inputBits: readonly string[];
  /** FTDL bits that are set, by line. */
  readonly ftdl: readonly string[];
  /** Every input bit, by slot. */
  readonly inputs: readonly ExplainedInput[];
  /** Every line of the menu, by output bit. */
  readonly lines: readonly ExplainedLine[];
  /** Absent for events that are no windows of a machine. */
  readonly window?: ExplainedWindow;
}
