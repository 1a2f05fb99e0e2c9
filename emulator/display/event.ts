import { atan2, hypot } from '../../detector/base/elementary.js';
import type { Note } from '../../detector/base/notes.js';
import type { DetectorHits } from '../../detector/index.js';
import { type Particles, particleStatus } from '../../detector/particles.js';
import { particleInfo } from '../../detector/pdg.js';
import type { Arcs } from '../../detector/propagation/arcs.js';
import type { DisplayParticle, DisplayPath, EventDisplay } from '../../monitor/ports.js';
import { hasBit, outputWords } from '../../triggers/batches.js';
import type { FullBatch } from '../chain/chain.js';
import { displayChamber } from './chamber.js';
import { displayCherenkov, displaySilicon } from './inner.js';
import { displayYoke } from './yoke.js';
import { arcsPath, invisiblePath, lineTo, straightPath } from './paths.js';

/** Particles that ended before they came this far from where they began are left out [cm]. */
const minPath = 1;

/**
 * The event as a picture shows it: plain data, particles of all that lies over it included. `batch`
 * holds that event alone.
 */
export function eventDisplay(
  batch: FullBatch<DetectorHits>,
  lines: readonly { readonly name: string; readonly number: number }[],
  source: string,
  notes: readonly Note[] = [],
): EventDisplay {
  const { addresses, ftdlBits, hits, objects, particles, arcs, lists } = batch;
  const [, ...seeds] = lists ?? [undefined];
  const { x, y, z, energyCms, energyLab } = objects.ecl.clusters;
  const { cell, counts } = objects.ecl.cells;
  return {
    address: { run: addresses.run, slice: addresses.slice[0]!, index: addresses.index[0]! },
    source,
    ...(notes.length > 0 && { notes: notes.map(({ message }) => message) }),
    lines: lines
      .filter(({ number }) => hasBit(ftdlBits, outputWords, 0, number))
      .map(({ name }) => name),
    particles: [
      ...displayParticles(particles, arcs),
      ...seeds.flatMap((seed) => displayParticles(seed.particles, seed.arcs)),
    ],
    crystals: { crystal: hits.ecl.crystals.crystal, energy: hits.ecl.crystals.energy },
    cells: { cell, energy: Float32Array.from(counts, (count) => count * objects.ecl.adcUnit) },
    clusters: { x, y, z, energyCms, energyLab },
    chamber: displayChamber(hits.cdc, objects.cdc, objects.grl),
    silicon: displaySilicon(hits.pxd, hits.svd),
    cherenkov: displayCherenkov(hits.top, objects.top, hits.arich),
    yoke: displayYoke(hits.klm, objects.klm),
  };
}

/** Final particles, and those that came some way before they decayed or converted. */
function displayParticles(particles: Particles, arcs: Arcs): readonly DisplayParticle[] {
  const { pdg, status, px, py, pz, energy } = particles;
  return Array.from(pdg, (_, row) => row).flatMap((row) => {
    if (status[row] === particleStatus.beam) return [];
    const info = particleInfo(pdg[row]!);
    // Of particles that the table lacks, those of a user's own have arcs.
    const isOwn = info === undefined && arcs.particle.includes(row);
    const kind = isOwn ? 'charged' : kindOf(pdg[row]!);
    const path = pathOf(particles, row, kind, arcs);
    if (path === undefined) return [];
    const pt = hypot(px[row]!, py[row]!);
    const direction = { theta: atan2(pt, pz[row]!), phi: atan2(py[row]!, px[row]!) };
    return {
      name: info?.name ?? `PDG ${pdg[row]}`,
      kind,
      energy: energy[row]!,
      ...direction,
      path,
    };
  });
}

function kindOf(pdg: number): DisplayParticle['kind'] {
  const info = particleInfo(pdg);
  if (pdg === 22) return 'photon';
  if (info === undefined || info.kind === 'invisible') return 'invisible';
  return info.charge === 0 ? 'neutral' : 'charged';
}

/** Undefined for what was replaced where it was made. */
function pathOf(
  particles: Particles,
  row: number,
  kind: DisplayParticle['kind'],
  arcs: Arcs,
): DisplayPath | undefined {
  if (kind === 'charged') {
    const path = arcsPath(arcs, row);
    return path.x.length > 0 || particles.status[row] === particleStatus.final ? path : undefined;
  }
  if (particles.status[row] === particleStatus.final) {
    return kind === 'invisible' ? invisiblePath(particles, row) : straightPath(particles, row);
  }
  const daughter = particles.mother.indexOf(row);
  if (daughter < 0) return undefined;
  const { x, y, z } = particles;
  const start = [x[row]!, y[row]!, z[row]!] as const;
  const end = [x[daughter]!, y[daughter]!, z[daughter]!] as const;
  return hypot(end[0] - start[0], end[1] - start[1], end[2] - start[2]) < minPath
    ? undefined
    : lineTo(start, end);
}
