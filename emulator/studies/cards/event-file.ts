import { GeV } from '../../../detector/base/units.js';
import type { MenuLine } from '../../../triggers/gdl/menu.js';
import { uniformEdges } from '../axis.js';
import { type Card, defineCard } from '../define-card.js';
import { familiesOf } from '../subjects.js';

/** Name under which workers find the observations of an event file. */
const name = 'event-file';

const energyAxis = { variable: 'energyCms', edges: uniformEdges(0, 5.5 * GeV, 55) };
const thetaAxis = { variable: 'theta', edges: uniformEdges(0, Math.PI, 36) };

const base = {
  name,
  title: 'Events of a file',
  doc: 'Efficiency of every line of the menu for the events of a file, and of its families against the leading photon.',
  points: [],
  events: 0,
  lines: 'all',
  families: 'all',
} as const;

/** What workers observe of events from a file; the same whatever the menu. */
export const fileObservations: Card = defineCard({ ...base, curves: [] });

/** Efficiencies of the events of a file: all lines and families of the menu, the families against energy and angle of the leading photon. */
export function fileCard(lines: readonly MenuLine[]): Card & { readonly reference: { readonly name: string } } {
  const curves = familiesOf(lines).flatMap((family) => [
    { id: `energy-${family}`, title: `${family} against photon energy`, axis: energyAxis, selection: 'all', subjects: [family] },
    { id: `theta-${family}`, title: `${family} against photon angle`, axis: thetaAxis, selection: 'all', subjects: [family] },
  ]);
  return { ...defineCard({ ...base, curves }), reference: { name } };
}
