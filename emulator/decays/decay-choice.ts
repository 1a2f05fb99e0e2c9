/** What a user says of particles that live too short for the detector; the same everywhere. */
export interface DecayChoice {
  /**
   * Whether final particles that live too short for the detector, of files, guns and generators,
   * are decayed (the default); else they leave nothing in it. Either is noted by kind.
   */
  readonly decay?: boolean;
}

/** The choice as commands and settings write it. */
export const decaySettings = ['on', 'off'] as const;
/** One of `decaySettings`. */
export type DecaySetting = (typeof decaySettings)[number];

/** What the settings do, for help texts. */
export const decayDoc =
  'on: decay final particles that live too short for the detector (τ, D, B, K0, ρ, …); off: ' +
  'leave them as they are: nothing in the detector sees them. Either is said by kind';

/** The choice that a setting stands for. */
export const decayChoice = (setting: DecaySetting): Required<DecayChoice> => ({
  decay: setting === 'on',
});
