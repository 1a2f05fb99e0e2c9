import { lazily } from '../../detector/base/lazily.js';
import { antiparticle, particleInfo } from '../../detector/pdg.js';
import {
  type DecayEntry,
  type DecayMode,
  type DecayText,
  parseDecays,
  widthOf,
} from './parse-decays.js';
import { beautyDecays } from './tables/beauty.js';
import { charmDecays } from './tables/charm.js';
import { lightDecays } from './tables/light.js';
import { quarkoniumDecays } from './tables/quarkonium.js';
import { tauDecays } from './tables/tau.js';

const texts: readonly DecayText[] = [
  tauDecays,
  lightDecays,
  charmDecays,
  quarkoniumDecays,
  beautyDecays,
];

const entries = lazily(() => {
  const listed = new Map<number, DecayEntry>();
  for (const text of texts)
    for (const entry of parseDecays(text)) addWithAntiparticle(listed, entry);
  return listed;
});

/** The decays of a particle by PDG code; undefined for what is stable or not in the tables. */
export function decaysOf(pdg: number): DecayEntry | undefined {
  return entries().get(pdg);
}

/** Some decays of a particle: their share of all, and a table of them alone. */
export interface ChosenDecays {
  readonly share: number;
  readonly entry: DecayEntry;
}

/**
 * The decays of a particle that `isChosen` takes.
 * @throws RangeError when there are none
 */
export function chosenDecays(pdg: number, isChosen: (mode: DecayMode) => boolean): ChosenDecays {
  const entry = decaysOf(pdg);
  const modes = entry?.modes.filter(isChosen) ?? [];
  if (entry === undefined || modes.length === 0)
    throw new RangeError(`decays of PDG code ${pdg}: none is chosen`);
  const share = modes.reduce((sum, { fraction }) => sum + fraction, 0);
  const scaled = modes.map((mode) => ({ ...mode, fraction: mode.fraction / share }));
  return { share, entry: { ...entry, modes: scaled } };
}

/**
 * Whether a particle is decayed here and flies a way of its own before: not K⁰, whose lifetime is
 * that of the K_S or K_L that it becomes.
 */
export function takesLifetime(pdg: number): boolean {
  return (
    entries()
      .get(pdg)
      ?.modes.every(({ products }) => products.length > 1) ?? false
  );
}

/** Every particle that can be decayed, antiparticles too. */
export function decayingParticles(): readonly number[] {
  return [...entries().keys()];
}

function addWithAntiparticle(entries: Map<number, DecayEntry>, entry: DecayEntry): void {
  entries.set(entry.pdg, entry);
  const anti = antiparticle(entry.pdg);
  if (anti === entry.pdg) return;
  const modes = entry.modes.map((mode) => ({ ...mode, products: mode.products.map(antiparticle) }));
  entries.set(anti, { ...entry, pdg: anti, modes });
}

const minMasses = new Map<number, number>();

/** Rarer modes do not make a resonance lighter. */
const minShare = 0.05;

/**
 * The least mass [GeV] with which a particle can decay by one of its common modes: its own, when it
 * is stable or so narrow that its mass is not drawn.
 */
export function minMass(pdg: number): number {
  const known = minMasses.get(pdg);
  if (known !== undefined) return known;
  const { mass = 0, lifetime = 0 } = particleInfo(pdg) ?? {};
  const entry = entries().get(pdg);
  const sums =
    entry === undefined || widthOf(lifetime) === 0
      ? [mass]
      : entry.modes
          .filter(({ fraction }) => fraction >= minShare)
          .map(({ products }) => products.reduce((sum, code) => sum + minMass(code), 0));
  const least = Math.min(...sums);
  minMasses.set(pdg, least);
  return least;
}
