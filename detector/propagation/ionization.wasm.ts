// kernel: every layer that a charged particle crosses; AssemblyScript. Mean energy loss by
// ionization; the formula, with its sources, is told in `ionization.ts`.
import { log } from '../base/elementary.wasm';

/** A material, placed once by `placeMaterial`; depths and screening as in materials.ts. */
export class StoppingMaterial {
  electrons: f64 = 0;
  pionDepth: f64 = 0;
  nuclearDepth: f64 = 0;
  /** ln βγ of the first element of the table, elements per unit, last place in it. */
  tableStart: f64 = 0;
  tableDensity: f64 = 0;
  lastPlace: f64 = 0;
  screening: usize = 0;
}

/** Address of a material whose table, of 64 bits each, lies at `screening`. */
export function placeMaterial(
  electrons: f64,
  pionDepth: f64,
  nuclearDepth: f64,
  screening: usize,
  tableStart: f64,
  tableDensity: f64,
  lastPlace: f64,
): usize {
  const material = new StoppingMaterial();
  material.electrons = electrons;
  material.pionDepth = pionDepth;
  material.nuclearDepth = nuclearDepth;
  material.tableStart = tableStart;
  material.tableDensity = tableDensity;
  material.lastPlace = lastPlace;
  material.screening = screening;
  return changetype<usize>(material);
}

/** The part of the energy loss that depends on the particle. */
export class Stopping {
  bethe: f64;
  electronMass: f64;
  /** A particle lighter than this is an electron [GeV]. */
  lightest: f64;
  /** Relative change of momentum after which it is to be set anew. */
  freshness: f64;
  factor: f64 = 0;
  logarithm: f64 = 0;
  rest: f64 = 0;
  logBetaGamma: f64 = 0;

  constructor(bethe: f64, electronMass: f64, lightest: f64, freshness: f64) {
    this.bethe = bethe;
    this.electronMass = electronMass;
    this.lightest = lightest;
    this.freshness = freshness;
  }

  /** A particle of `mass` and `momentum` [GeV] and `charge` [e]. */
  set(mass: f64, momentum: f64, charge: f64): void {
    const electronMass = this.electronMass;
    const gamma = sqrt(momentum * momentum + mass * mass) / mass;
    const betaGamma2 = (momentum * momentum) / (mass * mass);
    const beta2 = betaGamma2 / (gamma * gamma);
    this.logBetaGamma = log(betaGamma2) / 2;
    this.factor = (this.bethe * charge * charge) / (2 * beta2);
    if (mass < this.lightest) {
      const share = (gamma - 1) / gamma;
      this.logarithm = log((electronMass * electronMass * betaGamma2 * (gamma - 1)) / 2);
      this.rest =
        1 - beta2 - ((2 * gamma - 1) / (gamma * gamma)) * NativeMath.LN2 + (share * share) / 8;
      return;
    }
    const ratio = electronMass / mass;
    const maxTransfer = (2 * electronMass * betaGamma2) / (1 + 2 * gamma * ratio + ratio * ratio);
    this.logarithm = log(2 * electronMass * betaGamma2 * maxTransfer);
    this.rest = -2 * beta2;
  }

  /** Energy lost [GeV] in the amount of material to which its electrons belong. */
  per(material: StoppingMaterial): f64 {
    const place = max<f64>(
      0,
      min(material.lastPlace, (this.logBetaGamma - material.tableStart) * material.tableDensity),
    );
    const index = floor(place);
    const element = material.screening + ((<usize>index) << 3);
    const before = load<f64>(element);
    const screened = before + (place - index) * (load<f64>(element, 8) - before);
    return max<f64>(0, material.electrons * this.factor * (this.logarithm + this.rest - screened));
  }
}

/** Address of a `Stopping`. */
export function stoppingPower(bethe: f64, electronMass: f64, lightest: f64, freshness: f64): usize {
  return changetype<usize>(new Stopping(bethe, electronMass, lightest, freshness));
}

/** `Stopping.set` of the one at an address. */
export function setStopping(stopping: usize, mass: f64, momentum: f64, charge: f64): void {
  changetype<Stopping>(stopping).set(mass, momentum, charge);
}

/** `Stopping.per` of the one at an address, in the material at another. */
export function lossPer(stopping: usize, material: usize): f64 {
  return changetype<Stopping>(stopping).per(changetype<StoppingMaterial>(material));
}
