import { hypot } from '../../../detector/base/elementary.js';
import {
  efficiencyInterval,
  type EfficiencyInterval,
  type IntervalMethod,
  type WeightedCount,
} from '../intervals.js';
import type { ReferenceCounts, ReferenceTally } from './tally.js';
import type { KnownReference } from './request.js';
import type { Variable } from '../../chain/observed.js';

/** An efficiency with the events that it is of. */
interface CountedEfficiency extends EfficiencyInterval {
  readonly selected: number;
  readonly fired: number;
}

/** A difference of efficiencies; null when one of them is not known. */
interface Bias {
  readonly value: number | null;
  readonly low: number;
  readonly high: number;
}

/** One efficiency, as it is and as a reference sees it. */
export interface ReferenceEfficiency {
  /** Of all events of the selection: what no experiment knows. */
  readonly truth: CountedEfficiency;
  /** Of those that the reference has taken, as they come. */
  readonly measured: CountedEfficiency;
  /** Measured less truth, of the same events. */
  readonly bias: Bias;
  /**
   * The same with each event weighted by 1 over its chance to be taken, 1 − Π(1 − 1/prescale);
   * absent where no line of the reference is prescaled.
   */
  readonly corrected?: CountedEfficiency;
  readonly correctedBias?: Bias;
}

/** A request of a card with what has come of it. */
export interface ReferenceResult {
  readonly name: string;
  readonly probe: string;
  /** Of a line: its bit before prescale; of an input: input bits. A probe of the card is no bit. */
  readonly probeStage?: 'ftdl' | 'input';
  /** Of an input: what it is, over single bits. */
  readonly probeDefinition?: string;
  /** Lines of the reference, an OR after prescale and mask, with their prescales. */
  readonly reference: readonly { readonly line: string; readonly prescale: number }[];
  /** What must hold besides, in words. */
  readonly tag?: string;
  /** Lines of the reference that the menu lacks or masks. */
  readonly missing: readonly string[];
  readonly selection: string;
  readonly confidence: number;
  readonly interval: IntervalMethod;
  /** Of all bins together. */
  readonly total: ReferenceEfficiency;
  readonly curve?: {
    readonly variable: string;
    readonly label: string;
    readonly unit: string;
    /** Length bins + 1. */
    readonly edges: readonly number[];
    readonly bins: readonly ReferenceEfficiency[];
  };
  /** Why it is not measured. */
  readonly remark?: string;
}

interface Asked {
  readonly confidence: number;
  readonly interval: IntervalMethod;
  readonly selectionText: (name: string) => string;
  readonly tagText: (name: string) => string;
  /** Of an input of the card; undefined of all else. */
  readonly definitionOf: (name: string) => string | undefined;
  readonly variable: (name: string) => Variable;
}

/** Results of all requests. */
export const referenceResults = (
  tally: ReferenceTally,
  known: readonly KnownReference[],
  asked: Asked,
): readonly ReferenceResult[] =>
  known.map((one, index) => {
    const { request, lines, missing, remark } = one;
    const bins = request.axis === undefined ? 1 : request.axis.edges.length - 1;
    const counts = Array.from({ length: bins }, (_, bin) => tally.counts(index, bin));
    const isPrescaled = lines.some(({ prescale }) => prescale !== 1);
    const efficiency = (of: ReferenceCounts): ReferenceEfficiency =>
      efficiencyOf(of, isPrescaled, asked);
    const { confidence, interval } = asked;
    return {
      name: request.name,
      probe: request.probe,
      ...probeOf(one, asked),
      reference: lines.map(({ name, prescale }) => ({ line: name, prescale })),
      ...(request.tag === undefined ? {} : { tag: asked.tagText(request.tag) }),
      missing,
      selection: asked.selectionText(request.selection),
      confidence,
      interval,
      total: efficiency(counts.reduce(together)),
      ...(request.axis === undefined
        ? {}
        : { curve: { ...axisOf(request.axis, asked), bins: counts.map(efficiency) } }),
      ...(remark === undefined ? {} : { remark }),
    };
  });

