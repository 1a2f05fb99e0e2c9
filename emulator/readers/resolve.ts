// kernel: runs over every particle of a file
import { speedOfLight } from '../../detector/base/constants.js';
import { MeV } from '../../detector/base/units.js';
import { type ParticleBuilder, particleStatus } from '../../detector/particles.js';
import type { ParticleTable } from '../../detector/particle-table.js';
import { particleKinds } from '../../detector/pdg.js';
import { countOne } from '../decays/decay-counts.js';
import { electronPdg, type RawEvent, role } from './raw-event.js';
import type { ReadingCounts } from './reading-counts.js';
import { maxDistance, type Source } from './source.js';

/**
 * A final particle may lack this share of its momentum in energy, by the rounding of few digits;
 * more is a damaged line.
 */
const energyRounding = 0.01;

/**
 * Energies as near to that of the particle's own mass are taken as they are: massless electrons,
 * muons and fast pions of many generators, masses of nuclei [share], and rounding [GeV].
 */
const massSlack = { share: 0.01, energy: 1 * MeV };

/**
 * Farther than light gets in the time between two vertices: rounding [share], and the size of a
 * luminous region whose times are not given [cm].
 */
const lightSlack = { share: 0.01, distance: 1 };

/** Where particles of an event go, and how strictly its vertices are taken. */
interface ResolveOptions {
  readonly builder: ParticleBuilder;
  readonly counts: ReadingCounts;
  /** Takes the proper lifetimes × c that the file gives final particles, by the builder's row. */
  readonly lifetimes: Map<number, number>;
  /** Whether a collision without a usable place makes the event bad; else it counts as not set. */
  readonly strict: boolean;
}

/**
 * Turns events as they stand in a file into particles: decides which ones the detector sees, finds
 * mothers and production vertices. Which ones: stable according to the generator, without daughters
 * of the generator's, and without a tracked ancestor. So a stable particle whose decay or shower
 * another simulation added is tracked once, by our detector, and one that a generator decayed
 * without changing its status is replaced by its daughters. The returned function throws
 * READER_MALFORMED for an event that cannot be used, of which nothing is counted then.
 */
export function eventResolver(source: Source, options: ResolveOptions): (event: RawEvent) => void {
  let relatives = makeRelatives(256);
  const { builder, counts, lifetimes } = options;
  return (event) => {
    if (event.size > relatives.mother.length) relatives = makeRelatives(2 * event.size);
    readLinks(event, relatives);
    orderByAncestry(event.size, relatives, source);
    markBeams(event, relatives.mother);
    const hasBadPlace = checkPlaces(event, relatives.mother, source, options.strict);
    builder.reserve(event.size);
    writeRows(event, relatives, { source, known: counts.known }, builder);
    countRows(event, relatives, builder, counts);
    for (const [row, lifetime] of event.lifetimes)
      if (builder.columns.status[builder.rowCount + row] === particleStatus.final)
        lifetimes.set(builder.rowCount + row, lifetime);
    if (hasBadPlace) counts.badPlaces++;
    builder.rowCount += event.size;
    builder.endEvent();
  };
}

/** Family ties of the rows of an event; columns have room for more behind them. */
interface Relatives {
  readonly mother: Int32Array;
  /** 1 where a row has any daughter. */
  readonly isMother: Uint8Array;
  /** 1 where a row has a daughter that the generator made. */
  readonly decayed: Uint8Array;
  /** 1 where an ancestor is tracked. */
  readonly covered: Uint8Array;
  /** Rows such that mothers precede daughters. */
  readonly order: Int32Array;
}

const makeRelatives = (rows: number): Relatives => ({
  mother: new Int32Array(rows),
  isMother: new Uint8Array(rows),
  decayed: new Uint8Array(rows),
  covered: new Uint8Array(rows),
  order: new Int32Array(rows),
});

