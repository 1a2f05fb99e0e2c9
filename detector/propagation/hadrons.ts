import { RandomStream, purpose } from '../base/random.js';
import { type Addresses, type RunContext, seedAt } from '../event.js';
import type { FourVector } from '../lorentz.js';
import type { ParticleInfo } from '../pdg.js';
import { annihilate, annihilates, annihilationFactor } from './annihilation.js';
import { interact, interacts, isMeson, minKinetic, type TakeProduct } from './interactions.js';

/**
 * The hadron that is followed: how deep it gets before it interacts with a nucleus, and what comes
 * of it. Draws from a stream of its own, so that whatever does not interact stays as it is.
 */
export class HadronFate {
  readonly random = new RandomStream();
  readonly #context: RunContext;
  readonly #isOn: boolean;
  #addresses: Addresses | undefined;
  #event = 0;
  #isSeeded = false;
  /** Interaction lengths that are left. */
  #left = Number.POSITIVE_INFINITY;
  #isMeson = false;
  #isAntibaryon = false;

  constructor(isOn: boolean, context: RunContext) {
    this.#isOn = isOn;
    this.#context = context;
  }

  /** To be called before the first particle of an event. */
  startEvent(addresses: Addresses, event: number): void {
    this.#addresses = addresses;
    this.#event = event;
    this.#isSeeded = false;
  }

  /** Takes a particle of momentum squared `p2` [GeV²] and draws how deep it gets. */
  start(info: ParticleInfo, p2: number): void {
    this.#left = Number.POSITIVE_INFINITY;
    this.#isAntibaryon = false;
    if (!this.#isOn || !interacts(info)) return;
    this.#isAntibaryon = annihilates(info.pdg);
    if (!this.#isAntibaryon && Math.sqrt(p2 + info.mass ** 2) < info.mass + minKinetic) return;
    if (!this.#isSeeded && this.#addresses !== undefined)
      seedAt(this.random, this.#context, this.#addresses, this.#event, purpose.hadronic);
    this.#isSeeded = true;
    this.#isMeson = isMeson(info);
    this.#left = this.random.exponential();
  }

  /** Interaction lengths that are left, infinite for what does not interact. */
  get left(): number {
    return this.#left;
  }

  /** Whether those are the ones of pions. */
  get isMeson(): boolean {
    return this.#isMeson;
  }

  /** Whether the particle may annihilate. */
  get isAntibaryon(): boolean {
    return this.#isAntibaryon;
  }

  /**
   * Interaction lengths of nucleons that are left to a neutral particle of momentum `p` [GeV];
   * infinite for what does not interact.
   */
  nuclearDepth(p: number): number {
    return this.#isAntibaryon ? this.#left / annihilationFactor(p) : this.#left;
  }

  /** The same, drawn anew. */
  drawDepth(p: number): number {
    this.#left = this.random.exponential();
    return this.nuclearDepth(p);
  }

  /** What comes of its interaction with a momentum. */
  end(info: ParticleInfo, momentum: Readonly<FourVector>, take: TakeProduct): void {
    if (this.#isAntibaryon) annihilate(info.charge, momentum, this.random, take);
    else interact(info, momentum, this.random, take);
  }
}
