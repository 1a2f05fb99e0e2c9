import type { Note } from '../../detector/base/notes.js';
import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import type { EmulatorConfig } from '../chain/parts.js';
import type { Card, CurveLookup } from './define-card.js';
import { type JudgedReading, judged } from './readings.js';
import { curvesOf, totalsOf } from './results.js';
import type { CurveResult, EfficiencyResult } from './curve-result.js';
import type { Tally } from './tally.js';

/** The results of a study, as `results.json` and `--json` hold them. */
export interface StudyDocument {
  readonly version: string;
  readonly seed: number;
  readonly menu: string;
  readonly conditions: string;
  readonly geometry: string;
  readonly card: string;
  readonly title: string;
  /** Events counted; fewer than planned when the study was interrupted. */
  readonly events: number;
  readonly eventsPlanned: number;
  /** Whether any event had a weight other than 1. */
  readonly weighted: boolean;
  /** Of which bits efficiencies are: `ftdl` before, `psnm` after prescale and mask. */
  readonly stage: 'ftdl' | 'psnm';
  readonly confidence: number;
  /** Which events the totals are of, in words. */
  readonly selection: string;
  /** With the events counted of each. */
  readonly points: readonly {
    readonly name: string;
    readonly generator: string;
    readonly events: number;
  }[];
  readonly lines: readonly EfficiencyResult[];
  readonly families: readonly EfficiencyResult[];
  readonly probes: readonly EfficiencyResult[];
  readonly curves: readonly CurveResult[];
  readonly readings: readonly JudgedReading[];
  /** What a user should know of how the events were made. */
  readonly notes: readonly Note[];
}

/** What a results document says beyond the counts: how and with what they were made. */
export interface DocumentContext {
  readonly version: string;
  readonly seed: number;
  readonly menu: CompiledMenu;
  readonly conditions: string;
  readonly config: EmulatorConfig;
  readonly eventsPlanned: number;
  /** Events counted of each point of the card. */
  readonly pointEvents: readonly number[];
  readonly notes: () => readonly Note[];
}

/**
 * The document of a study: efficiencies of all lines and families, curves, and the readings of the
 * card.
 */
export function studyDocument(tally: Tally, card: Card, context: DocumentContext): StudyDocument {
  const { version, seed, menu, conditions, config, eventsPlanned, pointEvents } = context;
  const totals = totalsOf(tally, card, menu);
  const curves = curvesOf(tally, card);
  return {
    version,
    seed,
    menu: menu.menu.name,
    conditions,
    geometry: card.geometry ?? config.ecl.geometry,
    card: card.name,
    title: card.title,
    events: tally.eventCount,
    eventsPlanned,
    weighted: tally.weighted,
    stage: card.stage,
    confidence: card.confidence,
    selection: card.selectionOf(card.totals ?? 'all').text,
    points: card.points.map(({ name, generator }, point) => ({
      name,
      generator,
      events: pointEvents[point]!,
    })),
    lines: totals.filter(({ kind }) => kind === 'line'),
    families: totals.filter(({ kind }) => kind === 'family'),
    probes: totals.filter(({ kind }) => kind === 'probe'),
    curves,
    readings: readingsOf(card, curves),
    notes: context.notes(),
  };
}

const readingsOf = (
  { readings }: Card,
  curves: readonly CurveResult[],
): StudyDocument['readings'] => (readings?.(lookUpIn(curves)) ?? []).map(judged);

/** Finds curves by request and subject. */
export const lookUpIn =
  (curves: readonly CurveResult[]): CurveLookup =>
  (id, subject) => {
    const curve = curves.find((candidate) => candidate.id === id && candidate.line === subject);
    if (curve === undefined) throw new RangeError(`no curve "${id}" of "${subject}"`);
    return curve;
  };
