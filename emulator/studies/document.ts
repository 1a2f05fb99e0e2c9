import { basename } from 'node:path';
import type { Note } from '../../detector/base/notes.js';
import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import type { EmulatorConfig } from '../chain/parts.js';
import {
  askedOf,
  namedOverlay,
  type NamedOverlay,
  type UserOverlay,
} from '../chain/user-overlay.js';
import { generatorRateHz } from '../generators/index.js';
import type { Card, CurveLookup } from './define-card.js';
import { defaultConfidence, defaultInterval, type IntervalMethod } from './intervals.js';
import { withFits } from './curve-fit.js';
import { type JudgedReading, judged } from './readings.js';
import { curvesOf, totalsOf } from './results.js';
import type { CurveResult, EfficiencyResult } from './curve-result.js';
import { mapsOf, type MapResult } from './map-result.js';
import type { Systematic } from './systematics.js';
import type { Provenance } from './provenance.js';
import type { ReferenceResult } from './references/result.js';
import { innerBins, type Tally } from './tally.js';
import { weightNotes } from './weight-notes.js';
import type { ShortVariation, VariationResult } from './variations/result.js';

/** The results of a study, as `results.json` and `--json` hold them. */
export interface StudyDocument extends NamedOverlay {
  readonly version: string;
  readonly seed: number;
  readonly menu: string;
  readonly conditions: string;
  /** State of the machine whose background lies over the events; `none` without any. */
  readonly machine: string;
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
  /** How intervals are made; with weights of effective counts (D-445). */
  readonly interval: IntervalMethod;
  /** Uncertainties that the card gives for the totals. */
  readonly systematics: readonly Systematic[];
  /** Which events the totals are of, in words. */
  readonly selection: string;
  /** With the events counted of each. */
  readonly points: readonly {
    readonly name: string;
    readonly generator: string;
    /** What is chosen of its parameters, as the card or the command has it. */
    readonly parameters: unknown;
    readonly events: number;
    /** Events a second that the point stands for [Hz], where its generator knows. */
    readonly rateHz?: number;
  }[];
  readonly lines: readonly EfficiencyResult[];
  readonly families: readonly EfficiencyResult[];
  readonly probes: readonly EfficiencyResult[];
  readonly curves: readonly CurveResult[];
  /** Against two variables at once, where the card asks for that. */
  readonly maps?: readonly MapResult[];
  /** As the experiment would measure them, where the card asks for that. */
  readonly references: readonly ReferenceResult[];
  /** The same events by other conditions, where the card asks for that. */
  readonly variations?: readonly VariationResult[];
  /** Those that have not all events of the study, since it was interrupted. */
  readonly variationsShort?: readonly ShortVariation[];
  readonly readings: readonly JudgedReading[];
  /** What a user should know of how the events were made. */
  readonly notes: readonly Note[];
  readonly provenance: Provenance;
}

/** What a results document says beyond the counts: how and with what they were made. */
export interface DocumentContext {
  readonly version: string;
  readonly seed: number;
  readonly menu: CompiledMenu;
  readonly conditions: string;
  readonly machine: string;
  readonly overlay?: UserOverlay;
  readonly config: EmulatorConfig;
  readonly eventsPlanned: number;
  /** Events counted of each point of the card. */
  readonly pointEvents: readonly number[];
  readonly references?: readonly ReferenceResult[];
  readonly notes: () => readonly Note[];
  readonly provenance: Provenance;
}

/**
 * The document of a study: efficiencies of all lines and families, curves, and the readings of the
 * card.
 */
