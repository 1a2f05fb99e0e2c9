import type { Note } from '../../detector/base/notes.js';
import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import type { UnknownLines } from '../chain/unknown-lines.js';
import type { EventClass } from './collision-classes.js';
import type { Quantity } from '../../triggers/gdl/kept-chances.js';
import { type ChanceSums, meanChance } from './chance-sums.js';

/** A rate with its statistical error [Hz]. */
interface Rate {
  readonly hz: number;
  readonly errorHz: number;
}

/** A line of the menu; null where nothing is known of it. */
interface LineRate {
  readonly name: string;
  readonly family: string;
  readonly prescale: number;
  /** Before prescale. */
  readonly ftdlHz: number | null;
  /** After it, expected; 0 when masked. */
  readonly psnmHz: number | null;
  /** Of the rate before prescale, statistical. */
  readonly errorHz: number | null;
  /** Events that this line alone keeps. */
  readonly exclusiveHz: number | null;
}

/** What `b2l1 rates --json` prints. */
export interface RatesDocument {
  readonly version: string;
  readonly seed: number;
  readonly menu: string;
  readonly conditions: string;
  readonly machine: string;
  readonly lines: readonly LineRate[];
  readonly families: readonly ({ readonly name: string } & Rate)[];
  readonly totalHz: number;
  readonly totalErrorHz: number;
  /** Null until sources are simulated of which the rate is a model. */
  readonly modelLowHz: null;
  readonly modelHighHz: null;
  /** [cm⁻²s⁻¹] */
  readonly luminosity: {
    readonly delivered: number;
    readonly live: number;
    readonly vetoed: number;
  };
  readonly sources: readonly SourceRate[];
  readonly bounds: readonly never[];
  readonly notes: readonly Note[];
}

/** A class of events. */
interface SourceRate {
  readonly name: string;
  readonly tier: 'anchor';
  readonly generator: string;
  /** How often its events come. */
  readonly seedHz: number;
  readonly events: number;
  /** How many of them the menu accepts, with the statistical error. */
  readonly l1Hz: number;
  readonly errorHz: number;
}

interface Measured {
  readonly version: string;
  readonly seed: number;
  readonly menu: CompiledMenu;
  readonly conditions: string;
  readonly machine: { readonly name: string };
  readonly classes: readonly EventClass[];
  readonly sums: readonly ChanceSums[];
  readonly quantities: readonly Quantity[];
  readonly luminosity: number;
  /** Share of time that the veto after injections takes. */
  readonly vetoed: number;
  readonly unknown: UnknownLines;
  readonly notes: readonly Note[];
}

/** Rates outside of the veto after injections, from the sums of all classes. */
export function ratesDocument(measured: Measured): RatesDocument {
  const { version, seed, menu, conditions, machine, classes, sums, quantities } = measured;
  const { luminosity, vetoed, unknown, notes } = measured;
  const place = (kind: Quantity['kind'], name: string): number =>
    quantities.findIndex((quantity) => quantity.kind === kind && quantity.name === name);
  const rateOf = (kind: Quantity['kind'], name: string): Rate =>
    rateOfQuantity(classes, sums, place(kind, name));
  const total = rateOf('accepted', 'accepted');
  const accepted = place('accepted', 'accepted');
  return {
    version,
    seed,
    menu: menu.menu.name,
    conditions,
    machine: machine.name,
    lines: menu.lines.map(({ name, number, family, prescale }) => {
      const head = { name, family, prescale };
      if (unknown.has(number))
        return { ...head, ftdlHz: null, psnmHz: null, errorHz: null, exclusiveHz: null };
      const { hz, errorHz } = rateOf('ftdl', name);
      return {
        ...head,
        ftdlHz: hz,
        psnmHz: prescale === 0 ? 0 : hz / prescale,
        errorHz,
        exclusiveHz: rateOf('exclusive', name).hz,
      };
    }),
    families: quantities
      .filter(({ kind }) => kind === 'family')
      .map(({ name }) => ({ name, ...rateOf('family', name) })),
    totalHz: total.hz,
    totalErrorHz: total.errorHz,
    modelLowHz: null,
    modelHighHz: null,
    luminosity: {
      delivered: luminosity,
      live: luminosity * (1 - vetoed),
      vetoed: luminosity * vetoed,
    },
    sources: classes.map(({ name, generator, hz }, point) => {
      const { mean, variance } = meanChance(sums[point]!, accepted);
      return {
        name,
        tier: 'anchor',
        generator,
        seedHz: hz,
        events: sums[point]!.events,
        l1Hz: hz * mean,
        errorHz: hz * Math.sqrt(variance),
      };
    }),
    bounds: [],
    notes,
  };
}

function rateOfQuantity(
  classes: readonly EventClass[],
  sums: readonly ChanceSums[],
  quantity: number,
): Rate {
  let [hz, variance] = [0, 0];
  for (const [point, { hz: own }] of classes.entries()) {
    const chance = meanChance(sums[point]!, quantity);
    hz += own * chance.mean;
    variance += own * own * chance.variance;
  }
  return { hz, errorHz: Math.sqrt(variance) };
}
