import { beams } from '../../detector/beams.js';
import type { CardBackground } from './card-machine.js';
import type { AnyVariableMaker, ObserveContext, Observer } from '../chain/observed.js';
import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import type { Axis } from './axis.js';
import { requireCountable } from './count-bound.js';
import { defaultConfidence, defaultInterval, type IntervalMethod } from './intervals.js';
import { userEvents } from '../chain/user-overlay.js';
import type { VertexMode } from '../readers/events.js';
import type { FrameName } from '../readers/frame.js';
import { type InputProbes, inputProbes } from './input-probes.js';
import type { Reading as Needed } from '../../triggers/needs.js';
import { leadingParticle } from './observers/leading-particle.js';
import { mixedSchedule } from './shards/plan.js';
import { maxFlags, observer, type Probe, type Selection } from '../chain/observations.js';
import type { Reading } from './readings.js';
import type { CurveResult } from './curve-result.js';
import type { UnknownLines } from '../chain/unknown-lines.js';
import { leftOutOf, requireSubjects, subjectsOf } from './subjects.js';
import type { ReferenceRequest } from './references/request.js';
import type { Systematic } from './systematics.js';
import type { TallyLayout } from './tally.js';
import type { Variation } from './variations/variation.js';
import type { Variable } from '../chain/observed.js';

/**
 * One way in which a card makes events: a generator, its parameters as a file would give them, and
 * its share of the events.
 */
export interface CardPoint {
  readonly name: string;
  readonly generator: string;
  readonly config: unknown;
  /** Relative to the sum over the card's points. */
  readonly share: number;
  /**
   * Variables of curves and selections that all events of the point share, base units: what cannot
   * be read off a single event, such as the mean flight of a particle.
   */
  readonly values?: Readonly<Record<string, number>>;
  /** Of events of a file, which no generator makes: which, and how it was read; for results. */
  readonly file?: PointFile;
  /** Of a file that was read: how many there are, at most so many are taken. */
  readonly events?: number;
}

/** What a card says of a file in place of a generator. */
export interface FilePoint {
  /** Beside the card, unless the path is absolute. */
  readonly file: string;
  readonly frame: FrameName;
  readonly vertex: VertexMode;
  /** Events that are read; all when absent. */
  readonly limit?: number;
}

/** Whether the events of a point are of a file, which no generator makes. */
export const isFilePoint = ({ generator }: Pick<CardPoint, 'generator'>): boolean =>
  generator === userEvents;

/** The file behind events of a point. */
interface PointFile {
  readonly file: string;
  readonly format: string;
  readonly frame: string;
  /** Of its bytes, where they were read at once. */
  readonly sha256?: string;
}

/** Efficiencies of some lines, families or probes against one variable. */
export interface CurveRequest {
  /** Names the curve in files and for readings. */
  readonly id: string;
  readonly title: string;
  readonly axis: Axis;
  /** A key of the card's selections. */
  readonly selection: string;
  /** Names of lines, families or probes of the card. */
  readonly subjects: readonly string[];
  /** Where to show each bin when not at its centre, base units; length bins. */
  readonly positions?: readonly number[];
  /** Fits a turn-on to each; results then have threshold, width and plateau. */
  readonly fit?: 'erf';
  /** Whether the dashboard shows it. */
  readonly live?: boolean;
  /** Whether the report prints its bins; true by default. Files hold all curves. */
  readonly printed?: boolean;
}

/** Efficiencies of some lines, families or probes against two variables. */
export interface MapRequest extends Pick<CurveRequest, 'id' | 'title' | 'selection' | 'subjects'> {
  readonly x: Axis;
  readonly y: Axis;
}

/** A picture: curves in one frame. */
export interface PlotRequest {
  /** File name without ending. */
  readonly file: string;
  readonly title: string;
  readonly series: readonly {
    readonly curve: string;
    readonly subject: string;
    readonly label: string;
  }[];
  /** Range of the variable shown, in its unit; all of the axis by default. */
  readonly from?: number;
  readonly to?: number;
  /** Lowest efficiency shown; 0 by default. */
  readonly lowest?: number;
  /** Values of the variable that deserve a mark, with what they are. */
  readonly marks?: readonly { readonly at: number; readonly label: string }[];
}

