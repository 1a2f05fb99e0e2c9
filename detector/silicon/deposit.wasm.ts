// kernel: every arc of every charged particle passes here, most of them far from the sensors;
// AssemblyScript
import { ArcTable, kindAt } from '../propagation/arc-table.wasm';
import { CrossingTable, startCrossings, startParticle } from './crossings.wasm';
import { EventNames } from './event-names.wasm';
import { followArc } from './passage.wasm';
import { Shells } from './sensors.wasm';

let arcs = changetype<ArcTable>(0);
let arcOffsets: usize;
let firstArc: u32;
let particleOffsets: usize;
let kindOfParticle: usize;
let kinds: usize;

/**
 * What is followed: arcs; where those of each event and the particles of each event begin (32
 * bits), the arc of the batch with which the table begins; the kind of each particle (16 bits),
 * kinds.
 */
export function setSiliconArcs(
  arcTable: usize,
  offsetsOfArcs: usize,
  first: u32,
  offsetsOfParticles: usize,
  particleKinds: usize,
  kindRecords: usize,
): void {
  arcs = changetype<ArcTable>(arcTable);
  arcOffsets = offsetsOfArcs;
  firstArc = first;
  particleOffsets = offsetsOfParticles;
  kindOfParticle = particleKinds;
  kinds = kindRecords;
}

/**
 * Crossings of the events from `first` up to (not including) `end`, where their rows end to `ends`
 * (32 bits); the event for whose rows the table has no room, with which it begins when it is called
 * again, or `end`.
 */
export function depositSilicon(
  shellsPlace: usize,
  namesPlace: usize,
  crossingTable: usize,
  ends: usize,
  first: u32,
  end: u32,
): u32 {
  const shells = changetype<Shells>(shellsPlace);
  const names = changetype<EventNames>(namesPlace);
  const table = changetype<CrossingTable>(crossingTable);
  for (let event = first; event < end; event++) {
    const word = (<usize>event) << 2;
    const begin = table.count;
    const arc = load<u32>(arcOffsets + word) - firstArc;
    const endArc = load<u32>(arcOffsets + word, 4) - firstArc;
    if (arc < endArc) {
      startCrossings(names, event);
      followArcs(shells, arc, endArc, load<u32>(particleOffsets + word));
    }
    if (table.count > table.room) {
      rowsWanted = table.count - begin;
      table.count = begin;
      return event;
    }
    store<u32>(ends + word, table.count);
  }
  return end;
}

let rowsWanted: u32 = 0;

/** Rows of the event for which there was no room. */
export function siliconRowsWanted(): u32 {
  return rowsWanted;
}

/** Follows the arcs of an event, whose particles begin at a row. */
function followArcs(shells: Shells, first: u32, end: u32, firstParticle: u32): void {
  let followed: u32 = u32.MAX_VALUE;
  for (let arc = first; arc < end; arc++) {
    const particle: u32 = load<u16>(arcs.particle + ((<usize>arc) << 1));
    if (particle !== followed) {
      followed = particle;
      const row = <usize>(firstParticle + particle);
      startParticle(particle, kindAt(kinds, load<u16>(kindOfParticle + (row << 1))));
    }
    followArc(shells, arcs, arc);
  }
}
