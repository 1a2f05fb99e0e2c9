/** What the laws of backgrounds know of a ring. */
export interface RingBeam {
  readonly current: number;
  /** In any unit. */
  readonly pressure: number;
  /** Width, height and length of a bunch multiplied. */
  readonly volume: number;
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
export type ShareName =
  | 'lerTouschek'
  | 'herTouschek'
  | 'lerCoulomb'
  | 'herCoulomb'
  | 'lerBremsstrahlung'
  | 'herBremsstrahlung'
  | 'radiativeBhabha';

/** A source of stray particles: how often they come goes with the machine by a law of its own. */
export interface Background {
  /** As people call it. */
  readonly name: string;
  readonly share: ShareName;
  /** Whether it is of single beams, so that it is there without collisions. */
  readonly isSingleBeam: boolean;
  /** In proportion to how often it comes. */
  readonly law: (state: BeamState) => number;
}

/** The rings with their particles, for sources that each has. */
export const rings = [
  { ring: 'ler', title: 'LER' },
  { ring: 'her', title: 'HER' },
] as const;
