// kernel: once per event
import { EmulatorError } from '../../detector/base/errors.js';
import type { RandomStream } from '../../detector/base/random.js';
import type { CollisionPoint } from '../../detector/beam-spot.js';
import type { FourVector } from '../../detector/lorentz.js';
import type { ParticleBuilder } from '../../detector/particles.js';
import { particleInfo } from '../../detector/pdg.js';
import { FlyingPair } from './flying-pair.js';
import { pushFinal } from './push-final.js';
import { meanFlight } from './widths.js';

/** PDG codes of what a boson may become, by the name of the way. */
const products = { invisible: 0, ee: 11, mumu: 13, tautau: 15 } as const;

/** A way of a boson. */
type BosonWay = keyof typeof products;

/** A boson and what becomes of it. */
export interface DecayingBoson {
  /** Name of the generator, for messages. */
  readonly generator: string;
  /** PDG code of the boson where it decays, and of what is invisible where it does not. */
  readonly boson: number;
  readonly invisible: number;
  /** Mass [GeV]. */
  readonly mass: number;
  /** `widths`: one of the ways of `widths` for each event, as often as its width says. */
  readonly decay: BosonWay | 'widths';
  /** Widths [GeV] of all ways that the couplings of the boson open, one by one. */
  readonly widths: Readonly<Partial<Record<BosonWay, number>>>;
  /** Mean flight cτ [cm]; below 0 that of the widths. */
  readonly flight: number;
}

/** @throws GENERATOR_CONFIG where the boson is too light for its way */
export function checkBosonDecay({ generator, mass, decay }: DecayingBoson): void {
  if (decay === 'widths' || decay === 'invisible') return;
  const least = 2 * particleInfo(products[decay])!.mass;
  if (mass > least) return;
  throw new EmulatorError(
    'GENERATOR_CONFIG',
    `generator "${generator}": a mass of ${mass} GeV does not decay to ${decay}: ${least} GeV`,
  );
}

/** A way with the products of the boson, none of what is invisible. */
interface Way {
  readonly product: number;
  readonly width: number;
  readonly pair: FlyingPair | undefined;
}

/** Lets a boson fly and decay, isotropically. */
export class BosonDecay {
  readonly #stream: RandomStream;
  readonly #builder: ParticleBuilder;
  readonly #boson: DecayingBoson;
  readonly #ways: readonly Way[];
  readonly #total: number;

  /** @throws GENERATOR_CONFIG where ways or flight shall follow from couplings that vanish */
  constructor(boson: DecayingBoson, stream: RandomStream, builder: ParticleBuilder) {
    const { decay, widths } = boson;
    this.#boson = boson;
    this.#stream = stream;
    this.#builder = builder;
    const total = Object.values(widths).reduce((sum, width) => sum + width, 0);
    if (decay === 'widths' && total === 0) failWithoutWidths(boson);
    const ways = decay === 'widths' ? openWays(widths) : ([[decay, 1]] as const);
    this.#ways = ways.map(([way, width]) => {
      const product = products[way];
      if (product === 0) return { product, width, pair: undefined };
      const flight = meanFlight(boson.generator, boson.flight, total);
      return { product, width, pair: new FlyingPair(boson.mass, massOf(product), flight) };
    });
    this.#total = this.#ways.reduce((sum, { width }) => sum + width, 0);
  }

  /** Adds the boson as row `row` of its event, and its products. */
  push(momentum: Readonly<FourVector>, point: Readonly<CollisionPoint>, row: number): void {
    const { product, pair } = this.#draw();
    const { boson, invisible } = this.#boson;
    pushFinal(this.#builder, pair === undefined ? invisible : boson, momentum, point);
    if (pair === undefined) return;
    pair.draw(this.#stream, momentum);
    pair.fly(this.#stream, point, momentum);
    pair.push(this.#builder, [product, -product], row);
  }

  #draw(): Way {
    const ways = this.#ways;
    if (ways.length === 1) return ways[0]!;
    let left = this.#total * this.#stream.uniform();
    return ways.find(({ width }) => (left -= width) < 0) ?? ways[ways.length - 1]!;
  }
}

function failWithoutWidths({ generator }: DecayingBoson): never {
  throw new EmulatorError(
    'GENERATOR_CONFIG',
    `generator "${generator}": without a coupling no decay is wider than another; choose one in ` +
      'place of widths',
  );
}

const massOf = (pdg: number): number => particleInfo(pdg)!.mass;

/** Ways of a width above 0. */
function openWays(widths: DecayingBoson['widths']): readonly (readonly [BosonWay, number])[] {
  return (Object.entries(widths) as [BosonWay, number][]).filter(([, width]) => width > 0);
}
