import { particleInfo } from '../../../detector/pdg.js';

/** Species told apart, in the order of every column of log-likelihoods. */
const speciesNames = ['electron', 'muon', 'pion', 'kaon', 'proton'] as const;
/** Species that a track may be identified as. */
export type SpeciesName = (typeof speciesNames)[number];
/** Length of a track's log-likelihoods. */
export const speciesCount = speciesNames.length;
/** Place of each species in a track's log-likelihoods. */
export const species = {
  electron: 0,
  muon: 1,
  pion: 2,
  kaon: 3,
  proton: 4,
} as const satisfies Record<SpeciesName, number>;

/** |PDG code| by species. */
export const speciesPdg = [11, 13, 211, 321, 2212] as const;
/** Mass by species [GeV]. */
export const speciesMass = Float64Array.from(speciesPdg, (pdg) => particleInfo(pdg)!.mass);