/** Which bits the probe of a request is. */
function probeOf(
  { request, probeFlag }: KnownReference,
  { definitionOf }: Asked,
): Pick<ReferenceResult, 'probeStage' | 'probeDefinition'> {
  if (probeFlag === 0) return { probeStage: 'ftdl' };
  const probeDefinition = definitionOf(request.probe);
  return probeDefinition === undefined ? {} : { probeStage: 'input', probeDefinition };
}

function axisOf(
  { variable, edges }: NonNullable<KnownReference['request']['axis']>,
  asked: Asked,
): Omit<NonNullable<ReferenceResult['curve']>, 'bins'> {
  const { label, unit, factor } = asked.variable(variable);
  return {
    variable,
    label,
    unit,
    edges: Array.from(edges, (edge) => Number((edge / factor).toPrecision(14))),
  };
}

function efficiencyOf(
  { all, taken, corrected }: ReferenceCounts,
  isPrescaled: boolean,
  { confidence, interval }: Asked,
): ReferenceEfficiency {
  const of = ({ selected, fired }: ReferenceCounts['all']): CountedEfficiency => ({
    selected: selected.n,
    fired: fired.n,
    ...efficiencyInterval(selected, fired, confidence, interval),
  });
  const truth = of(all);
  const measured = of(taken);
  const bias = biasOf(all, taken, taken, confidence);
  if (!isPrescaled) return { truth, measured, bias };
  return {
    truth,
    measured,
    bias,
    corrected: of(corrected),
    correctedBias: biasOf(all, taken, corrected, confidence),
  };
}

const unknownBias: Bias = { value: null, low: -1, high: 1 };

/**
 * Measured less truth. The events of the truth are those taken and the rest: with a share f taken,
 * the truth is f·ε(taken) + (1 − f)·ε(rest), so the bias is a difference of two independent
 * efficiencies, whose interval is Newcombe's, from Wilson's of both. Weights of a correction are
 * taken as another sample, which makes the interval of the difference rather too wide.
 * @see R. Newcombe, Statist. Med. 17 (1998) 873, method 10.
 */
function biasOf(
  all: ReferenceCounts['all'],
  taken: ReferenceCounts['taken'],
  used: ReferenceCounts['all'],
  confidence: number,
): Bias {
  if (used.selected.n === 0 || !(used.selected.sumw > 0)) return unknownBias;
  const isCorrected = used !== taken;
  const rest = {
    selected: less(all.selected, taken.selected),
    fired: less(all.fired, taken.fired),
  };
  const share = taken.selected.sumw / all.selected.sumw;
  const measured = wilsonOf(used, confidence);
  if (rest.selected.n === 0 && !isCorrected) return { value: 0, low: 0, high: 0 };
  const other = wilsonOf(isCorrected ? all : rest, confidence);
  if (measured.efficiency === null || other.efficiency === null) return unknownBias;
  const scale = isCorrected ? 1 : 1 - share;
  const value = scale * (measured.efficiency - other.efficiency);
  const [below, above] = [measured.efficiency - measured.low, measured.high - measured.efficiency];
  return {
    value,
    low: value - scale * hypot(below, other.high - other.efficiency),
    high: value + scale * hypot(above, other.efficiency - other.low),
  };
}

const wilsonOf = (
  { selected, fired }: ReferenceCounts['all'],
  confidence: number,
): EfficiencyInterval => efficiencyInterval(selected, fired, confidence, 'wilson');

const less = (a: WeightedCount, b: WeightedCount): WeightedCount => ({
  n: a.n - b.n,
  sumw: a.sumw - b.sumw,
  sumw2: a.sumw2 - b.sumw2,
});

const more = (a: WeightedCount, b: WeightedCount): WeightedCount => ({
  n: a.n + b.n,
  sumw: a.sumw + b.sumw,
  sumw2: a.sumw2 + b.sumw2,
});

function together(a: ReferenceCounts, b: ReferenceCounts): ReferenceCounts {
  const sum = (key: keyof ReferenceCounts): ReferenceCounts['all'] => ({
    selected: more(a[key].selected, b[key].selected),
    fired: more(a[key].fired, b[key].fired),
  });
  return { all: sum('all'), taken: sum('taken'), corrected: sum('corrected') };
}