/** A picture of numbers read off the curves, such as widths, against a variable. */
export interface DependencePlot {
  /** File name without ending. */
  readonly file: string;
  readonly title: string;
  /** Names of the axes with their units. */
  readonly xName: string;
  readonly yName: string;
  readonly series: readonly {
    readonly label: string;
    readonly points: readonly DependencePoint[];
  }[];
  /**
   * Ranges of straight scales, first and last value; logarithmic ones that hold all points by
   * default.
   */
  readonly ranges?: {
    readonly x: readonly [number, number];
    readonly y: readonly [number, number];
  };
}

/** Points are marked; with a label on any of its series, only those that have one. */
export interface DependencePoint {
  readonly x: number;
  readonly y: number;
  readonly label?: string;
}

/** A study as it is written down: data, and two functions where data does not reach. */
export interface CardDefinition extends CardBackground {
  readonly name: string;
  readonly title: string;
  /** What it answers and from which events, one paragraph. */
  readonly doc: string;
  readonly points: readonly CardPoint[];
  /** Geometry in words when the card does not use that of the conditions. */
  readonly geometry?: string;
  /** Events when the user does not say; 0: all that the files of its points have. */
  readonly events: number;
  /** Whether efficiencies are of bits before or after prescale. */
  readonly stage?: 'ftdl' | 'psnm';
  readonly confidence?: number;
  /** Clopper–Pearson by default. */
  readonly interval?: IntervalMethod;
  /** Given uncertainties of the totals. */
  readonly systematics?: readonly Systematic[];
  /** Names of menu lines and families; `all`: those of the menu. */
  readonly lines: readonly string[] | 'all';
  readonly families: readonly string[] | 'all';
  readonly probes?: readonly Probe[];
  /** Input bits that are counted as probes, see `inputProbes`. */
  readonly inputs?: readonly string[];
  /** Selections by name; `all` is always there. */
  readonly selections?: Readonly<Record<string, Selection>>;
  /** Selection of the totals per line; `all` by default. */
  readonly totals?: string;
  readonly curves: readonly CurveRequest[];
  /** Against two variables at once. */
  readonly maps?: readonly MapRequest[];
  /** |PDG code| of the leading particle; photons by default. */
  readonly pdg?: number;
  /** Makes the variables in place of those of the leading particle; see `variablesFrom`. */
  readonly variables?: AnyVariableMaker;
  /** Variables that only this card has. */
  readonly ownVariables?: Readonly<Record<string, Variable>>;
  /** The same events by other conditions, side by side with the card's. */
  readonly variations?: readonly Variation[];
  /** Efficiencies as the experiment measures them, beside the truth. */
  readonly references?: readonly ReferenceRequest[];
  /** Pictures of some curves; without it, one per curve request. */
  readonly plots?: readonly PlotRequest[];
  /** Pictures of what is read off the curves. */
  readonly dependences?: (curve: CurveLookup) => readonly DependencePlot[];
  /** Numbers read off the curves. */
  readonly readings?: (curve: CurveLookup) => readonly Reading[];
}

/** The curve `id` of a subject; asked only for curves that the card declares. */
export type CurveLookup = (id: string, subject: string) => CurveResult;

/** A card ready for use. */
export interface Card extends CardDefinition {
  readonly stage: 'ftdl' | 'psnm';
  readonly confidence: number;
  readonly interval: IntervalMethod;
  readonly probes: readonly Probe[];
  /** Its input bits: probes behind its own. */
  readonly inputProbes: InputProbes;
  /**
   * Index of the point of each live slice, repeated cyclically: points in proportion to their
   * shares, well mixed.
   */
  readonly schedule: readonly number[];
  /** In the order of their bits; the first is `all`. */
  readonly selectionNames: readonly string[];
  readonly selectionOf: (name: string) => Selection;
  /**
   * What a tally counts: group 0 are the totals, group i + 1 is curve i, maps come behind them.
   * @param unknown lines of which nothing is known
   * @param unknownInputs the same of input probes, by their index
   * @throws CARD_UNKNOWN_LINE, CARD_UNKNOWN_FAMILY
   */
  readonly layout: (
    menu: CompiledMenu,
    unknown?: UnknownLines,
    unknownInputs?: UnknownLines,
  ) => TallyLayout;
  /** Names of its lines and families that a menu lacks and that are therefore not counted. */
  readonly leftOut: (menu: CompiledMenu) => readonly string[];
  /** What its observer reads besides addresses and truth. */
  readonly reading: Pick<AnyVariableMaker, 'reads' | 'uses'> & Pick<Needed, 'inputs'>;
  /** Runs in the pure part. */
  readonly observe: (context: ObserveContext) => Observer;
}

