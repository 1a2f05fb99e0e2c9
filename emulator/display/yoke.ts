import {
  barrelApothem,
  backwardZ,
  endcapSector,
  forwardZ,
  isBarrel,
  sections,
  sectorX,
  sectorY,
  stripCentre,
} from '../../detector/klm/geometry.js';
import type { KlmHits } from '../../detector/klm/hits.js';
import type { DisplayYoke } from '../../monitor/ports.js';
import type { KlmObjects } from '../../triggers/klm/objects.js';

type Place = readonly [x: number, y: number, z: number];

/** The KLM in a batch of one event: hits of the two planes of a gap together make points. */
export function displayYoke(hits: KlmHits, objects: KlmObjects): DisplayYoke {
  const places = gapsOf(hits).flatMap(
    ({ section, sector, layer, strips: [first, second] }): readonly Place[] => {
      const centres = (plane: number, strips: readonly number[]) =>
        strips.map((strip) => stripCentre(section, sector, layer, plane, strip));
      const [across, along] = [centres(0, first), centres(1, second)];
      if (!isBarrel(section))
        return across.flatMap((x) => along.map((y) => endcapPlace(section, sector, layer, x, y)));
      const measured = along.length > 0 ? along : [Number.NaN];
      return across.flatMap((u) => measured.map((z) => barrelPlace(sector, layer, u, z)));
    },
  );
  return {
    x: Float32Array.from(places, ([x]) => x),
    y: Float32Array.from(places, ([, y]) => y),
    z: Float32Array.from(places, ([, , z]) => z),
    barrelSectors: objects.barrelForward[0]! | objects.barrelBackward[0]!,
    endcapSectors: [objects.endcapBackward[0]!, objects.endcapForward[0]!],
  };
}

interface Gap {
  readonly section: number;
  readonly sector: number;
  readonly layer: number;
  /** Strips hit in either plane. */
  readonly strips: readonly [number[], number[]];
}

/** Hits by gap; rows of one gap follow each other. */
function gapsOf({ section, sector, layer, plane, strip }: KlmHits): readonly Gap[] {
  const gaps: Gap[] = [];
  for (let row = 0; row < strip.length; row++) {
    const last = gaps.at(-1);
    const same =
      last !== undefined &&
      last.section === section[row] &&
      last.sector === sector[row] &&
      last.layer === layer[row];
    const gap = same
      ? last
      : {
          section: section[row]!,
          sector: sector[row]!,
          layer: layer[row]!,
          strips: [[], []] as [number[], number[]],
        };
    if (!same) gaps.push(gap);
    gap.strips[plane[row] as 0 | 1].push(strip[row]!);
  }
  return gaps;
}

function barrelPlace(sector: number, layer: number, across: number, z: number): Place {
  const apothem = barrelApothem[layer - 1]!;
  const [nx, ny] = [sectorX[sector]!, sectorY[sector]!];
  return [apothem * nx - across * ny, apothem * ny + across * nx, z];
}

function endcapPlace(section: number, sector: number, layer: number, x: number, y: number): Place {
  const quadrant = endcapSector(section, sector);
  const z = (section === sections.endcapForward ? forwardZ : backwardZ)[layer - 1]!;
  return [quadrant === 0 || quadrant === 3 ? x : -x, quadrant < 2 ? y : -y, z];
}
