// kernel: once per charged pion that stops in the crystals
import type { RowSink } from '../base/columns.js';
import type { RandomDraws } from '../base/kernel-stream.js';
import { MeV } from '../base/units.js';
import { log } from '../base/elementary.js';
import { particleInfo } from '../pdg.js';
import type { eclDepositSchema } from './hits.js';

/** Mass of charged pions [GeV]. */
export const pionMass = particleInfo(211)?.mass ?? 0;
/** Kinetic energy of the muon of a π⁺ at rest, (m_π − m_μ)²/2m_π [GeV]. */
const muonEnergy = 4.12 * MeV;
/** Greatest energy of the positron of a μ⁺ at rest, m_μ/2 [GeV]. */
const maxPositron = 52.8 * MeV;
/** Mean life of the muon [ns]. @see PDG */
const muonLife = 2197;

/** Whether a code is of a charged pion. */
export const isChargedPion = (pdg: number): boolean => pdg === 211 || pdg === -211;

/**
 * What a pion leaves that has just stopped, in the crystal of the last deposit: a π⁻ is captured by
 * a nucleus, and `share` of its mass is seen; a π⁺ decays to a muon of 4 MeV, whose positron
 * follows with its own life.
 */
export function depositStoppedPion(
  pdg: number,
  share: number,
  random: RandomDraws,
  builder: RowSink<typeof eclDepositSchema>,
): void {
  builder.reserve(2);
  const { crystal, energy, time } = builder.columns;
  const last = builder.rowCount - 1;
  const push = (amount: number, delay: number): void => {
    const row = builder.rowCount++;
    crystal[row] = crystal[last];
    energy[row] = amount;
    time[row] = time[last] + delay;
  };
  if (pdg < 0) return push(share * pionMass, 0);
  push(muonEnergy, 0);
  push(positronEnergy(random), -muonLife * log(1 - random.uniform()));
}

/** Energy of the positron, with Michel's spectrum x²(3 − 2x) and without the electron's mass. */
function positronEnergy(random: RandomDraws): number {
  for (;;) {
    const x = random.uniform();
    if (random.uniform() < x * x * (3 - 2 * x)) return x * maxPositron;
  }
}
