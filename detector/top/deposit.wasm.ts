// kernel: every arc of every charged particle; AssemblyScript
import { RandomStream } from '../base/random.wasm';
import { ArcTable, arcValue, kindAt } from '../propagation/arc-table.wasm';
import { crossBar, Passage } from './crossing.wasm';
import { drawPhotons, shine } from './light.wasm';
import { DepositTable } from './photon-table.wasm';

let arcs = changetype<ArcTable>(0);
let kindOfParticle: usize;
let kinds: usize;
let photons = changetype<DepositTable>(0);

/** What is followed: arcs, the kind of each particle (16 bits), kinds; and a table for photons. */
export function setTopArcs(
  arcTable: usize,
  particleKinds: usize,
  kindRecords: usize,
  photonTable: usize,
): void {
  arcs = changetype<ArcTable>(arcTable);
  kindOfParticle = particleKinds;
  kinds = kindRecords;
  photons = changetype<DepositTable>(photonTable);
}

const passage = new Passage();
/** Photons of the passage in hand, which wait for room; −1 if there is none. */
let waiting: i32 = -1;

/** Rows for which there must be room before it goes on: photons are written two at a time. */
export function topRowsWanted(): i32 {
  return waiting + 2;
}

/**
 * Photons of the arcs from `first` up to (not including) `end` of an event, whose particles begin
 * at a row; the arc at which the table has no room for them, from which it goes on when it is
 * called again, or `end`.
 */
export function depositTopLight(first: u32, end: u32, firstParticle: u32, stream: usize): u32 {
  const random = changetype<RandomStream>(stream);
  for (let arc = first; arc < end; arc++) {
    const particle = load<u16>(arcs.particle + ((<usize>arc) << 1));
    if (waiting < 0) {
      if (!crosses(arc, firstParticle + particle)) continue;
      waiting = drawPhotons(passage, random);
    }
    if (photons.count + <u32>topRowsWanted() > photons.room) return arc;
    shine(passage, waiting, random, particle, photons);
    waiting = -1;
  }
  return end;
}

function crosses(arc: u32, particle: u32): bool {
  const kind = kindAt(kinds, load<u16>(kindOfParticle + ((<usize>particle) << 1)));
  const charge = kind.charge;
  if (charge === 0) return false;
  return crossBar(
    changetype<usize>(passage),
    arcValue(arcs.x, arc),
    arcValue(arcs.y, arc),
    arcValue(arcs.z, arc),
    arcValue(arcs.time, arc),
    arcValue(arcs.px, arc),
    arcValue(arcs.py, arc),
    arcValue(arcs.pz, arc),
    arcValue(arcs.curvature, arc),
    arcValue(arcs.length, arc),
    kind.mass,
    charge,
  );
}

/** Photons of one passage; false where the table has no room: it goes on when called again. */
export function shineAlone(place: usize, stream: usize, photonTable: usize): bool {
  const random = changetype<RandomStream>(stream);
  const alone = changetype<Passage>(place);
  const table = changetype<DepositTable>(photonTable);
  if (waiting < 0) waiting = drawPhotons(alone, random);
  if (table.count + <u32>topRowsWanted() > table.room) return false;
  shine(alone, waiting, random, 0, table);
  waiting = -1;
  return true;
}