/** Fills the builder's next rows; they are taken only when the whole event is sound. */
function writeRows(
  event: RawEvent,
  { mother, isMother, decayed, covered, order }: Relatives,
  { source, known }: { readonly source: Source; readonly known: ParticleTable },
  { columns, rowCount: start }: ParticleBuilder,
): void {
  for (let index = 0; index < event.size; index++) {
    const row = order[index]!;
    const parent = mother[row]!;
    const isUnderTracked =
      parent >= 0 &&
      (covered[parent] === 1 || columns.status[start + parent] === particleStatus.final);
    covered[row] = isUnderTracked ? 1 : 0;
    const isEmpty = isWithoutMotion(event, row, isMother[row] === 1);
    const status = statusOf(event, row, decayed[row] === 1 || isUnderTracked || isEmpty);
    const target = start + row;
    columns.pdg[target] = event.pdg[row]!;
    columns.status[target] = status;
    columns.origin[target] = 0;
    columns.mother[target] = parent;
    columns.px[target] = event.px[row]!;
    columns.py[target] = event.py[row]!;
    columns.pz[target] = event.pz[row]!;
    columns.energy[target] =
      status === particleStatus.final ? onShell(event, row, source, known) : event.energy[row]!;
    placeRow(event, row, parent, source);
    columns.x[target] = event.x[row]!;
    columns.y[target] = event.y[row]!;
    columns.z[target] = event.z[row]!;
    columns.time[target] = event.ct[row]! / speedOfLight;
  }
}

/** Counts the rows just written. */
function countRows(
  event: RawEvent,
  { mother, isMother, covered }: Relatives,
  { columns, rowCount: start }: ParticleBuilder,
  counts: ReadingCounts,
): void {
  let finals = 0;
  for (let row = 0; row < event.size; row++) {
    const target = start + row;
    const isFinal = columns.status[target] === particleStatus.final;
    if (isFinal) {
      finals++;
      if (isOther(event.energy[row]!, columns.energy[target]!))
        countOne(counts.offShell, event.pdg[row]!);
    } else if (event.role[row] === role.final && !isMother[row] && !covered[row])
      countOne(counts.decays.atRest, event.pdg[row]!);
    else if (
      event.role[row] === role.intermediate &&
      !isMother[row] &&
      isMatter(event.pdg[row]!, counts.known)
    )
      countOne(counts.lostDecays, event.pdg[row]!);
    counts.addParticle(event.pdg[row]!, columns.status[target]!, event.role[row]!);
    if (isFasterThanLight(event, row, mother[row]!)) counts.fasterThanLight++;
  }
  if (finals === 0) counts.emptyEvents++;
}

/** Electrons and positrons in the history that nothing made are the beams. */
function markBeams({ size, role: roles, pdg }: RawEvent, mother: Int32Array): void {
  for (let row = 0; row < size; row++) {
    if (roles[row] !== role.documented || mother[row]! >= 0) continue;
    if (pdg[row] === electronPdg || pdg[row] === -electronPdg) roles[row] = role.beam;
  }
}

/**
 * A place that cannot be used counts as not set where it is that of the collision; what a decay
 * made cannot be put anywhere. Returns whether there was one.
 * @throws READER_MALFORMED
 */
function checkPlaces(
  { unusable, role: roles }: RawEvent,
  mother: Int32Array,
  source: Source,
  strict: boolean,
): boolean {
  for (const row of unusable) {
    const parent = row < 0 ? -1 : mother[row]!;
    if (strict || (parent >= 0 && roles[parent] !== role.beam))
      throw source.malformed(
        row < 0 ? 'a place of the event that is not near' : `particle ${row + 1} made nowhere near`,
        `finite places, at most ${maxDistance} cm away`,
      );
  }
  return unusable.length > 0;
}

/**
 * Whether light does not get from where the mother starts to where a row does in the time between;
 * for a row without mother from where the event's first row starts.
 */
function isFasterThanLight({ x, y, z, ct }: RawEvent, row: number, parent: number): boolean {
  const from = Math.max(0, parent);
  const dx = x[row]! - x[from]!;
  const dy = y[row]! - y[from]!;
  const dz = z[row]! - z[from]!;
  if (dx === 0 && dy === 0 && dz === 0) return false;
  const elapsed = ct[row]! - ct[from]!;
  const light = parent < 0 ? Math.abs(elapsed) : Math.max(0, elapsed);
  const reach = (1 + lightSlack.share) * light + lightSlack.distance;
  return dx * dx + dy * dy + dz * dz > reach * reach;
}

/** First mother of each row, and whether it has a daughter that the generator made. */
function readLinks(
  { size, role: roles, linkMother, linkDaughter }: RawEvent,
  { mother, isMother, decayed }: Relatives,
): void {
  mother.fill(-1, 0, size);
  isMother.fill(0, 0, size);
  decayed.fill(0, 0, size);
  for (let link = 0; link < linkMother.length; link++) {
    const parent = linkMother.values[link]!;
    const child = linkDaughter.values[link]!;
    isMother[parent] = 1;
    if (mother[child]! < 0) mother[child] = parent;
    if (roles[child] !== role.secondary) decayed[parent] = 1;
  }
}

