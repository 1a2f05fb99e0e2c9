/** What tries of a sample find. */
export interface Pilot {
  /** [nb] */
  readonly crossSection: number;
  /** The weight up to which events are taken as they come [nb]. */
  readonly most: number;
}

/**
 * Of the default samples of e⁺e⁻γ with the nominal beams, by sample. Made by:
 * npx vitest run test/emulator/generators/nominal-pilots.test.ts -u
 */
export const nominalPilots: Readonly<Record<string, Pilot>> = {
  'one leg electron -0.984807753012208 0.984807753012208 0.15 0.001 0': {
    crossSection: 851.845595597338,
    most: 3615.52041740975,
  },
  'photon alone photon 0.06999999999999999 -0.9659258262890683 0.984807753012208 0.001 0.1': {
    crossSection: 31.3388180659303,
    most: 695.5907585340002,
  },
};
