// kernel: every arc of a particle that started behind the calorimeter's front
import { type Arcs, arcEnds } from '../propagation/arcs.js';
import {
  backwardZ,
  barrelApothem,
  barrelHalfLength,
  barrelHalfWidth,
  barrelSectorCount,
  endcapInnerRadius,
  endcapOuterRadius,
  forwardZ,
  middleZ,
  sections,
  sectorX,
  sectorY,
} from './geometry.js';
import type { StripWriter } from './strips.js';

/** A place within this of the middle of a gap is in it [cm]: arcs are single precision. */
const tolerance = 0.05;

/** Strips fired along arcs `first` up to `last` of what starts behind the calorimeter's front. */
export function writeOuterGaps(arcs: Arcs, first: number, last: number, strips: StripWriter): void {
  const { end, x, y, z, time } = arcs;
  // An arc ends at a gap where the next one begins.
  for (let arc = first; arc + 1 < last; arc++)
    if (end[arc] === arcEnds.gap)
      writeGap(x[arc + 1], y[arc + 1], z[arc + 1], time[arc + 1], strips);
}

function writeGap(x: number, y: number, z: number, time: number, strips: StripWriter): void {
  const forward = layerAt(forwardZ, z);
  const layer = forward < 0 ? layerAt(backwardZ, z) : forward;
  if (layer >= 0) {
    const radius = Math.sqrt(x * x + y * y);
    if (radius <= endcapInnerRadius || radius >= endcapOuterRadius) return;
    const section = z > 0 ? sections.endcapForward : sections.endcapBackward;
    strips.writeEndcap(section, layer, x, y, time);
    return;
  }
  const along = z - middleZ;
  if (Math.abs(along) > barrelHalfLength) return;
  let sector = 0;
  for (let other = 1; other < barrelSectorCount; other++)
    if (x * sectorX[other] + y * sectorY[other] > x * sectorX[sector] + y * sectorY[sector])
      sector = other;
  const gap = layerAt(barrelApothem, x * sectorX[sector] + y * sectorY[sector]);
  if (gap < 0) return;
  const across = y * sectorX[sector] - x * sectorY[sector];
  strips.writeBarrel(sector, gap, (across / barrelHalfWidth[gap] + 1) / 2, along, time);
}

/** Layer (from 0) of the gap at a distance, or −1. */
function layerAt(distances: Float64Array, at: number): number {
  for (let layer = 0; layer < distances.length; layer++)
    if (Math.abs(distances[layer] - at) < tolerance) return layer;
  return -1;
}
