import { acos, hypot } from '../../../detector/base/elementary.js';
import { degree } from '../../../detector/base/units.js';
import type { ObservedBatch, Variable } from '../../chain/observed.js';

/** Variables of events with one particle from outside. */
export const loneRayVariables = {
  p: { label: 'p', unit: 'GeV', factor: 1, doc: 'momentum where it starts' },
  zenith: { label: 'zenith angle', unit: 'deg', factor: degree, doc: 'from straight above' },
  start: { label: 'start', unit: 'cm', factor: 1, doc: 'distance from the collision point' },
  miss: {
    label: 'distance',
    unit: 'cm',
    factor: 1,
    doc: 'of its straight line from the collision point',
  },
} as const satisfies Readonly<Record<string, Variable>>;

/** The variables of each event's first particle. */
export function loneRay({
  eventCount,
  particles: { offsets, px, py, pz, x, y, z },
}: ObservedBatch): Record<keyof typeof loneRayVariables, Float64Array> {
  const column = (): Float64Array => new Float64Array(eventCount);
  const out = { p: column(), zenith: column(), start: column(), miss: column() };
  for (let event = 0; event < eventCount; event++) {
    const row = offsets[event]!;
    const p = hypot(px[row]!, py[row]!, pz[row]!);
    const start2 = x[row]! ** 2 + y[row]! ** 2 + z[row]! ** 2;
    const along = (x[row]! * px[row]! + y[row]! * py[row]! + z[row]! * pz[row]!) / p;
    out.p[event] = p;
    out.zenith[event] = acos(-py[row]! / p);
    out.start[event] = Math.sqrt(start2);
    out.miss[event] = Math.sqrt(Math.max(0, start2 - along * along));
  }
  return out;
}
