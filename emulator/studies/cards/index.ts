import type { Card } from '../define-card.js';
import { cosmicRays } from './cosmics.js';
import { alpCard } from './alp.js';
import { alpLight } from './alp-light.js';
import { darkHiggsCascadeCard } from './dark-higgs-cascade.js';
import { darkPhotonDisplacedCard, darkPhotonVisibleCard } from './dark-photon-visible.js';
import { emuZPrimeCard } from './emu-zprime.js';
import { inelasticDarkHiggsCard } from './inelastic-dark-higgs.js';
import { xToMuMuCard } from './x-to-mumu.js';
import { xToTauTauCard } from './x-to-tautau.js';
import { alpFusionCard } from './alp-fusion.js';
import { bToKsCard } from './b-to-ks.js';
import { bToKsModesCard } from './b-to-ks-modes.js';
import { bhabhaCard } from './bhabha.js';
import { darkHiggsCard } from './dark-higgs.js';
import { darkPhotonCard } from './dark-photon.js';
import { gammaGammaCard } from './gamma-gamma.js';
import { inelasticDarkMatterCard } from './inelastic-dark-matter.js';
import { mumuCard } from './mumu.js';
import { mumuScalarCard } from './mumu-scalar.js';
import { tautauCard } from './tautau.js';
import { tautauScalarCard } from './tautau-scalar.js';
import { crystalGaps } from './crystal-gaps.js';
import { displacedPair } from './displaced-pair.js';
import { mumuZPrimeCard } from './mumu-zprime.js';
import { mumuZPrime2018Card } from './mumu-zprime-2018.js';
import { fourLeptonCards } from './four-leptons.js';
import { hadronCards } from './hadrons.js';
import { neuroQuantization } from './neuro-quantization.js';
import { nnSingleTrack } from './nn-single-track.js';
import { pid } from './pid.js';
import { radiativeBhabhaCard } from './radiative-bhabha.js';
import { rejection } from './rejection.js';
import { singleMuon } from './single-muon.js';
import { singlePhoton } from './single-photon.js';
import { singlePhotonBackground } from './single-photon-background.js';
import { singlePhotonMumug } from './single-photon-mumug.js';
import { tauToAlphaCard } from './tau-to-alpha.js';
import { tauToPiNCard } from './tau-to-pi-n.js';
import { referenceTriggersCard } from './reference-triggers.js';
import { tagAndProbeCard } from './tag-and-probe.js';
import { threeTrack } from './three-track.js';
import { topTiming } from './top-timing.js';
import { trackFinders } from './track-finders.js';
import { twoPhotonCards } from './two-photon.js';
import { twoTrack } from './two-track.js';
import { underBackground } from './under-background.js';
import { vertex } from './vertex.js';
import { zFits } from './z-fits.js';
import { zRejection } from './z-rejection.js';

/** Built-in cards. */
export const cards: readonly Card[] = [
  singlePhoton,
  singlePhotonBackground,
  singleMuon,
  singlePhotonMumug,
  nnSingleTrack,
  neuroQuantization,
  zRejection,
  zFits,
  trackFinders,
  twoTrack,
  threeTrack,
  displacedPair,
  pid,
  topTiming,
  crystalGaps,
  vertex,
  underBackground,
  rejection,
  referenceTriggersCard,
  tagAndProbeCard,
  // Processes of the machine, then signals: one card each.
  bhabhaCard,
  radiativeBhabhaCard,
  gammaGammaCard,
  mumuCard,
  tautauCard,
  ...hadronCards,
  ...twoPhotonCards,
  ...fourLeptonCards,
  cosmicRays,
  darkPhotonCard,
  darkPhotonVisibleCard,
  darkPhotonDisplacedCard,
  alpCard,
  alpLight,
  alpFusionCard,
  mumuZPrimeCard,
  mumuZPrime2018Card,
  emuZPrimeCard,
  mumuScalarCard,
  xToMuMuCard,
  xToTauTauCard,
  tautauScalarCard,
  darkHiggsCard,
  darkHiggsCascadeCard,
  inelasticDarkMatterCard,
  inelasticDarkHiggsCard,
  bToKsCard,
  bToKsModesCard,
  tauToAlphaCard,
  tauToPiNCard,
];
