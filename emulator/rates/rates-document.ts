import type { Note } from '../../detector/base/notes.js';
import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import type { UnknownLines } from '../chain/unknown-lines.js';
import type { EventClass } from './event-class.js';
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
  /** What fires it, before prescale: processes and kinds of stray particles that do. */
  readonly sources: readonly ({ readonly name: string } & Rate)[];
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
  /** The total with half and with twice the background. */
  readonly modelLowHz: number;
  readonly modelHighHz: number;
  /** Track lines without prescale on events of background alone, without injection. */
  readonly backgroundTracks: Rate;
  /** Mean rates of a wire of the chamber and of a tube of the TOP [Hz]. */
  readonly diffuse: { readonly chamberHz: number; readonly topHz: number };
  /** [cm⁻²s⁻¹] */
  readonly luminosity: {
    readonly delivered: number;
    readonly live: number;
    readonly vetoed: number;
  };
  /** Processes, then sources of background, each tier by itself. */
  readonly sources: readonly SourceRate[];
  readonly bounds: readonly never[];
  readonly notes: readonly Note[];
}

/** What comes, and what the menu accepts of it. */
interface SourceRate extends Pick<EventClass, 'name' | 'tier' | 'origin' | 'generator'> {
  /** How many were simulated. */
  readonly events: number;
  /** How often its events come. */
  readonly seedHz: number;
  /** How many of them the menu accepts, with the statistical error: that of an event at least. */
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
  readonly diffuse: RatesDocument['diffuse'];
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
  const { luminosity, vetoed } = measured;
  const place = (kind: Quantity['kind'], name: string): number =>
    quantities.findIndex((quantity) => quantity.kind === kind && quantity.name === name);
  const accepted = place('accepted', 'accepted');
  const simulated = classes.map((each, point) => simulatedRate(each, sums[point]!, accepted));
  const total = rateOfQuantity(classes, sums, accepted);
  const background = simulated
    .filter(({ origin }) => isBackground(origin))
    .reduce((sum, { l1Hz }) => sum + l1Hz, 0);
  const always = (of: number): boolean => classes[of]!.origin === 'stray';
  const tracks = quantities.findIndex(({ kind }) => kind === 'tracks');
  return {
    version,
    seed,
    menu: menu.menu.name,
    conditions,
    machine: machine.name,
    lines: linesOf(measured, place),
    families: quantities
      .filter(({ kind }) => kind === 'family')
      .map(({ name }) => ({ name, ...rateOfQuantity(classes, sums, place('family', name)) })),
    totalHz: total.hz,
    totalErrorHz: total.errorHz,
    modelLowHz: total.hz - background / 2,
    modelHighHz: total.hz + background,
    backgroundTracks: rateOfQuantity(
      classes.filter((_, of) => always(of)),
      sums.filter((_, of) => always(of)),
      tracks,
    ),
    diffuse: measured.diffuse,
    luminosity: {
      delivered: luminosity,
      live: luminosity * (1 - vetoed),
      vetoed: luminosity * vetoed,
    },
    sources: simulated,
    bounds: [],
    notes: measured.notes,
  };
}

function linesOf(
  { menu, unknown, classes, sums }: Measured,
  place: (kind: Quantity['kind'], name: string) => number,
): readonly LineRate[] {
  return menu.lines.map(({ name, number, family, prescale }) => {
    const head = { name, family, prescale };
    if (unknown.has(number))
      return { ...head, ftdlHz: null, psnmHz: null, errorHz: null, exclusiveHz: null, sources: [] };
    const ftdl = place('ftdl', name);
    const { hz, errorHz } = rateOfQuantity(classes, sums, ftdl);
    return {
      ...head,
      ftdlHz: hz,
      psnmHz: prescale === 0 ? 0 : hz / prescale,
      errorHz,
      exclusiveHz: rateOfQuantity(classes, sums, place('exclusive', name)).hz,
      sources: classes
        .map((each, point) => ({
          name: each.name,
          ...rateOfQuantity([each], [sums[point]!], ftdl),
        }))
        .filter((source) => source.hz > 0),
    };
  });
}

const isBackground = (origin: EventClass['origin']): boolean =>
  origin === 'stray' || origin === 'injection';

function simulatedRate(
  { name, tier, origin, generator, hz }: EventClass,
  sums: ChanceSums,
  accepted: number,
): SourceRate {
  const { mean, variance } = meanChance(sums, accepted);
  return {
    name,
    tier,
    origin,
    generator,
    events: sums.events,
    seedHz: hz,
    l1Hz: hz * mean,
    // All or none of n events leave an error of one event.
    errorHz: hz * Math.max(Math.sqrt(variance), 1 / Math.max(1, sums.events)),
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
