import { type Addresses, sliceAddresses } from '../../detector/event.js';
import { ParticleBuilder, type Particles } from '../../detector/particles.js';
import type { ChainSetup } from '../chain/chain.js';
import { artificialAnchor, type ChainWindows, type WindowBatch } from '../chain/windows.js';
import { classParticles } from './class-particles.js';
import { type Comers, Company } from './company.js';
import { groupedWithin, rolesOf, type Tiers } from './roles.js';
import type { SeedClass } from './seed-class.js';
import { makeSeeds, type SeedTable } from './seed-table.js';
import { type Strata, stratumOf } from './strata.js';
import type { Stretch } from './stretch.js';
import { seedsOfWindows } from './window-seeds.js';
import { type StretchWindows, windowsOf } from './windows.js';

/** So far apart are seeds of a stratum, each with what comes around it [ns]. */
const apart = 2 ** 17;
/** Seeds around another have the upper half of the numbers of a slice, as over events. */
const firstIndex = 2 ** 31;
/** Seeds of a stratum's slice have smaller numbers, and are so far apart in those around them. */
const seedsOfSlice = 2 ** 16;

/** What comes around the seeds of strata, and what a chain knows of the run. */
interface StrataOptions extends Omit<Comers, 'rates' | 'variations' | 'hold'> {
  readonly strata: Strata;
}

/**
 * Windows class by class: of each seed of a stratum the window that it opens, if it opens one with
 * what comes around it, as in the machine in time. Windows of its group that begin before have
 * weight 0: they decide which lines are up. Every window of the machine belongs to one stratum,
 * that of the seed that opens it.
 */
export function strataWindows(
  setup: ChainSetup,
  { strata, classes, filling }: StrataOptions,
): Pick<ChainWindows, 'make'> {
  const { run, config } = setup;
  const hold = Math.max(groupedWithin, config.gdl.edges.hold, config.gdl.edges.calorimeterHold);
  const company = new Company({ ...strata, classes, filling, hold }, setup);
  const around = classes.map((each) => classParticles(each)(setup));
  const anchors = strata.anchors.map((each) => classParticles(each)(setup));
  const place = classes.length;
  const tiers: Tiers = {
    isSoft: new Uint8Array(place + 1),
    least: { energy: 0, pt: 0, second: 0 },
    // Of what cannot be seen nothing but the seed in the middle opens a window.
    isChosen: (own) => own === place,
  };
  return {
    make: ({ slice, first, count }) => {
      const stratum = stratumOf(slice);
      const anchor = strata.anchors[stratum];
      const addresses = sliceAddresses(run, slice, first, count);
      if (anchor === undefined) return withoutSeeds(addresses, strata.variations.length);
      const drawn = drawAround(addresses, anchor, classes, company);
      const table = makeSeeds(
        drawn.stretch,
        new Uint8Array(drawn.stretch.time.length).fill(1),
        { run, slice },
        [...classes, anchor],
        (own) => around[own] ?? anchors[stratum]!,
      );
      const { role } = rolesOf(drawn.stretch, table, tiers);
      const all = windowsOf(drawn.stretch, role);
      return batchOf(ownWindows(all, drawn.stretch, { place, hold }), drawn, place, table);
    },
  };
}

/** Seeds of a stratum with what comes around them, far from each other. */
interface Drawn {
  readonly addresses: Addresses;
  readonly stretch: Stretch;
  /** A row a seed of the stratum, an element a set of rates. */
  readonly likelier: Float64Array;
}

