// kernel: once per event, scalars and reused vectors only
import { electronMass } from '../../detector/base/constants.js';
import { cos } from '../../detector/base/elementary.js';
import type { RandomStream } from '../../detector/base/random.js';
import { type Beams, cmsToLab, collisionFrame, setCollisionFrame } from '../../detector/beams.js';
import { type FourVector, fourVector } from '../../detector/lorentz.js';
import { isInside } from './bhabha-class.js';
import { FinalStateRadiation } from './fsr.js';
import { drawEmissionCosTheta } from './isr.js';
import type { HardPoint, HardProcess, LeptonPair } from './lepton-pair.js';
import { Recoil, setPhoton } from './recoil.js';

/**
 * Draws events of e⁺e⁻ → ℓ⁺ℓ⁻(γ…) from a stream, one after the other, into vectors of its own;
 * laboratory frame.
 */
interface LeptonPairSampler {
  readonly lepton: Readonly<FourVector>;
  readonly antilepton: Readonly<FourVector>;
  /** The photon of the beams; meaningful when the last draw had one. */
  readonly radiated: Readonly<FourVector>;
  /** The photons of the leptons. */
  readonly final: FinalStateRadiation;
  /** Draws the next event; true when the beams have radiated. */
  readonly draw: () => boolean;
  /** Of the last draw: 1, or of weighted pairs what the angle is worth; mean 1 over all tries. */
  readonly weight: () => number;
  /** Share of all tries that became events: the rest is outside of the limits on the leptons. */
  readonly yield: () => number;
}

/**
 * Momentum is conserved: the pair has the invariant mass that the radiation of the beams leaves and
 * recoils against it, and the leptons recoil against their own photons. The polar axis of the pair
 * is the electron's direction carried along by the boost, exact for radiation along the beams.
 * Radiation of beams and leptons does not interfere. Photons of beams and leptons are different
 * particles of one event, so no order of transverse momenta is asked for.
 */
export function leptonPairSampler(
  pair: LeptonPair,
  process: HardProcess,
  beams: Beams,
  stream: RandomStream,
): LeptonPairSampler {
  const { electronSpread, positronSpread, energySpread } = beams.config;
  const { mass, minEnergy, minIsrEnergy } = pair;
  const limits = { cosLow: cos(pair.thetaMax), cosHigh: cos(pair.thetaMin), minEnergy };
  const frame = collisionFrame();
  setCollisionFrame(frame, beams.crossing, beams.electronEnergy, beams.positronEnergy);
  const lepton = fourVector();
  const antilepton = fourVector();
  const radiated = fourVector();
  const final = new FinalStateRadiation(mass, pair.minFsrEnergy);
  const recoil = new Recoil();
  const point: HardPoint = { share: 0, cosTheta: 0, logScale: 0, minRapidity: 0, weight: 1 };
  let tries = 0;
  let events = 0;

  /** The pair at rest. */
  const setPair = (pairMass: number): void => {
    setPhoton(
      lepton,
      Math.sqrt(0.25 * pairMass * pairMass - mass * mass),
      point.cosTheta,
      2 * Math.PI * stream.uniform(),
    );
    lepton.energy = 0.5 * pairMass;
    antilepton.px = -lepton.px;
    antilepton.py = -lepton.py;
    antilepton.pz = -lepton.pz;
    antilepton.energy = lepton.energy;
  };

  const radiateBeams = (share: number): void => {
    const sqrtS = Math.sqrt(frame.s);
    const beam = stream.uniform() < 0.5 ? 1 : -1;
    const cosTheta =
      beam * drawEmissionCosTheta(stream, share, frame.s, electronMass, point.minRapidity);
    setPhoton(radiated, 0.5 * share * sqrtS, cosTheta, 2 * Math.PI * stream.uniform());
    recoil.against(radiated, sqrtS, sqrtS * Math.sqrt(1 - share));
    recoil.move(lepton);
    recoil.move(antilepton);
    for (let photon = 0; photon < final.count; photon++) recoil.move(final.photons[photon]!);
  };

  const draw = (): boolean => {
    let share: number;
    do {
      tries++;
      if (energySpread) {
        const electron = beams.electronEnergy + electronSpread * stream.gaussian();
        setCollisionFrame(
          frame,
          beams.crossing,
          electron,
          beams.positronEnergy + positronSpread * stream.gaussian(),
        );
      }
      process.draw(stream, frame.s, point);
      share = 0.5 * point.share * Math.sqrt(frame.s) < minIsrEnergy ? 0 : point.share;
      const pairMass = Math.sqrt(frame.s * (1 - share));
      setPair(pairMass);
      if (pair.fsr) final.radiate(stream, lepton, antilepton, pairMass, point);
      if (share > 0) radiateBeams(share);
    } while (!isInside(lepton, limits) || !isInside(antilepton, limits));
    events++;
    cmsToLab(frame, lepton);
    cmsToLab(frame, antilepton);
    for (let photon = 0; photon < final.count; photon++) cmsToLab(frame, final.photons[photon]!);
    if (share > 0) cmsToLab(frame, radiated);
    return share > 0;
  };

  return {
    lepton,
    antilepton,
    radiated,
    final,
    draw,
    weight: () => point.weight,
    yield: () => events / tries,
  };
}
