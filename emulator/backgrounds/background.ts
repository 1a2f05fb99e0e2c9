/** What the laws of backgrounds know of a ring. */
export interface RingBeam {
  readonly current: number;
  /** In any unit. */
  readonly pressure: number;
  /** Width, height and length of a bunch multiplied. */
  readonly volume: number;
  /** Shots of injection [1/ns]. */
  readonly shotRate: number;
  /** Charge of a shot that does not stay, in any unit. */
  readonly lostOfShot: number;
}

/** What the laws of backgrounds know of the machine. */
export interface BeamState {
  readonly her: RingBeam;
  readonly ler: RingBeam;
  readonly bunches: number;
  /** [cm⁻²s⁻¹] */
  readonly luminosity: number;
}

/** Which part of the background a source is at the state that shares are given for. */
export type SteadyShare =
  | 'lerTouschek'
  | 'herTouschek'
  | 'lerCoulomb'
  | 'herCoulomb'
  | 'lerBremsstrahlung'
  | 'herBremsstrahlung'
  | 'radiativeBhabha';

/** The same of what comes after injections, on top of the others. */
type InjectionShare = 'lerInjection' | 'herInjection';

/** Shares of all sources. */
export type ShareName = SteadyShare | InjectionShare;

/**
 * What the stray particles of a source are, and where they come from: abundances beside those of
 * all sources together.
 */
export interface Mix {
  readonly tracks: number;
  readonly showers: number;
  readonly softTracks: number;
  readonly softClusters: number;
  /** Share of electrons among tracks. */
  readonly electrons: number;
  /** Added to the powers with which spectra fall. */
  readonly softness: number;
  /** Mean number of further particles from the same place. */
  readonly company: number;
  /** Share of neutrons among them. */
  readonly neutrons: number;
  /** How much more fly forward, −1 to 1. */
  readonly lean: number;
  /** Where they start along the beams [cm]. */
  readonly zMin: number;
  readonly zMax: number;
}

/** A source of stray particles: how often they come goes with the machine by a law of its own. */
export interface Background<Share extends ShareName = ShareName> {
  /** As people call it. */
  readonly name: string;
  readonly share: Share;
  /** Number of its anchors in random streams; that of its soft seeds is the next. */
  readonly number: number;
  /** The ring that it is of, where it is one. */
  readonly ring?: 'her' | 'ler';
  /** Whether it is of single beams, so that it is there without collisions. */
  readonly isSingleBeam: boolean;
  /** In proportion to how often it comes. */
  readonly law: (state: BeamState) => number;
  /** Its mix unless a user asks for another. */
  readonly mix: Mix;
}

/**
 * The rings with their particles, for sources that each has. Positrons fly backward, electrons
 * forward, and so does more of what they make (assumed).
 */
export const rings = [
  { ring: 'ler', title: 'LER', lean: -0.5, place: 0 },
  { ring: 'her', title: 'HER', lean: 0.5, place: 2 },
] as const;

/** As all sources together are, from within a metre of the collision point; assumed. */
export const averageMix: Mix = {
  tracks: 1,
  showers: 1,
  softTracks: 1,
  softClusters: 1,
  electrons: 0.2,
  softness: 0,
  company: 0.1,
  neutrons: 0.2,
  lean: 0,
  zMin: -100,
  zMax: 100,
};
