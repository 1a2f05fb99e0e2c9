// kernel: once per event, scalars and reused vectors only
import { choice, type ConfigOf, quantity } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import type { RandomStream } from '../../detector/base/random.js';
import { GeV, MeV } from '../../detector/base/units.js';
import type { CollisionPoint } from '../../detector/beam-spot.js';
import { boostFromRest, type FourVector, fourVector } from '../../detector/lorentz.js';
import { type ParticleBuilder, particleStatus } from '../../detector/particles.js';
import { particleInfo } from '../../detector/pdg.js';
import { momentumOfPair } from '../../detector/propagation/decays.js';
import { PhaseSpace } from '../decays/phase-space.js';
import { Flight } from './flight.js';
import { pushFinal } from './push-final.js';
import { setPhoton } from './recoil.js';

/** χ₁ and χ₂ in the truth: dark fermions. */
const darkFermionPdg = 52;
/** PDG codes of the lepton. */
const leptons = { ee: 11, mumu: 13 } as const;

/** What generators of χ₁χ₂ let a user choose of it. */
export const inelasticPairSchema = {
  lightMass: quantity(1 * GeV, 'GeV', 'Mass of χ₁', { min: 1 * MeV }),
  splitting: quantity(0.1 * GeV, 'GeV', 'Mass of χ₂ less that of χ₁', { min: 1 * MeV }),
  flight: quantity(1, 'cm', 'Mean flight cτ of χ₂', { min: 0 }),
  decay: choice(
    'ee',
    ['ee', 'mumu'],
    'Leptons of χ₂ → χ₁ℓℓ, uniform in phase space; the cross section is that of all decays',
  ),
};

/** χ₁χ₂ of an A′ of `mass` [GeV]. */
type InelasticPairConfig = ConfigOf<typeof inelasticPairSchema> & { readonly mass: number };

/** @throws GENERATOR_CONFIG */
export function checkInelasticPair(
  generator: string,
  { mass, lightMass, splitting, decay }: InelasticPairConfig,
): void {
  const fail = (what: string): never => {
    throw new EmulatorError('GENERATOR_CONFIG', `generator "${generator}": ${what}`);
  };
  if (mass <= 2 * lightMass + splitting)
    fail(`an A' of ${mass} GeV does not decay to ${lightMass} and ${lightMass + splitting} GeV`);
  if (splitting <= 2 * particleInfo(leptons[decay])!.mass)
    fail(`a splitting of ${splitting} GeV does not leave the masses of ${decay}`);
}

/** A′ → χ₁χ₂, χ₂ → χ₁ℓℓ after a flight. */
export class InelasticPair {
  readonly #mass: number;
  readonly #lightMass: number;
  readonly #heavyMass: number;
  readonly #momentum: number;
  readonly #flight: Flight;
  readonly #phaseSpace = new PhaseSpace();
  readonly #masses: Float64Array;
  readonly #codes: readonly number[];
  readonly #light = fourVector();
  readonly #heavy = fourVector();

  constructor({ mass, lightMass, splitting, flight, decay }: InelasticPairConfig) {
    const lepton = leptons[decay];
    const leptonMass = particleInfo(lepton)!.mass;
    this.#mass = mass;
    this.#lightMass = lightMass;
    this.#heavyMass = lightMass + splitting;
    this.#momentum = momentumOfPair(mass, lightMass, this.#heavyMass);
    this.#flight = new Flight(this.#heavyMass, flight);
    this.#masses = Float64Array.of(lightMass, leptonMass, leptonMass);
    this.#codes = [darkFermionPdg, lepton, -lepton];
  }

  /** Draws all of it for an A′ in the laboratory, of any direction in its frame alike. */
  draw(
    stream: RandomStream,
    darkPhoton: Readonly<FourVector>,
    point: Readonly<CollisionPoint>,
  ): void {
    const momentum = this.#momentum;
    const light = this.#light;
    const heavy = this.#heavy;
    setPhoton(light, momentum, 2 * stream.uniform() - 1, 2 * Math.PI * stream.uniform());
    heavy.px = -light.px;
    heavy.py = -light.py;
    heavy.pz = -light.pz;
    light.energy = Math.sqrt(momentum * momentum + this.#lightMass * this.#lightMass);
    heavy.energy = this.#mass - light.energy;
    boostFromRest(light, darkPhoton, this.#mass);
    boostFromRest(heavy, darkPhoton, this.#mass);
    this.#phaseSpace.draw(this.#heavyMass, this.#masses, 3, stream);
    for (let product = 0; product < 3; product++)
      boostFromRest(this.#phaseSpace.momenta[product]!, heavy, this.#heavyMass);
    this.#flight.draw(stream, point, heavy);
  }

  /**
   * Rows of χ₁, χ₂ and the products χ₁ℓ⁻ℓ⁺ of χ₂; the A′, `row` of its event and the last one, has
   * decayed.
   */
  push(builder: ParticleBuilder, point: Readonly<CollisionPoint>, row: number): void {
    builder.columns.status[builder.rowCount - 1] = particleStatus.intermediate;
    for (const vector of [this.#light, this.#heavy]) {
      pushFinal(builder, darkFermionPdg, vector, point);
      builder.columns.mother[builder.rowCount - 1] = row;
    }
    builder.columns.status[builder.rowCount - 1] = particleStatus.intermediate;
    for (const [product, code] of this.#codes.entries()) {
      pushFinal(builder, code, this.#phaseSpace.momenta[product]!, this.#flight.end);
      builder.columns.mother[builder.rowCount - 1] = row + 2;
    }
  }
}
