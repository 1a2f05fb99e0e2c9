import { kernels } from '#kernels';
import { placeTable } from '../base/kernel-column.js';
import type { KernelStream } from '../base/kernel-stream.js';
import { lazily } from '../base/lazily.js';
import { clusterShares } from './clusters.js';
import {
  channelOf,
  endcapSector,
  endcapSectorCount,
  endcapStripWidth,
  isBarrel,
  isScintillator,
  layersOfSection,
  planeCount,
  sectionCount,
  sectorsOfSection,
  stripCount,
  zStripPitch,
} from './geometry.js';
import type { KlmConfig } from './schema.js';

/** Strips of a plane, in a channel's number. */
const planeStrips = 128;
/** Layers of a section, in a channel's number. */
const sectionLayers = 16;

/** Writes what a crossing of a gap may fire where the kernels read it, once in a thread. */
const placeStrips = lazily(() => {
  const counts = new Uint8Array(channelOf(sectionCount, 0, 0, 0, 0) / planeStrips);
  const scintillators = new Uint8Array(sectionCount * sectionLayers);
  const pitches = new Float64Array(sectionLayers);
  const quadrants = new Uint8Array(sectionCount * endcapSectorCount);
  for (let section = 0; section < sectionCount; section++) {
    for (let layer = 1; layer <= layersOfSection[section]; layer++) {
      scintillators[section * sectionLayers + layer] = isScintillator(section, layer) ? 1 : 0;
      pitches[layer] = zStripPitch(layer);
      for (let sector = 0; sector < sectorsOfSection[section]; sector++)
        for (let plane = 0; plane < planeCount; plane++)
          counts[channelOf(section, sector, layer, plane, 0) / planeStrips] = stripCount(
            section,
            sector,
            layer,
            plane,
          );
    }
    if (isBarrel(section)) continue;
    for (let quadrant = 0; quadrant < endcapSectorCount; quadrant++)
      quadrants[section * endcapSectorCount + quadrant] = endcapSector(section, quadrant);
  }
  kernels.placeStrips(
    placeTable(counts),
    placeTable(scintillators),
    placeTable(pitches),
    placeTable(quadrants),
    endcapStripWidth,
    placeTable(clusterShares),
  );
  return true;
});

/**
 * Turns crossings of gaps into fired strips, in the kernels: efficiency once per plane, clusters in
 * chambers.
 */
export class StripWriter {
  /** Where kernels find it. */
  readonly address: number;
  readonly #efficiency: number;

  /** `table`: the head of a `KernelTable` of deposits, which must have room. */
  constructor({ clusters, efficiency }: KlmConfig, random: KernelStream, table: number) {
    placeStrips();
    this.#efficiency = efficiency;
    this.address = kernels.newStripWriter(clusters, random.address, table);
  }

  /**
   * Whose strips come next: row within the event, and share of the efficiency with which its
   * ionization is seen, less than 1 for small charges.
   */
  begin(particle: number, share: number): void {
    kernels.setStripsOf(this.address, particle, share * this.#efficiency);
  }

  /**
   * A crossing of barrel gap `layer` (from 0), at `across` of its width (0 to 1) and `along` z from
   * the middle [cm].
   */
  writeBarrel(sector: number, layer: number, across: number, along: number, time: number): void {
    kernels.writeBarrelStrips(this.address, sector, layer, across, along, time);
  }

  /** A crossing of endcap gap `layer` (from 0). */
  writeEndcap(section: number, layer: number, x: number, y: number, time: number): void {
    kernels.writeEndcapStrips(this.address, section, layer, x, y, time);
  }
}
