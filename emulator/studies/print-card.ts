import { stringify } from 'yaml';
import { quantity } from '../../detector/base/config.js';
import { noMachine } from '../settings/machine.js';
import type { Variable } from '../chain/observed.js';
import type { Range } from '../chain/observations.js';
import { uniformEdges } from './axis.js';
import type { Card, CardPoint, CurveRequest, MapRequest } from './define-card.js';
import { type ReferenceRequest, referenceSets } from './references/request.js';
import { variableOf } from './variables.js';
import type { Variation } from './variations/variation.js';

/** A card as a file that reads back, and what a file cannot say. */
interface PrintedCard {
  readonly yaml: string;
  /** In words; empty where the file says all. */
  readonly leftOut: readonly string[];
}

/**
 * A built-in card as the YAML of one of a user's own: same events, lines, selections and curves,
 * with the variables and probes of the card that it comes from.
 */
export function printCard(card: Card): PrintedCard {
  const { name, title, doc, events, stage, confidence, interval, lines, families, totals } = card;
  const { selectionNames, selectionOf, points, curves, systematics = [], references = [] } = card;
  const { variations = [], maps = [] } = card;
  const variable = (each: string): Variable => variableOf(each, card.ownVariables);
  const selections = selectionNames.filter((each) => each !== 'all' || ownAll(card));
  const shown = {
    name: `my-${name}`,
    title,
    doc,
    events,
    stage,
    confidence,
    interval,
    variables: name,
    points: points.map(pointOf),
    lines,
    families,
    ...(card.inputs !== undefined && { inputs: card.inputs }),
    totals,
    machine: card.machine ?? noMachine,
    ...(card.machineSet !== undefined && { machineSet: settingsOf(card.machineSet) }),
    ...(card.dataMachine !== undefined && { dataMachine: card.dataMachine }),
    ...(systematics.length > 0 && { systematics }),
    ...(references.length > 0 && {
      references: references.map((each) => referenceOf(each, variable)),
    }),
    ...(variations.length > 0 && { variations: variations.map(variationOf) }),
    selections: Object.fromEntries(
      selections.map((each) => [
        each,
        Object.fromEntries(
          Object.entries(selectionOf(each).ranges).map(([which, range]) => [
            which,
            rangeOf(range, variable(which)),
          ]),
        ),
      ]),
    ),
    curves: curves.map((curve) => curveOf(curve, variable(curve.axis.variable))),
    ...(maps.length > 0 && { maps: maps.map((map) => mapOf(map, variable)) }),
  };
  const given = Object.entries(shown).filter(([, value]) => value !== undefined);
  return {
    yaml: stringify(Object.fromEntries(given), { lineWidth: 100 }),
    leftOut: leftOutOf(card),
  };
}

/** Whether a card has a selection `all` of its own, which a file may say again. */
const ownAll = ({ selectionOf }: Card): boolean =>
  Object.keys(selectionOf('all').ranges).length > 0;

/** What only code says. */
function leftOutOf(card: Card): readonly string[] {
  const { readings, plots, dependences, curves } = card;
  return [
    ...(card.selectionNames.length > 1 ? ['its own words for selections'] : []),
    ...(readings === undefined ? [] : ['numbers read off the curves']),
    ...(plots === undefined ? [] : ['its own choice of plots (one is made for each curve)']),
    ...(dependences === undefined ? [] : ['plots of what is read off']),
    ...(curves.some(({ printed, live }) => printed !== undefined || live !== undefined)
      ? ['which curves are shown where']
      : []),
  ];
}

const variationOf = ({ name, set, machine, machineSet }: Variation): object => ({
  name,
  ...(set.length > 0 && { set: settingsOf(set) }),
  ...(machine !== undefined && { machine }),
  ...(machineSet.length > 0 && { machineSet: settingsOf(machineSet) }),
});

/** `path=value` by path; values as text, which reads back. */
const settingsOf = (assignments: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    assignments.map((each) => [
      each.slice(0, each.indexOf('=')),
      each.slice(each.indexOf('=') + 1),
    ]),
  );

const pointOf = ({ name, generator, config, share, values }: CardPoint): object => ({
  name,
  generator,
  config,
  share,
  ...(values !== undefined && { values }),
});

const rangeOf = ([from, to]: Range, variable: Variable): readonly [unknown, unknown] => [
  from === Number.NEGATIVE_INFINITY ? null : valueOf(from, variable),
  to === Number.POSITIVE_INFINITY ? null : valueOf(to, variable),
];

function curveOf(curve: CurveRequest, variable: Variable): object {
  const { title, axis, selection, subjects, positions, fit } = curve;
  return {
    title,
    variable: axis.variable,
    edges: edgesOf(axis.edges, variable),
    ...(positions !== undefined && { positions: positions.map((at) => valueOf(at, variable)) }),
    selection,
    lines: subjects,
    ...(fit !== undefined && { fit }),
  };
}

function mapOf(
  { title, x, y, selection, subjects }: MapRequest,
  variable: (name: string) => Variable,
): object {
  const axisOf = ({ variable: name, edges }: MapRequest['x']): object => ({
    variable: name,
    edges: edgesOf(edges, variable(name)),
  });
  return { title, x: axisOf(x), y: axisOf(y), selection, lines: subjects };
}

/** By the name of its set where its lines are one of those. */
function referenceOf(
  { name, probe, reference, tag, selection, axis }: ReferenceRequest,
  variable: (name: string) => Variable,
): object {
  const set = Object.entries(referenceSets).find(([, lines]) => isSame(lines, reference));
  return {
    name,
    probe,
    reference: set?.[0] ?? reference,
    ...(tag !== undefined && { tag }),
    selection,
    ...(axis !== undefined && {
      variable: axis.variable,
      edges: edgesOf(axis.edges, variable(axis.variable)),
    }),
  };
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, place) => name === b[place]);

/** Equal steps where they give the same edges to the last bit, else one by one. */
function edgesOf(edges: Float64Array, variable: Variable): unknown {
  const bins = edges.length - 1;
  const [from, to] = [edges[0]!, edges[bins]!];
  const equal = uniformEdges(from, to, bins);
  if (bins > 2 && edges.every((edge, at) => edge === equal[at]))
    return { from: valueOf(from, variable), to: valueOf(to, variable), bins };
  return Array.from(edges, (edge) => valueOf(edge, variable));
}

/** With the unit of the variable where it reads back to the same number, else in base units. */
function valueOf(value: number, { unit, factor }: Variable): number | string {
  if (unit === '') return value;
  const text = `${Number((value / factor).toPrecision(14))} ${unit}`;
  const read = quantity(0, unit, '').schema().safeParse(text);
  return read.success && read.data === value ? text : value;
}
