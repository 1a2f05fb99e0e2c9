import { cm, GeV } from '../../detector/base/units.js';
import { type AnyVariableMaker, type Variable, variablesFrom } from '../chain/observed.js';
import type { Range } from '../chain/observations.js';
import { cardDoc, dataMachineOf, massScan, type SearchRemarks } from './collision-card.js';
import {
  type Card,
  type CardDefinition,
  type CardPoint,
  type CurveLookup,
  type CurveRequest,
  defineCard,
} from './define-card.js';
import { flyingParticle, flyingVariables } from './observers/flying.js';
import { seenParticles, seenVariables } from './observers/seen.js';
import { efficiencyWithin, type Reading } from './readings.js';

/** The card of a signal with a particle that flies, as it is written down. */
interface DisplacedCard extends Pick<CardDefinition, 'name' | 'title' | 'doc' | 'events'> {
  readonly generator: string;
  /** Parameters besides mass and flight. */
  readonly config: Readonly<Record<string, unknown>>;
  /** |PDG code| of what flies. */
  readonly flying: number;
  /** Masses [GeV] and mean flights cτ [cm] that are generated, each with each. */
  readonly masses: readonly number[];
  readonly flights: readonly number[];
  readonly search?: SearchRemarks;
  /** The published offline selection, as far as the truth can say it. */
  readonly selection: { readonly text: string; readonly ranges: Ranges };
  readonly lines: readonly string[];
  readonly families: readonly string[];
}

/** Variables of cards of what flies. */
export const displacedVariables = {
  ...seenVariables,
  ...flyingVariables,
  flight: { label: 'cτ', unit: 'cm', factor: cm, doc: 'mean flight of what flies' },
} as const satisfies Readonly<Record<string, Variable>>;

type Ranges = Readonly<Partial<Record<keyof typeof displacedVariables, Range>>>;

const selected = 'selected';
const atFlight = (flight: number): string => `cτ = ${flight} cm`;

/** Edges of the distance from the axis [cm]: vertex detector, super-layers of the chamber. */
const radiusEdges = Float64Array.of(0, 0.5, 2, 5, 10, 16.8, 25.7, 36.5, 47.6, 60);

/** Edges halfway, in proportion, between flights. */
function flightEdges(flights: readonly number[]): Float64Array {
  const middles = flights.slice(1).map((flight, index) => Math.sqrt(flight * flights[index]!));
  return Float64Array.of(flights[0]! / 2, ...middles, 2 * flights.at(-1)!);
}

/**
 * A card of a signal with a particle that flies: its lines and families among events of one offline
 * selection, against mass for each flight, against flight, and against where it decays.
 */
export function displacedCard(card: DisplacedCard): Card {
  const { masses, flights, lines, families, selection } = card;
  const subjects = [...lines, ...families];
  const edges = flightEdges(flights);
  return defineCard({
    name: card.name,
    title: card.title,
    doc: cardDoc(card.doc, card.search),
    ...dataMachineOf(card.search),
    events: card.events,
    lines,
    families,
    points: masses.flatMap((mass) => flights.map((flight) => pointOf(card, mass, flight))),
    selections: {
      [selected]: selection,
      ...Object.fromEntries(
        flights.map((flight, bin) => [
          atFlight(flight),
          {
            text: `${atFlight(flight)}; ${selection.text}`,
            ranges: { ...selection.ranges, flight: [edges[bin]!, edges[bin + 1]!] as const },
          },
        ]),
      ),
    },
    totals: selected,
    ownVariables: displacedVariables,
    variables: displacedVariablesOf(card.flying),
    curves: curvesOf(card, subjects),
    readings: (curve) => subjects.flatMap((subject) => readingsOf(curve, subject, flights)),
  });
}

const pointOf = (
  { generator, config }: DisplacedCard,
  mass: number,
  flight: number,
): CardPoint => ({
  name: `${mass} GeV, ${atFlight(flight)}`,
  generator,
  share: 1,
  config: { ...config, mass: `${mass} GeV`, flight: `${flight} cm` },
  values: { flight },
});

/** Makes them of the first particle with a |PDG code|. */
export const displacedVariablesOf = (flying: number): AnyVariableMaker =>
  variablesFrom({ reads: [], uses: [] }, (context) => {
    const seen = seenParticles([flying]).variables(context);
    const flown = flyingParticle(flying);
    return (batch) => ({ ...seen(batch as never), ...flown(batch) });
  });

function curvesOf(
  { title, masses, flights }: DisplacedCard,
  subjects: readonly string[],
): readonly CurveRequest[] {
  const { edges, positions } = massScan(masses);
  const middle = flights[Math.floor(flights.length / 2)];
  return [
    {
      id: 'flight',
      title: `${title}: against mean flight`,
      axis: { variable: 'flight', edges: flightEdges(flights) },
      positions: flights.map((flight) => flight * cm),
      selection: selected,
      subjects,
    },
    {
      id: 'vertexRadius',
      title: `${title}: against the distance of its decay from the axis`,
      axis: { variable: 'vertexRadius', edges: radiusEdges },
      selection: selected,
      subjects,
    },
    ...flights.map((flight) => ({
      id: `mass, ${atFlight(flight)}`,
      title: `${title}: against mass, ${atFlight(flight)}`,
      axis: { variable: 'mass', edges: edges.map((edge) => edge * GeV) },
      ...(positions === undefined ? {} : { positions }),
      selection: atFlight(flight),
      subjects,
      live: flight === middle,
      printed: flight === middle,
    })),
  ];
}

/** A line over all flights, and at each. */
function readingsOf(
  curve: CurveLookup,
  subject: string,
  flights: readonly number[],
): readonly Reading[] {
  const line = curve('flight', subject);
  const edges = flightEdges(flights);
  return [
    { name: `${subject}: all`, ...efficiencyWithin(line, Number.NEGATIVE_INFINITY) },
    ...flights.map((flight, bin) => ({
      name: `${subject}: ${atFlight(flight)}`,
      ...efficiencyWithin(line, edges[bin]!, edges[bin + 1]!),
    })),
  ];
}
