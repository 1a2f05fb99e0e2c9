import { averageMix, type Background, rings, type SteadyShare } from './background.js';

/**
 * Touschek effect: two particles of one bunch scatter on each other and both leave the energy that
 * the ring holds. With the density of the bunches: I²/(n_b σx σy σz).
 * @see arXiv:2302.01566 (recalled, text not read; the law is that of textbooks)
 */
export const touschek: readonly Background<SteadyShare>[] = rings.map(
  ({ ring, title, lean, place }) => ({
    name: `Touschek, ${title}`,
    ring,
    share: `${ring}Touschek`,
    number: 111 + place,
    isSingleBeam: true,
    law: ({ [ring]: { current, volume }, bunches }) => (current * current) / (bunches * volume),
    mix: { ...averageMix, lean },
  }),
);
