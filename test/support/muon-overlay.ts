import { type Particles, ParticleBuilder, particleStatus } from '../../detector/particles.js';
import type { UserOverlay } from '../../emulator/chain/user-overlay.js';

/** Events of one muon each, of 1, 2, … GeV/c. */
function muons(events: number): Particles {
  const builder = new ParticleBuilder();
  for (let event = 0; event < events; event++) {
    const p = 1 + event;
    builder.push(13, particleStatus.final, -1, p, 0, 0, Math.sqrt(p * p + 0.105658 ** 2));
    builder.endEvent();
  }
  return builder.take();
}

/** Three events of a user that come at a rate [1/ns], of weights with these sums. */
export const muonOverlay = (rate: number, sums?: Float64Array): UserOverlay => ({
  name: 'muons',
  hash: 'abc',
  content: {
    kind: 'particles',
    events: 3,
    rate,
    particles: muons(3),
    ...(sums !== undefined && { sums }),
  },
});
