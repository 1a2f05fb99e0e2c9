import { revolutionPeriod } from '../../detector/base/constants.js';
import { exp } from '../../detector/base/elementary.js';
import type { BackgroundConfig } from '../backgrounds/background-schema.js';
import { InjectionBurst } from '../backgrounds/injection-burst.js';
import { ticksOf } from '../machine/clock.js';
import { InjectionVeto } from '../machine/injection-veto.js';
import type { MachineConfig } from '../machine/machine-schema.js';

/** Passages are followed for so many of the slow decay times. */
const followed = 12;
/** Places in a burst, up to so many widths behind the bunch. */
const [places, widths] = [64, 4];

/**
 * Share of what a shot loses that comes while its own veto lets events through: what follows the
 * stretch of full veto and is outside of the gates, above all what comes after the last of them.
 */
export function liveShareOfInjection({
  veto,
  backgrounds: { injection },
}: Pick<MachineConfig, 'veto'> & {
  readonly backgrounds: Pick<BackgroundConfig, 'injection'>;
}): number {
  const burst = new InjectionBurst(injection);
  const state = new InjectionVeto({ veto });
  const shot = { number: 0, kick: 0, arrival: 0 };
  const turns = Math.ceil((followed * injection.slowDecay) / revolutionPeriod);
  const bell = Array.from({ length: places }, (_, place) => {
    const away = (widths * (place + 0.5)) / places;
    return { away: away * injection.width, weight: exp(-0.5 * away * away) };
  });
  const all = bell.reduce((sum, { weight }) => sum + weight, 0);
  let live = burst.shareOf(turns, Number.POSITIVE_INFINITY);
  for (let turn = 0; turn < turns; turn++) {
    const passage = turn * revolutionPeriod;
    const free = bell.reduce(
      (sum, { away, weight }) =>
        state.at(ticksOf(passage + away), shot) === 'none' ? sum + weight : sum,
      0,
    );
    live += (burst.shareOf(turn, turn + 1) * free) / all;
  }
  return live;
}
