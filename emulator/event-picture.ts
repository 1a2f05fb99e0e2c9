import { degree, GeV, MeV } from '../detector/base/units.js';
import { cellOfCrystal, crystalCount, phiCountOfRing, phiOfCrystal, ringOfCrystal } from '../detector/ecl/crystals.js';
import { ringTable } from '../detector/ecl/rings.js';
import type { DetectorHits } from '../detector/index.js';
import { particleStatus } from '../detector/particles.js';
import { particleInfo } from '../detector/pdg.js';
import { hasBit, outputWords } from '../triggers/batches.js';
import type { FullBatch } from './chain.js';

/** A picture of one event: the calorimeter unrolled, φ to the right, polar angle downward (forward on top). */

const left = 64;
const top = 92;
const plotWidth = 864;
const plotHeight = 576;
const width = left + plotWidth + 24;
const height = top + plotHeight + 96;
const thetaFrom = 10;
const thetaTo = 158;
/** Characters of the list of lines that fit. */
const maxListLength = 125;

const toX = (phiDegrees: number): number => left + ((phiDegrees + 180) / 360) * plotWidth;
const toY = (thetaDegrees: number): number => top + ((thetaDegrees - thetaFrom) / (thetaTo - thetaFrom)) * plotHeight;

/** Polar angle of the forward and backward edge of each ring's front face as seen from the collision point [degrees]. */
const ringEdges = ringTable.map(([, axis, r, z, frontHeight]) => {
  const half = frontHeight / 2;
  const at = (side: number): number =>
    Math.atan2(r + side * half * Math.cos(axis * degree), z - side * half * Math.sin(axis * degree)) / degree;
  return [at(-1), at(1)] as const;
});

/** The event as an SVG document that prints well. `batch` holds that event alone. */
export function eventPicture(
  batch: FullBatch<DetectorHits>,
  lines: readonly { readonly name: string; readonly number: number }[] = [],
): string {
  const { run, slice, index } = batch.addresses;
  const name = `event ${run}:${slice[0]}:${index[0]}`;
  const fired = lines.filter(({ number }) => hasBit(batch.ftdlBits, outputWords, 0, number)).map((line) => line.name);
  const { crystal, energy } = batch.hits.ecl.crystals;
  const hit = new Map(Array.from(crystal, (id, row): [number, number] => [id, energy[row]!]));
  const firedCells = new Set(batch.objects.ecl.cells.cell);
  const clusterCount = batch.objects.ecl.clusters.cell.length;
  const summary = `${hit.size} crystals above threshold, ${firedCells.size} trigger cells, ${clusterCount} ${clusterCount === 1 ? 'cluster' : 'clusters'}`;
  const lineList = `lines: ${fired.join(', ') || 'none'}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc" font-family="Helvetica, Arial, sans-serif">`,
    `<title id="title">ECL, ${name}</title><desc id="desc">${escape(`${summary}; ${lineList}`)}</desc>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="${left}" y="30" font-size="18" font-weight="600" fill="#111">ECL unrolled, ${name}</text>`,
    `<text x="${left}" y="52" font-size="13" fill="#444">${escape(summary)}</text>`,
    `<text x="${left}" y="72" font-size="13" fill="#444">${escape(lineList.length > maxListLength ? `${lineList.slice(0, maxListLength)} …` : lineList)}</text>`,
    `<g>${crystals(hit, firedCells)}</g>`,
    axes(),
    clusters(batch),
    truth(batch),
    legend(),
    '</svg>\n',
  ].join('\n');
}

function crystals(hit: ReadonlyMap<number, number>, firedCells: ReadonlySet<number>): string {
  const shapes: string[] = [];
  for (let crystal = 0; crystal < crystalCount; crystal++) {
    const energy = hit.get(crystal);
    const fired = firedCells.has(cellOfCrystal[crystal]! + 1);
    // Crystals without a hit outside fired cells are only background: the region outlines below show them.
    if (energy === undefined && !fired) continue;
    const ring = ringOfCrystal[crystal]!;
    const pitch = 360 / phiCountOfRing[ring]!;
    const phi = phiOfCrystal[crystal]! * pitch;
    const [low, high] = ringEdges[ring]!;
    const x = toX(phi >= 180 ? phi - 360 : phi);
    const cellWidth = (pitch / 360) * plotWidth;
    const label = energy === undefined ? '' : `<title>crystal ${crystal + 1}: ${(energy / MeV).toFixed(1)} MeV</title>`;
    const box = `x="${x.toFixed(1)}" y="${toY(low).toFixed(1)}" width="${cellWidth.toFixed(1)}" height="${(toY(high) - toY(low)).toFixed(1)}"`;
    shapes.push(
      `<rect ${box} fill="${energy === undefined ? '#fff3d6' : shade(energy)}" stroke="${fired ? '#b35900' : '#bbb'}" stroke-width="0.4">${label}</rect>`,
    );
  }
  return shapes.join('');
}

/** Logarithmic from 5 MeV (pale) to 5 GeV (dark). */
function shade(energy: number): string {
  const depth = Math.min(1, Math.max(0, Math.log10(energy / (5 * MeV)) / 3));
  const mix = (from: number, to: number): number => Math.round(from + (to - from) * depth);
  return `rgb(${mix(214, 8)},${mix(229, 29)},${mix(244, 88)})`;
}

