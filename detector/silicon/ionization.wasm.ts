// kernel: called for every crossing of a sensor; AssemblyScript. The formula, with its sources, is
// told in `ionization.ts`.
import { log } from '../base/elementary.wasm';
import { greater, lesser } from '../base/extremes.wasm';
import { RandomStream } from '../base/random.wasm';
import { StoppingMaterial } from '../propagation/ionization.wasm';

/** Energy loss in silicon of the particle that was set last. */
export class SiliconLoss {
  /** K/2 [GeV cm²/mol] and electrons per cm [mol/cm²]. */
  halfBethe: f64;
  density: f64;
  electronMass: f64;
  landauConstant: f64;
  /** Relative change of momentum after which it is to be set anew. */
  freshness: f64;
  silicon: StoppingMaterial;
  momentum: f64 = 0;
  /** Width ξ per cm [GeV/cm], and what ln ξ is added to. */
  width: f64 = 0;
  constant: f64 = 0;

  constructor(
    halfBethe: f64,
    density: f64,
    electronMass: f64,
    landauConstant: f64,
    freshness: f64,
    silicon: StoppingMaterial,
  ) {
    this.halfBethe = halfBethe;
    this.density = density;
    this.electronMass = electronMass;
    this.landauConstant = landauConstant;
    this.freshness = freshness;
    this.silicon = silicon;
  }

  /** Begins with another particle: what it loses must not depend on the one before. */
  start(): void {
    this.momentum = 0;
  }

  /** The particle has `mass`, `momentum` [GeV] and `charge` [e]. */
  set(mass: f64, momentum: f64, charge: f64): void {
    if (abs(momentum - this.momentum) < this.freshness * momentum) return;
    this.momentum = momentum;
    const betaGamma2 = (momentum * momentum) / (mass * mass);
    const beta2 = betaGamma2 / (1 + betaGamma2);
    const logBetaGamma = log(betaGamma2) / 2;
    const silicon = this.silicon;
    const place = greater(
      0,
      lesser(silicon.lastPlace, (logBetaGamma - silicon.tableStart) * silicon.tableDensity),
    );
    const index = floor(place);
    const element = silicon.screening + ((<usize>index) << 3);
    const before = load<f64>(element);
    const screened = before + (place - index) * (load<f64>(element, 8) - before);
    this.width = (this.halfBethe * charge * charge * this.density) / beta2;
    this.constant =
      log(2 * this.electronMass * betaGamma2) - screened + this.landauConstant - beta2;
  }

  /** Most probable loss [GeV] on a path [cm]. */
  mostProbable(path: f64): f64 {
    const width = this.width * path;
    return width * (this.constant + log(width));
  }

  /** Loss [GeV] on a path [cm]. */
  draw(path: f64, random: RandomStream): f64 {
    const normal = random.gaussian();
    return greater(0, this.mostProbable(path) - this.width * path * log(normal * normal + 1e-12));
  }
}

/** Address of a `SiliconLoss`, with silicon as it is placed at an address. */
export function siliconLoss(
  halfBethe: f64,
  density: f64,
  electronMass: f64,
  landauConstant: f64,
  freshness: f64,
  silicon: usize,
): usize {
  return changetype<usize>(
    new SiliconLoss(
      halfBethe,
      density,
      electronMass,
      landauConstant,
      freshness,
      changetype<StoppingMaterial>(silicon),
    ),
  );
}

/** `SiliconLoss.set` of the one at an address. */
export function setSiliconLoss(loss: usize, mass: f64, momentum: f64, charge: f64): void {
  changetype<SiliconLoss>(loss).set(mass, momentum, charge);
}

/** `SiliconLoss.mostProbable` of the one at an address. */
export function mostProbableLoss(loss: usize, path: f64): f64 {
  return changetype<SiliconLoss>(loss).mostProbable(path);
}

/** `SiliconLoss.draw` of the one at an address. */
export function drawSiliconLoss(loss: usize, path: f64, stream: usize): f64 {
  return changetype<SiliconLoss>(loss).draw(path, changetype<RandomStream>(stream));
}
