import type { Note } from '../../detector/base/notes.js';
import type { EfficiencyResult } from './curve-result.js';
import type { StudyDocument } from './document.js';
import { type Provenance, provenanceOfScan } from './provenance.js';
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
  /** All that were asked for; `points` has fewer where the scan was stopped. */
  readonly values: readonly string[];
  /** Names with all values of the parameter. */
  readonly menu: string;
  readonly conditions: string;
  readonly machine: string;
  readonly selection: string;
  readonly stage: StudyDocument['stage'];
  readonly confidence: number;
  readonly interval: StudyDocument['interval'];
  /** Of all values: what they share, and the values of the parameter. */
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

/**
 * The document of a scan; its points have the same card.
 * @param values all that were asked for, those that it was stopped before too
 */
export function scanDocument(
  path: string,
  points: readonly ScanPoint[],
  values: readonly string[] = points.map(({ value }) => value),
): ScanDocument {
  const first = points[0]!.study;
  const { version, seed, card, title, selection, stage, confidence, interval } = first;
  const ofAll = (name: string): string =>
    name
      .split(' + ')
      .map((part) => (part === `${path}=${points[0]!.value}` ? scanText(path, values) : part))
      .join(' + ');
  return {
    version,
    seed,
    card,
    title,
    scan: path,
    values,
    menu: first.menu,
    conditions: ofAll(first.conditions),
    machine: ofAll(first.machine),
    selection,
    stage,
    confidence,
    interval,
    provenance: provenanceOfScan(
      path,
      values,
      points.map(({ study }) => study.provenance),
    ),
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

const scanText = (path: string, values: readonly string[]): string => `${path}=${values.join(',')}`;

/** Where a scan was stopped: values that have fewer events than planned, or none. */
export function scanShort({ points, values }: ScanDocument): readonly string[] {
  const short = points.filter(({ events, eventsPlanned }) => events < eventsPlanned);
  const missing = values.slice(points.length);
  const named = `${missing.length === 1 ? 'value' : 'values'} ${missing.join(', ')}`;
  return [
    ...short.map(
      ({ value, events, eventsPlanned }) =>
        `INTERRUPTED: value ${value} has ${events} of ${eventsPlanned} events`,
    ),
    ...(missing.length === 0 ? [] : [`INTERRUPTED: not reached: ${named}`]),
  ];
}

/** A value as the head of a column; one that was stopped says so. */
export const valueText = ({ value, events, eventsPlanned }: ScanDocument['points'][number]) =>
  events < eventsPlanned ? `${value} (${events} of ${eventsPlanned} events)` : value;

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
