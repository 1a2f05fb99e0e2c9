import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import type { Variable } from '../chain/observed.js';
import { cards } from './cards/index.js';
import type { Card, CardDefinition } from './define-card.js';
import { variableOf, variables } from './variables.js';

/** What a card of a user may plot, select on and count besides lines. */
export interface Observing {
  readonly variables: Readonly<Record<string, Variable>>;
  /** Names of probes, which are counted as lines are. */
  readonly probes: readonly string[];
  /** Of a built-in card: what makes them. */
  readonly card: Pick<CardDefinition, 'variables' | 'ownVariables' | 'probes' | 'pdg' | 'geometry'>;
}

/**
 * The variables and probes of a built-in card, or without a name those of the leading particle.
 * @throws CARD_UNKNOWN
 */
export function observingOf(name: string | undefined, where: string): Observing {
  if (name === undefined) return { variables, probes: [], card: {} };
  const card = cards.find((each) => each.name === name);
  if (card !== undefined) return observingLike(card);
  const names = cards.map((each) => each.name);
  throw new EmulatorError(
    'CARD_UNKNOWN',
    `${where}: variables are those of a built-in card; "${name}" does not ` +
      `exist${nearestHint(name, names)}`,
  );
}

/** What the observer of a card makes, as far as the card tells. */
function observingLike(card: Card): Observing {
  const {
    ownVariables = {},
    probes,
    curves,
    maps = [],
    selectionNames,
    selectionOf,
    pdg,
    geometry,
  } = card;
  const used = [
    ...Object.keys(card.variables === undefined ? variables : ownVariables),
    ...curves.map(({ axis }) => axis.variable),
    ...maps.flatMap(({ x, y }) => [x.variable, y.variable]),
    ...selectionNames.flatMap((each) => Object.keys(selectionOf(each).ranges)),
    ...probes.map(({ variable }) => variable),
    ...card.points.flatMap(({ values = {} }) => Object.keys(values)),
  ];
  return {
    variables: Object.fromEntries(used.map((each) => [each, variableOf(each, ownVariables)])),
    probes: probes.map((probe) => probe.name),
    card: {
      ownVariables,
      probes,
      ...(card.variables !== undefined && { variables: card.variables }),
      ...(pdg !== undefined && { pdg }),
      ...(geometry !== undefined && { geometry }),
    },
  };
}
