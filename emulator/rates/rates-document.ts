import type { Note } from '../../detector/base/notes.js';
import type { CompiledMenu } from '../../triggers/gdl/menu.js';
import type { KeptChances } from '../../triggers/gdl/kept-chances.js';
import { namedOverlay, type NamedOverlay, type UserOverlay } from '../chain/user-overlay.js';
import type { UnknownLines } from '../chain/unknown-lines.js';
import type { Provenance } from '../studies/provenance.js';
import { type Bound, emptyWindowsBound } from './bounds.js';
import { type ChanceSums, meanChance } from './chance-sums.js';
import { type FoundClass, placeOf, type Rate, rateOf } from './class-rates.js';
import type { EventClass } from './event-class.js';
import {
  type Band,
  bandOf,
  type VariedClasses,
  variationsOf,
  type Variation,
} from './model-band.js';
import { type Overlaps, overlapsOf } from './overlaps.js';

/** What fires a line, before prescale. */
type LineSource = Rate & Pick<EventClass, 'name' | 'sender'>;

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
  /** Of the rate before prescale: between half and twice of the background. */
  readonly modelLowHz: number | null;
  readonly modelHighHz: number | null;
  /** Events that this line alone keeps. */
  readonly exclusiveHz: number | null;
  /** Processes and sources of background. */
  readonly sources: readonly LineSource[];
}

/** A family: the OR of its lines after prescale. */
interface FamilyRate extends Rate, Band {
  readonly name: string;
  /** Events that no line of another family, or of none, keeps. */
  readonly exclusiveHz: number;
}

/** What `b2l1 rates --json` prints. */
export interface RatesDocument extends NamedOverlay {
  readonly version: string;
  readonly seed: number;
  readonly menu: string;
  readonly conditions: string;
  readonly machine: string;
  readonly lines: readonly LineRate[];
  readonly families: readonly FamilyRate[];
  readonly overlaps: Overlaps;
  readonly totalHz: number;
  readonly totalErrorHz: number;
  /** The total with half and with twice the background, of the spectra that make least and most. */
  readonly modelLowHz: number;
  readonly modelHighHz: number;
  /** What each part of the model by itself makes of the total. */
  readonly model: readonly Variation[];
  /** Track lines without prescale in windows that background opens, without injection. */
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
  readonly bounds: readonly Bound[];
  readonly notes: readonly Note[];
  /** How the windows were made; how many of them says `events` of each source. */
  readonly provenance: Provenance;
}

/** What comes, and what the menu accepts of it. */
interface SourceRate extends Pick<EventClass, 'name' | 'tier' | 'origin' | 'sender' | 'generator'> {
  /** How many of its seeds were tried. */
  readonly events: number;
  /** How often its seeds come, and how many of them open a window. */
  readonly seedHz: number;
  readonly windowHz: number;
  /** How many of these the menu accepts, with the statistical error: that of an event at least. */
  readonly l1Hz: number;
  readonly errorHz: number;
}

interface Measured {
  readonly version: string;
  readonly seed: number;
  readonly menu: CompiledMenu;
  readonly conditions: string;
  readonly machine: { readonly name: string };
  readonly overlay?: UserOverlay;
  readonly found: VariedClasses;
  /** Windows without a seed, and how long each is [s]. */
  readonly empty: { readonly sums: ChanceSums; readonly windowPeriod: number };
  readonly kept: KeptChances;
  readonly diffuse: RatesDocument['diffuse'];
  readonly luminosity: number;
  /** Share of time that the veto after injections takes. */
  readonly vetoed: number;
  readonly unknown: UnknownLines;
  readonly notes: readonly Note[];
  readonly provenance: Provenance;
}

/** Rates outside of the veto after injections, from the sums of all classes. */
export function ratesDocument(measured: Measured): RatesDocument {
  const { version, seed, menu, conditions, machine, found, kept, luminosity, vetoed } = measured;
  const { classes } = found;
  const accepted = placeOf(kept, 'accepted');
  const total = rateOf(classes, accepted);
  const { lowHz, highHz } = bandOf(found, accepted);
  const lines = menu.lines.map(({ name }) => name);
  return {
    version,
    seed,
    menu: menu.menu.name,
    conditions,
    machine: machine.name,
    ...namedOverlay(measured.overlay),
    lines: linesOf(measured),
    families: kept.families.map((name) => familyRate(measured, name)),
    overlaps: overlapsOf(classes, lines, kept.families),
    totalHz: total.hz,
    totalErrorHz: total.errorHz,
    modelLowHz: lowHz,
    modelHighHz: highHz,
    model: variationsOf(found, accepted),
    backgroundTracks: rateOf(
      classes.filter(({ origin }) => origin === 'stray'),
      placeOf(kept, 'tracks'),
    ),
    diffuse: measured.diffuse,
    luminosity: {
      delivered: luminosity,
      live: luminosity * (1 - vetoed),
      vetoed: luminosity * vetoed,
    },
    sources: classes.map((each) => sourceRate(each, accepted)),
    bounds: boundsOf(measured),
    notes: measured.notes,
    provenance: measured.provenance,
  };
}

function linesOf({ menu, unknown, found, kept }: Measured): readonly LineRate[] {
  return menu.lines.map(({ name, number, family, prescale }) => {
    const head = { name, family, prescale };
    if (unknown.has(number)) return { ...head, ...nothingKnown };
    const ftdl = placeOf(kept, 'ftdl', name);
    const { hz, errorHz } = rateOf(found.classes, ftdl);
    const { lowHz, highHz } = bandOf(found, ftdl);
    return {
      ...head,
      ftdlHz: hz,
      psnmHz: prescale === 0 ? 0 : hz / prescale,
      errorHz,
      modelLowHz: lowHz,
      modelHighHz: highHz,
      exclusiveHz: rateOf(found.classes, placeOf(kept, 'exclusive', name)).hz,
      sources: found.classes
        .map((each) => ({ name: each.name, sender: each.sender, ...rateOf([each], ftdl) }))
        .filter((source) => source.hz > 0),
    };
  });
}

const nothingKnown = {
  ftdlHz: null,
  psnmHz: null,
  errorHz: null,
  modelLowHz: null,
  modelHighHz: null,
  exclusiveHz: null,
  sources: [],
} as const satisfies Partial<LineRate>;

function familyRate({ found, kept }: Measured, name: string): FamilyRate {
  const family = placeOf(kept, 'family', name);
  return {
    name,
    ...rateOf(found.classes, family),
    ...bandOf(found, family),
    exclusiveHz: rateOf(found.classes, placeOf(kept, 'family alone', name)).hz,
  };
}

function sourceRate(
  { name, tier, origin, sender, generator, hz, sums }: FoundClass,
  accepted: number,
): SourceRate {
  const { mean, variance } = meanChance(sums, accepted);
  return {
    name,
    tier,
    origin,
    sender,
    generator,
    events: sums.events,
    seedHz: hz,
    windowHz: sums.events === 0 ? 0 : (hz * sums.windows) / sums.events,
    l1Hz: hz * mean,
    // All or none of n events leave an error of one event.
    errorHz: hz * Math.max(Math.sqrt(variance), 1 / Math.max(1, sums.events)),
  };
}

function boundsOf({ empty: { sums, windowPeriod }, kept }: Measured): readonly Bound[] {
  if (sums.events === 0) return [];
  const fired = sums.chances[placeOf(kept, 'sure')]!;
  return [emptyWindowsBound(sums.events, fired, windowPeriod)];
}
