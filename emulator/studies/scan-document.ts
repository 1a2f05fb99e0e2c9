import type { Note } from '../../detector/base/notes.js';
import type { EfficiencyResult } from './curve-result.js';
import type { StudyDocument } from './document.js';
import type { Provenance } from './provenance.js';
import type { JudgedReading } from './readings.js';

/** A study at one value of the parameter that is scanned. */
export interface ScanPoint {
  /** As given. */
  readonly value: string;
  readonly study: StudyDocument;
}

/** A study at several values of one parameter, as `scan.json` and `--json` hold it. */
export interface ScanDocument {
  readonly version: string;
  readonly seed: number;
  readonly card: string;
  readonly title: string;
  /** Path of the parameter. */
  readonly scan: string;
  readonly selection: string;
  readonly stage: StudyDocument['stage'];
  readonly confidence: number;
  readonly interval: StudyDocument['interval'];
  /** Of the first value; the others differ in `scan` alone. */
  readonly provenance: Provenance;
  readonly points: readonly {
    readonly value: string;
    readonly menu: string;
    readonly conditions: string;
    readonly machine: string;
    readonly events: number;
    readonly eventsPlanned: number;
    readonly lines: readonly EfficiencyResult[];
    readonly families: readonly EfficiencyResult[];
    readonly probes: readonly EfficiencyResult[];
    readonly readings: readonly JudgedReading[];
    readonly notes: readonly Note[];
  }[];
}

/** The document of a scan; its points have the same card. */
export function scanDocument(path: string, points: readonly ScanPoint[]): ScanDocument {
  const { version, seed, card, title, selection, stage, confidence, interval, provenance } =
    points[0]!.study;
  return {
    version,
    seed,
    card,
    title,
    scan: path,
    selection,
    stage,
    confidence,
    interval,
    provenance,
    points: points.map(({ value, study }) => {
      const { menu, conditions, machine, events, eventsPlanned, notes, readings } = study;
      const { lines, families, probes } = study;
      return {
        value,
        menu,
        conditions,
        machine,
        events,
        eventsPlanned,
        lines,
        families,
        probes,
        readings,
        notes,
      };
    }),
  };
}

/** Lines, families and probes of a point, in this order. */
export const subjectsAt = ({
  lines,
  families,
  probes,
}: ScanDocument['points'][number]): readonly EfficiencyResult[] => [
  ...lines,
  ...families,
  ...probes,
];
