import { GeV } from '../../detector/base/units.js';
import type { Range } from '../chain/observations.js';
import { type Axis, uniformEdges } from './axis.js';
import {
  type Card,
  type CardDefinition,
  type CardPoint,
  type CurveLookup,
  type CurveRequest,
  defineCard,
} from './define-card.js';
import { seenParticles, seenVariables } from './observers/seen.js';
import { efficiencyWithin, type Reading } from './readings.js';

/** What efficiencies are shown against: bins of a variable, and where each is shown. */
interface Scan extends Axis {
  readonly variable: keyof typeof seenVariables;
  readonly positions?: readonly number[];
}

/** What is to be said of a search besides its events, lines and selection. */
export interface SearchRemarks {
  /** Data that were searched, and what is to be said of their conditions. */
  readonly data?: string;
  /** Machine of these data, or the nearest: a study lays it over by `--machine data`. */
  readonly dataMachine?: string;
  /** What of the published selection or grid is not here, and why. */
  readonly leftOut?: string;
}

/** The paragraph of a card, with the remarks on its search. */
export const cardDoc = (doc: string, { data, dataMachine, leftOut }: SearchRemarks = {}): string =>
  [
    doc,
    ...(data === undefined
      ? []
      : [`Data: ${data}${dataMachine === undefined ? '' : `: --machine ${dataMachine}`}.`]),
    ...(leftOut === undefined ? [] : [`Left out: ${leftOut}.`]),
  ].join(' ');

/** The machine of the data, as a key of the card. */
export const dataMachineOf = ({ dataMachine }: SearchRemarks = {}): SearchRemarks =>
  dataMachine === undefined ? {} : { dataMachine };

/** The card of a process or a signal, as it is written down. */
interface CollisionCard
  extends Pick<CardDefinition, 'name' | 'title' | 'doc' | 'events' | 'points' | 'stage'> {
  /** |PDG code| of the particle that is searched for: its mass is the variable `mass`. */
  readonly searched?: readonly number[];
  /** The published offline selection, as far as the truth can say it. */
  readonly selection: {
    readonly text: string;
    readonly ranges: Readonly<Partial<Record<keyof typeof seenVariables, Range>>>;
  };
  readonly search?: SearchRemarks;
  /** Those that the search used, or that take most of the process. */
  readonly lines: readonly string[];
  readonly families: readonly string[];
  /** The first is shown live and printed. */
  readonly scans: readonly Scan[];
  /** Cross section of all events of the card [nb]: its lines then have rates, of all of them. */
  readonly crossSection?: () => number;
}

const selected = 'selected';
/** Rates of cards are at the luminosity of June 2022, 4.65e34 cm⁻² s⁻¹ [Hz/nb]. */
export const hertzPerNanobarn = 46.5;
const ofAll = 'all events';

/**
 * A card of one process or signal: its lines and families among events of one offline selection,
 * against each scan.
 */
export function collisionCard(definition: CollisionCard): Card {
  const { selection, searched, search, scans, crossSection, ...card } = definition;
  const subjects = [...card.lines, ...card.families];
  const curves = scans.map(({ variable, edges, positions }, index): CurveRequest => {
    const { label, doc } = seenVariables[variable];
    return {
      id: variable,
      title: `${card.title}: against ${label}, ${doc}`,
      axis: { variable, edges },
      selection: selected,
      subjects,
      ...(positions === undefined ? {} : { positions }),
      live: index === 0,
      printed: index === 0,
    };
  });
  const plots = curves.map(({ id, title }) => ({
    file: id,
    title,
    series: subjects.map((subject) => ({ curve: id, subject, label: subject })),
  }));
  return defineCard({
    ...card,
    doc: cardDoc(card.doc, search),
    ...dataMachineOf(search),
    selections: { [selected]: selection },
    totals: selected,
    ownVariables: seenVariables,
    variables: seenParticles(searched),
    curves: crossSection === undefined ? curves : [...curves, allEvents(subjects)],
    plots,
    readings: (curve) => [
      ...subjects.flatMap((subject) => readingsOf(curve, subject, scans[0]!)),
      ...(crossSection === undefined
        ? []
        : subjects.map((subject) => rateOf(curve, subject, crossSection()))),
    ],
  });
}

/** All events in bins of their tracks, for rates: one with more than 40 has not been seen. */
const allEvents = (subjects: readonly string[]): CurveRequest => ({
  id: ofAll,
  title: 'All generated events against the number of tracks',
  axis: { variable: 'tracks', edges: uniformEdges(-0.5, 40.5, 41) },
  selection: 'all',
  subjects,
  printed: false,
});

/** Rate of a line by all events of the card, before prescale. */
function rateOf(curve: CurveLookup, subject: string, crossSection: number): Reading {
  const whole = efficiencyWithin(curve(ofAll, subject), Number.NEGATIVE_INFINITY);
  const rate = (share: number | undefined): number =>
    (share ?? 0) * crossSection * hertzPerNanobarn;
  return {
    name: `${subject}: rate before prescale at 4.65e34, all events`,
    value: whole.value === null ? null : rate(whole.value),
    low: rate(whole.low),
    high: rate(whole.high),
    unit: 'Hz',
    ...(whole.note === undefined ? {} : { note: whole.note }),
  };
}

/** A line over all of the first scan, and at its lowest, middle and highest positions. */
function readingsOf(curve: CurveLookup, subject: string, scan: Scan): readonly Reading[] {
  const { variable, edges, positions = [] } = scan;
  const { label, unit, factor } = seenVariables[variable];
  const line = curve(variable, subject);
  const bins = new Set([0, Math.floor(positions.length / 2), positions.length - 1]);
  const at = [...bins].filter((bin) => bin < positions.length && bin >= 0 && bins.size > 1);
  return [
    { name: `${subject}: all`, ...efficiencyWithin(line, Number.NEGATIVE_INFINITY) },
    ...at.map((bin) => ({
      name: `${subject}: ${label} = ${positions[bin]! / factor} ${unit}`,
      ...efficiencyWithin(line, edges[bin]! / factor, edges[bin + 1]! / factor),
    })),
  ];
}

/**
 * One bin for each mass [GeV], its borders halfway to the next; that above the last is as far off
 * as the one below.
 */
export function massScan(masses: readonly number[]): Scan {
  const [last = 0, before = 0] = [masses.at(-1), masses.at(-2)];
  const edges = Float64Array.from({ length: masses.length + 1 }, (_, edge) => {
    const below = masses[edge - 1] ?? 0;
    const above = masses[edge] ?? 2 * last - before;
    return ((below + above) / 2) * GeV;
  });
  return { variable: 'mass', edges, positions: masses.map((mass) => mass * GeV) };
}

/** A point for each mass [GeV] of the particle that is searched for. */
export const massPoints = (
  generator: string,
  masses: readonly number[],
  config: Readonly<Record<string, unknown>> = {},
): readonly CardPoint[] =>
  masses.map((mass) => ({
    name: `${mass} GeV`,
    generator,
    share: 1,
    config: { ...config, mass: `${mass} GeV` },
  }));
