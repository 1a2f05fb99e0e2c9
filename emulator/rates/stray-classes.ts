import { Hz } from '../../detector/base/units.js';
import type { BackgroundConfig } from '../backgrounds/background-schema.js';
import type { BeamState } from '../backgrounds/background.js';
import { strayClasses } from '../backgrounds/seeds.js';
import { liveShareOfInjection } from '../settings/live-injection.js';
import { beamStateOf, type NamedMachine, referenceState } from '../settings/machine.js';
import type { EventClass } from './event-class.js';

/** Stray particles at a state of the machine, those after injections outside of the veto. */
export function strays({ config }: Pick<NamedMachine, 'config'>): readonly EventClass[] {
  const state = beamStateOf(config);
  const reference = referenceState();
  const live = liveShareOfInjection(config);
  return strayClasses(config.backgrounds)
    .map(({ name, source, tier, origin, sender, generator, config: parameters, rateAt }) => ({
      name,
      source,
      tier,
      origin,
      sender,
      generator,
      config: parameters,
      hz: (rateAt(state, reference) * (origin === 'injection' ? live : 1)) / Hz,
    }))
    .filter(({ hz }) => hz > 0);
}

/** What is added to the powers of spectra, or taken from them, to see what they decide. */
const softnessStep = 0.5;

/** The same that may fire a line, with spectra that fall more steeply (1) or less so (−1). */
export function variedStrays(
  { config }: Pick<NamedMachine, 'config'>,
  direction: 1 | -1,
): readonly EventClass[] {
  const { backgrounds } = config;
  const softness = backgrounds.softness + direction * softnessStep;
  return strays({ config: { ...config, backgrounds: { ...backgrounds, softness } } }).filter(
    ({ tier }) => tier === 'anchor',
  );
}

/** How often stray particles of a source come [Hz], those under a veto too. */
export interface StrayRate {
  readonly name: string;
  readonly anchorHz: number;
  readonly softHz: number;
}

/** Stray particles of each source at a state of the machine, mean over time. */
export function strayRates(config: BackgroundConfig, state: BeamState): readonly StrayRate[] {
  const reference = referenceState();
  const classes = strayClasses(config);
  const senders = [...new Set(classes.map(({ sender }) => sender))];
  const rateOf = (name: string, wanted: 'anchor' | 'soft'): number =>
    classes
      .filter(({ sender, tier }) => sender === name && tier === wanted)
      .reduce((sum, { rateAt }) => sum + rateAt(state, reference), 0) / Hz;
  return senders.map((name) => ({
    name,
    anchorHz: rateOf(name, 'anchor'),
    softHz: rateOf(name, 'soft'),
  }));
}
