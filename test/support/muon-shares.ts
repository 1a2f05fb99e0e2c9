import { lastValueFrom, reduce } from 'rxjs';
import {
  allBits,
  emulatorConfig,
  hasBit,
  hits$,
  type InputName,
  inputSlots,
  inputWords,
  objects,
} from '../../emulator/library.js';

/** Muons of the collision point, one an event. */
export interface Muons {
  /** Momentum, flat [GeV]. */
  readonly p: readonly [number, number];
  /** Polar angle, flat [degrees]. */
  readonly theta: readonly [number, number];
  readonly events: number;
  readonly seed?: number;
  readonly pdg?: 13 | -13;
}

/** Events that were looked at, and those of them that fired each bit. */
export interface Fired<N extends InputName> {
  readonly selected: number;
  readonly count: Readonly<Record<N, number>>;
}

/**
 * Input bits of single muons through the whole chain, without noise.
 * @param neuralWithin only events with a neural track of |z| below this [cm] are looked at.
 */
export async function firedByMuons<const N extends InputName>(
  { p, theta, events, seed = 1, pdg = 13 }: Muons,
  names: readonly N[],
  neuralWithin = Number.POSITIVE_INFINITY,
): Promise<Fired<N>> {
  const conditions = emulatorConfig();
  const count = Object.fromEntries(names.map((name) => [name, 0])) as Record<N, number>;
  const config = {
    pdg,
    frame: 'lab',
    variable: 'momentum',
    minimum: `${p[0]} GeV`,
    maximum: `${p[1]} GeV`,
    thetaMin: `${theta[0]} deg`,
    thetaMax: `${theta[1]} deg`,
    thetaDensity: 'theta',
  } as const;
  const batches = hits$({ generator: 'gun', config, events, seed, conditions }).pipe(
    objects(),
    allBits(conditions),
    reduce((selected, { eventCount, inputBits, objects: { neuro } }) => {
      const { offsets, z } = neuro.tracks;
      let looked = 0;
      for (let event = 0; event < eventCount; event++) {
        const tracks = z.subarray(offsets[event], offsets[event + 1]);
        if (
          neuralWithin < Number.POSITIVE_INFINITY &&
          !tracks.some((at) => Math.abs(at) < neuralWithin)
        )
          continue;
        looked++;
        for (const name of names)
          if (hasBit(inputBits, inputWords, event, inputSlots[name])) count[name]++;
      }
      return selected + looked;
    }, 0),
  );
  return { selected: await lastValueFrom(batches), count };
}

/** Share of events that fired a bit. */
export const shareOf = <N extends InputName>({ selected, count }: Fired<N>, name: N): number =>
  count[name] / selected;

/** Difference of the shares of a bit in two samples, in standard deviations. */
export function shiftOf<N extends InputName>(one: Fired<N>, other: Fired<N>, name: N): number {
  const variance = (fired: Fired<N>): number => {
    const share = shareOf(fired, name);
    return (share * (1 - share)) / fired.selected;
  };
  return (shareOf(one, name) - shareOf(other, name)) / Math.sqrt(variance(one) + variance(other));
}