export function studyDocument(tally: Tally, card: Card, context: DocumentContext): StudyDocument {
  const { version, seed, menu, conditions, machine, config, eventsPlanned, pointEvents } = context;
  const totals = totalsOf(tally, card, menu);
  const curves = withFits(curvesOf(tally, card), card, seed);
  const maps = mapsOf(tally, card);
  const leftOut = card.leftOut(menu);
  return {
    version,
    seed,
    menu: menu.menu.name,
    conditions,
    machine,
    ...overlayOfResults(context.overlay),
    geometry: card.geometry ?? config.ecl.geometry,
    card: card.name,
    title: card.title,
    events: tally.eventCount,
    eventsPlanned,
    weighted: tally.weighted,
    stage: card.stage,
    confidence: card.confidence,
    interval: card.interval,
    systematics: card.systematics ?? [],
    selection: card.selectionOf(card.totals ?? 'all').text,
    points: card.points.map(({ name, generator, config, file }, point) => {
      const parameters = file ?? config;
      const rateHz = file === undefined ? generatorRateHz(generator, config) : undefined;
      const rate = rateHz === undefined ? {} : { rateHz };
      return { name, generator, parameters, events: pointEvents[point]!, ...rate };
    }),
    lines: totals.filter(({ kind }) => kind === 'line'),
    families: totals.filter(({ kind }) => kind === 'family'),
    probes: totals.filter(({ kind }) => kind === 'probe' || kind === 'input'),
    curves,
    ...(maps.length === 0 ? {} : { maps }),
    references: context.references ?? [],
    readings: (card.readings?.(lookUpIn(curves, leftOut)) ?? []).map(judged),
    notes: [
      ...leftOutNotes(card, menu),
      ...emptyNotes(tally, card),
      ...(tally.weighted ? weightNotes(totals, [...curves, ...maps]) : []),
      ...context.notes(),
    ],
    provenance: context.provenance,
  };
}

/** As `namedOverlay`, without the folder of the file, which decides on nothing. */
function overlayOfResults(overlay: UserOverlay | undefined): NamedOverlay {
  if (overlay === undefined) return {};
  const [path, ...said] = askedOf(overlay.name);
  return namedOverlay({ ...overlay, name: [basename(path), ...said].join(',') });
}

/** That a menu lacks lines or families of a card; none where it has them all. */
export function leftOutNotes(
  card: Pick<Card, 'name' | 'leftOut'>,
  menu: CompiledMenu,
): readonly Note[] {
  const names = card.leftOut(menu);
  if (names.length === 0) return [];
  const what = `menu "${menu.menu.name}" lacks ${names.join(', ')} of card "${card.name}"`;
  return [{ code: 'CARD_LEFT_OUT', message: `${what}: left out`, count: names.length }];
}

/** Selections of totals and curves that no event has passed; none before the first event. */
function emptyNotes(tally: Tally, card: Card): readonly Note[] {
  if (tally.eventCount === 0) return [];
  const { groups } = tally.layout;
  const events = (group: number): number => {
    let sum = 0;
    for (let bin = 0; bin < innerBins(groups[group]!); bin++) sum += tally.count(group, bin).n;
    return sum;
  };
  const names = [card.totals ?? 'all', ...drawnOf(card).map(({ selection }) => selection)];
  const filled = new Set(names.filter((_, group) => events(group) > 0));
  const empty = [...new Set(names)].filter((name) => !filled.has(name));
  if (empty.length === 0) return [];
  const named = empty.map((name) => `"${name}"`).join(', ');
  const message =
    `card "${card.name}": of ${tally.eventCount} events none is in selection ${named} and within ` +
    'the bins that are counted there';
  return [{ code: 'CARD_EMPTY_SELECTION', message, count: empty.length }];
}

/** Curves and maps, in the order of the groups of a tally. */
const drawnOf = ({ curves, maps = [] }: Card): readonly { readonly selection: string }[] => [
  ...curves,
  ...maps,
];

/** Finds curves by request and subject; of subjects that were left out, one without events. */
export const lookUpIn =
  (curves: readonly CurveResult[], leftOut: readonly string[] = []): CurveLookup =>
  (id, subject) => {
    const curve = curves.find((candidate) => candidate.id === id && candidate.line === subject);
    if (curve !== undefined) return curve;
    if (leftOut.includes(subject)) return unmeasuredCurve(id, subject);
    throw new RangeError(`no curve "${id}" of "${subject}"`);
  };

/** A curve of one bin that nothing is known of. */
const unmeasuredCurve = (id: string, line: string): CurveResult => ({
  id,
  title: '',
  line,
  family: '',
  selection: '',
  stage: 'ftdl',
  variable: '',
  label: '',
  description: '',
  unit: '',
  edges: [0, 1],
  positions: [0.5],
  selected: [0],
  fired: [0],
  efficiency: [null],
  low: [0],
  high: [1],
  selectedSumw: [0],
  selectedSumw2: [0],
  firedSumw: [0],
  firedSumw2: [0],
  confidence: defaultConfidence,
  interval: defaultInterval,
  remark: 'not in the menu',
});