function axes(): string {
  const regions = [
    ['forward', 0, 12],
    ['barrel', 13, 58],
    ['backward', 59, 68],
  ] as const;
  const outlines = regions.map(([name, first, last]) => {
    const y = toY(ringEdges[first]![0]);
    const bottom = toY(ringEdges[last]![1]);
    return `<rect x="${left}" y="${y.toFixed(1)}" width="${plotWidth}" height="${(bottom - y).toFixed(1)}" fill="none" stroke="#666" stroke-width="1"/><text x="${left + plotWidth - 6}" y="${(y + 15).toFixed(1)}" font-size="12" fill="#666" text-anchor="end">${name}</text>`;
  });
  const phiTicks = [-180, -120, -60, 0, 60, 120, 180].map(
    (phi) =>
      `<line x1="${toX(phi)}" x2="${toX(phi)}" y1="${top + plotHeight}" y2="${top + plotHeight + 5}" stroke="#333"/><text x="${toX(phi)}" y="${top + plotHeight + 20}" font-size="12" text-anchor="middle" fill="#333">${phi}</text>`,
  );
  const thetaTicks = [15, 30, 60, 90, 120, 150].map(
    (theta) =>
      `<line x1="${left - 5}" x2="${left}" y1="${toY(theta).toFixed(1)}" y2="${toY(theta).toFixed(1)}" stroke="#333"/><text x="${left - 9}" y="${(toY(theta) + 4).toFixed(1)}" font-size="12" text-anchor="end" fill="#333">${theta}</text>`,
  );
  return [
    ...outlines,
    ...phiTicks,
    ...thetaTicks,
    `<text x="${left + plotWidth / 2}" y="${top + plotHeight + 40}" font-size="13" text-anchor="middle" fill="#111">azimuth φ [degrees]</text>`,
    `<text transform="translate(20 ${top + plotHeight / 2}) rotate(-90)" font-size="13" text-anchor="middle" fill="#111">polar angle θ [degrees]</text>`,
  ].join('');
}

function clusters({ objects }: FullBatch<DetectorHits>): string {
  const { x, y, z, energyLab, e10 } = objects.ecl.clusters;
  return Array.from(x, (_, row) => {
    const cx = toX(Math.atan2(y[row]!, x[row]!) / degree);
    const cy = toY(Math.atan2(Math.hypot(x[row]!, y[row]!), z[row]!) / degree);
    const energyCms = (energyLab[row]! * 10) / e10[row]! / GeV;
    return `<circle cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="22" fill="none" stroke="#c0392b" stroke-width="2"/><text ${beside(cx, 27)} y="${(cy - 12).toFixed(1)}" font-size="12" fill="#c0392b">cluster ${row + 1}: E* ${energyCms.toFixed(2)} GeV</text>`;
  }).join('');
}

/** Position and anchor of a label that stays inside the picture. */
function beside(x: number, distance: number): string {
  return x > left + 0.7 * plotWidth ? `x="${(x - distance).toFixed(1)}" text-anchor="end"` : `x="${(x + distance).toFixed(1)}"`;
}

function truth({ particles }: FullBatch<DetectorHits>): string {
  const { pdg, status, px, py, pz, energy } = particles;
  return Array.from(pdg, (code, row) => {
    const info = particleInfo(code);
    if (status[row] !== particleStatus.final || info === undefined || info.kind === 'invisible') return '';
    const x = toX(Math.atan2(py[row]!, px[row]!) / degree);
    const theta = Math.atan2(Math.hypot(px[row]!, py[row]!), pz[row]!) / degree;
    if (theta < thetaFrom || theta > thetaTo) return '';
    const y = toY(theta);
    const cross = `M${(x - 6).toFixed(1)} ${y.toFixed(1)}h12M${x.toFixed(1)} ${(y - 6).toFixed(1)}v12`;
    return `<path d="${cross}" stroke="#0a7a3d" stroke-width="1.6"/><text ${beside(x, 27)} y="${(y + 36).toFixed(1)}" font-size="12" fill="#0a7a3d">${escape(info.name)}: ${(energy[row]! / GeV).toFixed(2)} GeV</text>`;
  }).join('');
}

function legend(): string {
  const y = top + plotHeight + 68;
  const swatches = [5, 50, 500, 5000].map((mev, step) => {
    const x = left + 118 + step * 86;
    return `<rect x="${x}" y="${y - 11}" width="14" height="14" fill="${shade(mev * MeV)}" stroke="#999"/><text x="${x + 20}" y="${y}" font-size="12" fill="#333">${mev} MeV</text>`;
  });
  return `<text x="${left}" y="${y}" font-size="12" fill="#333">crystal energy</text>${swatches.join('')}<rect x="${left + 480}" y="${y - 11}" width="14" height="14" fill="#fff3d6" stroke="#b35900"/><text x="${left + 500}" y="${y}" font-size="12" fill="#333">trigger cell over threshold</text><path d="M${left + 690} ${y - 4}h12m-6 -6v12" stroke="#0a7a3d" stroke-width="1.6"/><text x="${left + 708}" y="${y}" font-size="12" fill="#333">direction at production</text>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