/**
 * Whether bits of a card are counted behind the prescale, or events taken by what is: where one in
 * N is kept by chance, what a line keeps hangs on how often others fire.
 */
export const isPrescaled = ({ stage, references = [] }: Card): boolean =>
  stage === 'psnm' || references.length > 0;

/**
 * A card from its definition: what is left out takes its default, selection `all` is always there.
 * @throws RangeError when it has more selections or probes than an event has flags
 */
export function defineCard(definition: CardDefinition): Card {
  const selections: Readonly<Record<string, Selection>> = {
    all: { text: 'all events', ranges: {} },
    ...definition.selections,
  };
  const selectionNames = Object.keys(selections);
  const { probes = [], stage = 'ftdl', pdg = 22, curves, maps = [], totals = 'all' } = definition;
  const drawn = { ...definition, curves: [...curves, ...maps] };
  const inputs = inputProbes(`card "${definition.name}"`, definition.inputs ?? []);
  const flags = probes.length + inputs.probes.length;
  if (selectionNames.length > maxFlags || flags > maxFlags)
    throw new RangeError(`card "${definition.name}": more than ${maxFlags} selections or probes`);
  const selectionOf = (name: string): Selection => selections[name]!;
  return {
    ...definition,
    stage,
    confidence: definition.confidence ?? defaultConfidence,
    interval: definition.interval ?? defaultInterval,
    probes,
    inputProbes: inputs,
    schedule: mixedSchedule(definition.points.map(({ share }) => share)),
    selectionNames,
    selectionOf,
    layout: (menu, unknown, unknownInputs) => {
      const counting = { ...definition, probes, inputs: inputs.probes, stage };
      const subjects = subjectsOf(counting, menu, unknown, unknownInputs);
      const counted = subjects.map(({ name }) => name);
      const { name, systematics = [] } = definition;
      const given = systematics.map((each) => ({ id: each.name, subjects: each.lines ?? [] }));
      const known = [...counted, ...leftOutOf(drawn, menu.menu)];
      requireSubjects(`card "${name}", curve`, curves, known);
      requireSubjects(`card "${name}", map`, maps, known);
      requireSubjects(`card "${name}", systematic`, given, known);
      const layout: TallyLayout = {
        subjects,
        groups: [
          { selection: selectionNames.indexOf(totals), axis: null },
          ...curves.map(({ selection, axis }) => ({
            selection: selectionNames.indexOf(selection),
            axis,
          })),
          ...maps.map(({ selection, x, y }) => ({
            selection: selectionNames.indexOf(selection),
            axis: x,
            second: y,
          })),
        ],
      };
      requireCountable(name, layout);
      return layout;
    },
    leftOut: ({ menu }) => leftOutOf(drawn, menu),
    reading: {
      reads: definition.variables?.reads ?? [],
      uses: definition.variables?.uses ?? [],
      ...(inputs.slots.length > 0 && { inputs: inputs.slots }),
    },
    observe: (context) => {
      const variablesOf =
        definition.variables?.variables(context) ??
        leadingParticle(pdg, beams(context.config.beams).frame);
      const complete = observer(selectionNames.map(selectionOf), probes);
      return (batch, point) => {
        const { eventCount } = batch;
        const columns = {
          ...variablesOf(batch as never),
          ...context.timeVariables?.(batch.time),
          ...sharedColumns(point === undefined ? undefined : definition.points[point], eventCount),
        };
        const observed = complete(columns, eventCount);
        return inputs.mark(observed, batch.inputBits, eventCount, probes.length);
      };
    },
  };
}

/** Columns of what all events of a point share. */
const sharedColumns = (
  point: CardPoint | undefined,
  eventCount: number,
): Record<string, Float64Array> =>
  Object.fromEntries(
    Object.entries(point?.values ?? {}).map(([name, value]) => [
      name,
      new Float64Array(eventCount).fill(value),
    ]),
  );
