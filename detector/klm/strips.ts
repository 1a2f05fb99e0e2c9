// kernel: every crossing of a gap
import type { TableBuilder } from '../base/columns.js';
import type { RandomStream } from '../base/random.js';
import { clusterSize } from './clusters.js';
import {
  endcapSector,
  endcapStripCount,
  endcapStripWidth,
  isScintillator,
  phiStripCount,
  planeCount,
  sections,
  zStripCount,
  zStripPitch,
} from './geometry.js';
import type { klmDepositSchema } from './hits.js';
import type { KlmConfig } from './schema.js';

/** Turns crossings of gaps into fired strips: efficiency once per plane, clusters in chambers. */
export class StripWriter {
  /** Row within the event of the particle being followed. */
  particle = 0;
  /** Share of the efficiency with which its ionization is seen: less than 1 for small charges. */
  share = 1;
  readonly #config: KlmConfig;
  readonly #random: RandomStream;
  readonly #builder: TableBuilder<typeof klmDepositSchema>;

  constructor(
    config: KlmConfig,
    random: RandomStream,
    builder: TableBuilder<typeof klmDepositSchema>,
  ) {
    this.#config = config;
    this.#random = random;
    this.#builder = builder;
  }

  /**
   * A crossing of barrel gap `layer` (from 0), at `across` of its width (0 to 1) and `along` z from
   * the middle [cm].
   */
  writeBarrel(sector: number, layer: number, across: number, along: number, time: number): void {
    const section = along > 0 ? sections.barrelForward : sections.barrelBackward;
    const phiStrips = phiStripCount(layer + 1);
    const zStrips = zStripCount(section, sector, layer + 1);
    const z = Math.abs(along) / zStripPitch(layer + 1);
    if (across < 0 || across >= 1 || z >= zStrips) return;
    this.#writePlane(section, sector, layer + 1, 0, across * phiStrips, phiStrips, time);
    this.#writePlane(section, sector, layer + 1, 1, z, zStrips, time);
  }

  /** A crossing of endcap gap `layer` (from 0). */
  writeEndcap(section: number, layer: number, x: number, y: number, time: number): void {
    const quadrant = x >= 0 ? (y >= 0 ? 0 : 3) : y >= 0 ? 1 : 2;
    const sector = endcapSector(section, quadrant);
    this.#writePlane(
      section,
      sector,
      layer + 1,
      0,
      Math.abs(x) / endcapStripWidth,
      endcapStripCount,
      time,
    );
    this.#writePlane(
      section,
      sector,
      layer + 1,
      1,
      Math.abs(y) / endcapStripWidth,
      endcapStripCount,
      time,
    );
  }

  #writePlane(
    section: number,
    sector: number,
    layer: number,
    plane: number,
    place: number,
    strips: number,
    time: number,
  ): void {
    const random = this.#random;
    if (place >= strips || random.uniform() >= this.share * this.#config.efficiency) return;
    const middle = Math.floor(place);
    const fraction = place - middle;
    const size =
      this.#config.clusters && !isScintillator(section, layer)
        ? clusterSize(plane, fraction, random)
        : 1;
    const side = fraction > 0.5 ? 1 : -1;
    const { columns } = this.#reserved();
    for (let number = 0; number < size; number++) {
      // The nearer neighbour first, then from side to side.
      const strip =
        middle + (number % 2 === 1 ? side * ((number + 1) >> 1) : -side * (number >> 1));
      if (strip < 0 || strip >= strips) continue;
      const row = this.#builder.rowCount++;
      columns.section[row] = section;
      columns.sector[row] = sector;
      columns.layer[row] = layer;
      columns.plane[row] = plane;
      columns.strip[row] = strip;
      columns.time[row] = time;
      columns.particle[row] = this.particle;
    }
  }

  #reserved(): TableBuilder<typeof klmDepositSchema> {
    this.#builder.reserve(4 * planeCount);
    return this.#builder;
  }
}
