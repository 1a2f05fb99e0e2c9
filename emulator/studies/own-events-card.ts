import { degree, GeV } from '../../detector/base/units.js';
import { families } from '../../triggers/gdl/menu.js';
import { uniformEdges } from './axis.js';
import { type Card, type CurveRequest, defineCard } from './define-card.js';
import { seenParticles, seenVariables } from './observers/seen.js';

/** Its name: for workers, and in results. */
export const ownEvents = 'own-events';

/** Against what families are shown where no card says: edges in base units. */
const axes: readonly (readonly [keyof typeof seenVariables, Float64Array])[] = [
  ['photonEnergy', uniformEdges(0, 7 * GeV, 28)],
  ['pt', uniformEdges(0, 5 * GeV, 25)],
  ['tracks', uniformEdges(-0.5, 12.5, 13)],
  ['opening', uniformEdges(0, 180 * degree, 18)],
];

/**
 * What is counted of a user's events where no card is named: all lines and families, and the
 * families against what an offline selection sees of the truth.
 */
export const ownEventsCard: Card = defineCard({
  name: ownEvents,
  title: 'Own events: all lines and families',
  doc: 'Events of a file, or of a process; families against photons, tracks and their angle.',
  events: 0,
  points: [],
  lines: 'all',
  families: 'all',
  ownVariables: seenVariables,
  variables: seenParticles(),
  curves: axes.map(([variable, edges]): CurveRequest => {
    const { label, doc } = seenVariables[variable];
    const title = `Families against ${label}, ${doc}`;
    return { id: variable, title, axis: { variable, edges }, selection: 'all', subjects: families };
  }),
  plots: axes.map(([variable]) => ({
    file: variable,
    title: `Families against ${seenVariables[variable].label}`,
    series: families.map((name) => ({ curve: variable, subject: name, label: name })),
  })),
});
