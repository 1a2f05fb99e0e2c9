import { type CurveResult, efficiencyOf } from './curve-result.js';
import type { Card, MapRequest } from './define-card.js';
import { inUnit } from './in-unit.js';
import { beyondCells, type Tally } from './tally.js';
import { variableOf } from './variables.js';

/** One of the two variables of a map, in its unit. */
export interface MapAxis extends Pick<CurveResult, 'variable' | 'label' | 'description' | 'unit'> {
  /** Length bins + 1. */
  readonly edges: readonly number[];
}

/** Events of the selection beyond the edges of a map: they are in none of its cells. */
interface BeyondMap {
  readonly xBelow: number;
  readonly xAbove: number;
  /** Of those within the edges of x. */
  readonly yBelow: number;
  readonly yAbove: number;
  /** A variable is not defined for the event. */
  readonly undefined: number;
}

/** Efficiencies against two variables. */
export interface MapResult
  extends Pick<
    CurveResult,
    | 'id'
    | 'title'
    | 'line'
    | 'family'
    | 'lines'
    | 'selection'
    | 'stage'
    | 'confidence'
    | 'interval'
    | 'remark'
    | 'selected'
    | 'fired'
    | 'efficiency'
    | 'low'
    | 'high'
    | 'selectedSumw'
    | 'selectedSumw2'
    | 'firedSumw'
    | 'firedSumw2'
  > {
  readonly x: MapAxis;
  /** Arrays have a cell for each pair of bins, those of y within each of x: ix · ny + iy. */
  readonly y: MapAxis;
  readonly beyond: BeyondMap;
}

/** Cells of a map. */
export const cellCount = ({ x, y }: Pick<MapRequest, 'x' | 'y'>): number =>
  (x.edges.length - 1) * (y.edges.length - 1);

/** A cell of a map with its edges. */
export interface MapCell {
  readonly cell: number;
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
}

/** All cells, in the order of the arrays of a map. */
export const cellsOf = ({ x, y }: { readonly x: Edged; readonly y: Edged }): readonly MapCell[] =>
  x.edges.slice(1).flatMap((xHigh, ix) =>
    y.edges.slice(1).map(
      (yHigh, iy): MapCell => ({
        cell: ix * (y.edges.length - 1) + iy,
        x: [x.edges[ix]!, xHigh],
        y: [y.edges[iy]!, yHigh],
      }),
    ),
  );

type Edged = Pick<MapAxis, 'edges'>;

/** Every map of a card: one per request and subject that is counted. */
export function mapsOf(tally: Tally, card: Card): readonly MapResult[] {
  const counted = new Set(tally.layout.subjects.map(({ name }) => name));
  return (card.maps ?? []).flatMap((request, index) =>
    request.subjects
      .filter((subject) => counted.has(subject))
      .map((subject) => mapOf(tally, card, request, 1 + card.curves.length + index, subject)),
  );
}

function mapOf(
  tally: Tally,
  card: Card,
  { id, title, x, y, selection }: MapRequest,
  group: number,
  name: string,
): MapResult {
  const subject = tally.layout.subjects.findIndex((candidate) => candidate.name === name);
  const { family, lines, remark } = tally.layout.subjects[subject]!;
  const { confidence, interval, stage } = card;
  const cells = Array.from({ length: cellCount({ x, y }) }, (_, cell) => cell);
  const selected = cells.map((cell) => tally.count(group, cell));
  const fired = cells.map((cell) => tally.count(group, cell, subject));
  const intervals = cells.map((cell) =>
    efficiencyOf({ confidence, interval, remark }, selected[cell]!, fired[cell]!),
  );
  const axisOf = ({ variable, edges }: typeof x): MapAxis => {
    const { label, unit, factor, doc } = variableOf(variable, card.ownVariables);
    return {
      variable,
      label,
      description: doc,
      unit,
      edges: Array.from(edges, (edge) => inUnit(edge, factor)),
    };
  };
  const beyond = (kind: keyof typeof beyondCells): number =>
    tally.count(group, cells.length + beyondCells[kind]).n;
  return {
    id,
    title,
    line: name,
    family,
    ...(lines === undefined ? {} : { lines }),
    selection: card.selectionOf(selection).text,
    stage,
    x: axisOf(x),
    y: axisOf(y),
    selected: selected.map(({ n }) => n),
    fired: fired.map(({ n }) => n),
    efficiency: intervals.map(({ efficiency }) => efficiency),
    low: intervals.map(({ low }) => low),
    high: intervals.map(({ high }) => high),
    selectedSumw: selected.map(({ sumw }) => sumw),
    selectedSumw2: selected.map(({ sumw2 }) => sumw2),
    firedSumw: fired.map(({ sumw }) => sumw),
    firedSumw2: fired.map(({ sumw2 }) => sumw2),
    beyond: {
      xBelow: beyond('xBelow'),
      xAbove: beyond('xAbove'),
      yBelow: beyond('yBelow'),
      yAbove: beyond('yAbove'),
      undefined: beyond('undefined'),
    },
    confidence,
    interval,
    ...(remark === undefined ? {} : { remark }),
  };
}

/** Where the events of a selection are that are in no cell, in words; '' where there are none. */
export function beyondText({ x, y, beyond }: Pick<MapResult, 'x' | 'y' | 'beyond'>): string {
  const parts = [
    [beyond.xBelow, `below ${x.label}`],
    [beyond.xAbove, `above ${x.label}`],
    [beyond.yBelow, `below ${y.label}`],
    [beyond.yAbove, `above ${y.label}`],
    [beyond.undefined, 'without a value'],
  ] as const;
  const told = parts.flatMap(([events, where]) => (events === 0 ? [] : `${events} ${where}`));
  return told.length === 0 ? '' : `events beyond the cells: ${told.join(', ')}`;
}