/**
 * Rows in an order in which mothers precede daughters.
 * @throws READER_MALFORMED when a particle is its own ancestor.
 */
function orderByAncestry(size: number, { mother, order }: Relatives, source: Source): void {
  if (areMothersFirst(size, mother)) {
    for (let row = 0; row < size; row++) order[row] = row;
    return;
  }
  const seen = new Uint8Array(size);
  const path: number[] = [];
  let count = 0;
  for (let row = 0; row < size; row++) {
    let at = row;
    while (at >= 0 && seen[at] === 0) {
      seen[at] = 1;
      path.push(at);
      at = mother[at]!;
    }
    if (at >= 0 && seen[at] === 1)
      throw source.malformed(
        `particle ${at + 1} as its own ancestor`,
        'mothers that lead to the beams',
      );
    for (let back = path.pop(); back !== undefined; back = path.pop()) {
      seen[back] = 2;
      order[count++] = back;
    }
  }
}

/** Whether rows stand in such an order already, as in most files. */
function areMothersFirst(size: number, mother: Int32Array): boolean {
  for (let row = 0; row < size; row++) if (mother[row]! >= row) return false;
  return true;
}

/** Hadrons and charged leptons, which do not end without leaving something. */
function isMatter(pdg: number, known: ParticleTable): boolean {
  const kind = known.kind(pdg);
  return kind !== particleKinds.unknown && kind !== particleKinds.invisible && pdg !== 22;
}

/** @param replaced whether others stand for the row. */
function statusOf({ role: roles }: RawEvent, row: number, replaced: boolean): number {
  const kind = roles[row]!;
  if (kind === role.beam) return particleStatus.beam;
  const isHistory = kind === role.intermediate || kind === role.documented;
  return isHistory || replaced ? particleStatus.intermediate : particleStatus.final;
}

/** A place holder, or what a simulation has stopped and shows the products of. */
function isWithoutMotion(
  { px, py, pz, energy }: RawEvent,
  row: number,
  isMother: boolean,
): boolean {
  const isStill = px[row] === 0 && py[row] === 0 && pz[row] === 0;
  return isStill && (isMother || energy[row] === 0);
}

/** The file's energy, raised to |p| where rounding left it below. @throws READER_MALFORMED */
function usableEnergy({ px, py, pz, energy }: RawEvent, row: number, source: Source): number {
  const momentum = Math.sqrt(px[row]! ** 2 + py[row]! ** 2 + pz[row]! ** 2);
  if (energy[row]! >= momentum) return energy[row]!;
  if (energy[row]! < (1 - energyRounding) * momentum) {
    throw source.malformed(
      `energy ${energy[row]} GeV of particle ${row + 1}`,
      `at least its momentum ${momentum} GeV`,
    );
  }
  return momentum;
}

/**
 * The file's energy, or that of the particle's own mass where the file's is another: the momentum
 * counts. What lives too short for the detector decays with its own mass, and what is invisible may
 * have any.
 * @throws READER_MALFORMED
 */
function onShell(event: RawEvent, row: number, source: Source, known: ParticleTable): number {
  const energy = usableEnergy(event, row, source);
  const info = known.info(event.pdg[row]!);
  if (info === undefined || info.kind === 'short-lived' || info.kind === 'invisible') return energy;
  const { px, py, pz } = event;
  const own = Math.sqrt(px[row]! ** 2 + py[row]! ** 2 + pz[row]! ** 2 + info.mass ** 2);
  return isOther(energy, own) ? own : energy;
}

const isOther = (energy: number, own: number): boolean =>
  Math.abs(energy - own) > Math.max(massSlack.share * own, massSlack.energy);

/**
 * Writes the vertex of a row that has none: where its mother was made, and her flight from there.
 * @throws READER_MALFORMED
 */
function placeRow(event: RawEvent, row: number, parent: number, source: Source): void {
  if (event.placed[row]) return;
  if (parent < 0) {
    event.place(row, ...event.origin);
    return;
  }
  const { x, y, z, ct, flight, px, py, pz, energy } = event;
  const way = flight[parent]!;
  const isNear = event.place(
    row,
    x[parent]! + way * px[parent]!,
    y[parent]! + way * py[parent]!,
    z[parent]! + way * pz[parent]!,
    ct[parent]! + way * energy[parent]!,
  );
  if (!isNear)
    throw source.malformed(
      `particle ${parent + 1} flying farther than anything`,
      `a decay at most ${maxDistance} cm away`,
    );
}
