import { atan2, hypot } from '../../../detector/base/elementary.js';
import { degree } from '../../../detector/base/units.js';
import { type Particles, particleStatus } from '../../../detector/particles.js';
import type { ObservedBatch } from '../../chain/observed.js';
import type { Variable } from '../../chain/observed.js';

/** Variables of events with one particle of the collision. */
export const loneProngVariables = {
  kind: { label: '|PDG|', unit: '', factor: 1, doc: '|PDG code| of the particle' },
  p: { label: 'p', unit: 'GeV', factor: 1, doc: 'momentum in the laboratory' },
  theta: { label: 'θ', unit: 'deg', factor: degree, doc: 'polar angle in the laboratory' },
  phi: { label: 'φ', unit: 'deg', factor: degree, doc: 'azimuth in the laboratory, −180° to 180°' },
  matched: {
    label: 'matched',
    unit: '',
    factor: 1,
    doc: 'full tracks matched to a barrel sector: 1 by the particle, 2 by its decay',
  },
} as const satisfies Readonly<Record<string, Variable>>;

/**
 * Whether an event's first particle decayed before the calorimeter into one that is followed
 * further.
 */
function decayed({ offsets, status, mother }: Particles, event: number): boolean {
  const first = offsets[event]!;
  if (status[first] !== particleStatus.intermediate) return false;
  for (let row = first + 1; row < offsets[event + 1]!; row++) if (mother[row] === 0) return true;
  return false;
}

/** The variables of each event's first particle, with what the trigger matched to it. */
export function loneProng({
  eventCount,
  particles,
  objects,
}: ObservedBatch<never, 'klmMatches'>): Record<keyof typeof loneProngVariables, Float64Array> {
  const column = (): Float64Array => new Float64Array(eventCount);
  const out = { kind: column(), p: column(), theta: column(), phi: column(), matched: column() };
  const { offsets, pdg, px, py, pz } = particles;
  for (let event = 0; event < eventCount; event++) {
    const row = offsets[event]!;
    const pt = hypot(px[row]!, py[row]!);
    out.kind[event] = Math.abs(pdg[row]!);
    out.p[event] = hypot(pt, pz[row]!);
    out.theta[event] = atan2(pt, pz[row]!);
    out.phi[event] = atan2(py[row]!, px[row]!);
    if (objects.klmMatches.cdcklm[event] === 1)
      out.matched[event] = decayed(particles, event) ? 2 : 1;
  }
  return out;
}
