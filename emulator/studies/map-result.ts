import type { CurveResult } from './curve-result.js';
import type { Card, MapRequest } from './define-card.js';
import { beyondCells, type Tally } from './tally.js';
import {
  type AxisResult,
  axisResult,
  type CountedBins,
  countedBins,
  headOf,
} from './result-parts.js';

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
  extends CountedBins,
    Pick<
      CurveResult,
      | 'id'
      | 'title'
      | 'line'
      | 'family'
      | 'lines'
      | 'definition'
      | 'selection'
      | 'stage'
      | 'confidence'
      | 'interval'
      | 'remark'
    > {
  readonly x: AxisResult;
  /** Arrays have a cell for each pair of bins, those of y within each of x: ix · ny + iy. */
  readonly y: AxisResult;
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

type Edged = Pick<AxisResult, 'edges'>;

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
  const place = tally.layout.subjects.findIndex((candidate) => candidate.name === name);
  const subject = tally.layout.subjects[place]!;
  const { remark } = subject;
  const { confidence, interval, stage } = card;
  const cells = Array.from({ length: cellCount({ x, y }) }, (_, cell) => cell);
  const beyond = (kind: keyof typeof beyondCells): number =>
    tally.count(group, cells.length + beyondCells[kind]).n;
  return {
    id,
    title,
    line: name,
    ...headOf(subject, card.selectionOf(selection).text, stage),
    x: axisResult(x, card),
    y: axisResult(y, card),
    ...countedBins(
      card,
      remark,
      cells.map((cell) => tally.count(group, cell)),
      cells.map((cell) => tally.count(group, cell, place)),
    ),
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