function drawAround(
  addresses: Addresses,
  anchor: SeedClass,
  classes: readonly SeedClass[],
  company: Company,
): Drawn {
  const own = classes.findIndex(({ source }) => source === anchor.source);
  const time: number[] = [];
  const place: number[] = [];
  const index: number[] = [];
  const likelier: number[] = [];
  for (const [row, name] of addresses.index.entries()) {
    const {
      seeds,
      before,
      likelier: more,
    } = company.around({ ...addresses, source: anchor.source }, row, own);
    likelier.push(...more);
    const zero = name * apart;
    for (let number = 0; number <= seeds.length; number++) {
      if (number === before) {
        time.push(zero);
        place.push(classes.length);
        index.push(name);
      }
      const seed = seeds[number];
      if (seed === undefined) continue;
      time.push(zero + seed.time);
      place.push(seed.place);
      index.push(firstIndex + number * seedsOfSlice + name);
    }
  }
  return {
    addresses,
    stretch: {
      time: Float64Array.from(time),
      place: Uint8Array.from(place),
      index: Uint32Array.from(index),
      shift: new Int8Array(time.length),
      own: { from: 0, to: time.length },
    },
    likelier: Float64Array.from(likelier),
  };
}

/** The windows that seeds of the stratum open, and those of their groups before them. */
function batchOf(
  chosen: StretchWindows,
  { addresses: { run, slice, index: names }, stretch, likelier }: Drawn,
  place: number,
  table: SeedTable,
): WindowBatch {
  const { opener, lastMember } = chosen;
  const eventCount = opener.length;
  const time = Float64Array.from(opener, (row) => stretch.time[row]!);
  const isOwn = Array.from(opener, (row) => stretch.place[row] === place);
  const sets = likelier.length / names.length;
  const likelierOf = (window: number): Float64Array => {
    const row = stretch.index[opener[isOwn.indexOf(true, window)]!]! - names[0]!;
    return likelier.subarray(row * sets, (row + 1) * sets);
  };
  // Windows before one of the stratum are named after it.
  const nameOf = (window: number): number => {
    const at = isOwn.indexOf(true, window);
    return stretch.index[opener[at]!]! + (at - window) * seedsOfSlice;
  };
  return {
    eventCount,
    addresses: {
      run,
      slice: new Uint32Array(eventCount).fill(slice[0]!),
      index: Uint32Array.from(opener, (_, window) => nameOf(window)),
    },
    weights: Float64Array.from(isOwn, Number),
    time,
    particles: noParticles(eventCount),
    overlays: [seedsOfWindows(chosen, [0, eventCount], stretch, table)],
    windows: {
      lastMember,
      anchor: Uint8Array.from(opener, (row) => stretch.place[row]!),
      likelier: Float64Array.from(isOwn.flatMap((_, window) => [...likelierOf(window)])),
    },
  };
}

/**
 * Windows of some, in their order: those that a class opened, with those before that may hold their
 * lines up.
 */
function ownWindows(
  all: StretchWindows,
  { time, place }: Stretch,
  { place: own, hold }: { readonly place: number; readonly hold: number },
): StretchWindows {
  const { opener, lastMember } = all;
  const chosen: number[] = [];
  for (let window = opener.length - 1, next = -1; window >= 0; window--) {
    const isOwn = place[opener[window]!] === own;
    const holds = next >= 0 && time[opener[next]!]! - lastMember[window]! <= hold;
    next = isOwn || holds ? window : -1;
    if (next >= 0) chosen.push(window);
  }
  const windows = Uint32Array.from(chosen.toReversed());
  return {
    opener: windows.map((window) => opener[window]!),
    lastMember: Float64Array.from(windows, (window) => lastMember[window]!),
    from: windows.map((window) => all.from[window]!),
    to: windows.map((window) => all.to[window]!),
  };
}

/** Windows without any seed: of diffuse hits alone. */
function withoutSeeds({ run, slice, index }: Addresses, sets: number): WindowBatch {
  const eventCount = index.length;
  const time = Float64Array.from(index, (name) => name * apart);
  return {
    eventCount,
    addresses: { run, slice, index },
    weights: new Float64Array(eventCount).fill(1),
    time,
    particles: noParticles(eventCount),
    windows: {
      lastMember: time,
      anchor: new Uint8Array(eventCount).fill(artificialAnchor),
      likelier: new Float64Array(eventCount * sets).fill(1),
    },
  };
}

/** Events without particles of their own. */
function noParticles(events: number): Particles {
  const builder = new ParticleBuilder(1);
  for (let event = 0; event < events; event++) builder.endEvent();
  return builder.take();
}
