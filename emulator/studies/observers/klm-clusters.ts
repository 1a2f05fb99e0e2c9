// kernel: one pass over the hits of the KLM of every event of a study
import { atan2, cos, hypot, sin } from '../../../detector/base/elementary.js';
import { degree } from '../../../detector/base/units.js';
import {
  barrelLayerCount,
  barrelSectorCount,
  endcapSector,
  endcapSectorCount,
  isBarrel,
  layerDistance,
  octant,
  sectionCount,
  sections,
  stripCentre,
} from '../../../detector/klm/geometry.js';
import type { KlmHits } from '../../../detector/klm/hits.js';
import { type AnyVariableMaker, type Variable, variablesFrom } from '../../chain/observed.js';

/** Largest cluster of the KLM as the monitors' recipe wants it, as far as its hits say. */
export const klmClusterVariables = {
  klmLayers: {
    label: 'N(KLM layers)',
    unit: '',
    factor: 1,
    doc: 'most layers of one sector of the KLM with hits of both planes; both halves of the barrel',
  },
  klmTheta: {
    label: 'θ(KLM)',
    unit: 'deg',
    factor: degree,
    doc: 'polar angle of the mean of these hits, from the collision point',
  },
  klmPhi: { label: 'φ(KLM)', unit: 'deg', factor: degree, doc: 'azimuth of it, −180° to 180°' },
  klmRegion: {
    label: 'KLM region',
    unit: '',
    factor: 1,
    doc: '1 for θ of 50–120° (barrel), 2 for 20–40° or 120–160° (endcaps), 0 for others',
  },
} as const satisfies Readonly<Record<string, Variable>>;

type Name = keyof typeof klmClusterVariables;

/** Sectors of the barrel, both halves in one, then those of each endcap. */
const groupCount = barrelSectorCount + 2 * endcapSectorCount;
/** Layers count from 1; those of endcaps are fewer. */
const layersOfGroup = barrelLayerCount + 1;

/** Makes `klmClusterVariables`; NaN but for the number of layers where there is no cluster. */
export const klmClusters: AnyVariableMaker = variablesFrom({ reads: ['klm'], uses: [] }, () => {
  const sums = new ClusterSums();
  return ({ eventCount, hits: { klm } }) => {
    const column = (): Float64Array => new Float64Array(eventCount).fill(Number.NaN);
    const out: Record<Name, Float64Array> = {
      klmLayers: column(),
      klmTheta: column(),
      klmPhi: column(),
      klmRegion: column(),
    };
    for (let event = 0; event < eventCount; event++) {
      sums.read(klm, klm.offsets[event]!, klm.offsets[event + 1]!);
      const best = sums.largest();
      out.klmLayers[event] = best < 0 ? 0 : sums.layers[best]!;
      if (best < 0) continue;
      const [x, y, z] = [sums.x[best]!, sums.y[best]!, sums.z[best]!];
      const theta = atan2(hypot(x, y), z);
      out.klmTheta[event] = theta;
      out.klmPhi[event] = atan2(y, x);
      out.klmRegion[event] = regionOf(theta / degree);
    }
    return out;
  };
});

/** @see basf2 trg/gdl/modules/trggdlDQM, efficiencies of KLM lines against azimuth */
function regionOf(theta: number): number {
  if (theta >= 50 && theta <= 120) return 1;
  return (theta >= 20 && theta <= 40) || (theta > 120 && theta <= 160) ? 2 : 0;
}

/** Middles of layers with hits of both planes, summed by sector. */
class ClusterSums {
  readonly layers = new Int32Array(groupCount);
  readonly x = new Float64Array(groupCount);
  readonly y = new Float64Array(groupCount);
  readonly z = new Float64Array(groupCount);
  /** By section, sector and layer: hits of each plane, and the sum of their middles. */
  readonly #hits = new Int32Array(2 * sectionCount * barrelSectorCount * layersOfGroup);
  readonly #middles = new Float64Array(this.#hits.length);
  readonly #seen = new Uint8Array(groupCount * layersOfGroup);

  read(hits: KlmHits, start: number, end: number): void {
    const { section, sector, layer, plane, strip } = hits;
    this.#hits.fill(0);
    this.#middles.fill(0);
    this.#seen.fill(0);
    for (const sum of [this.layers, this.x, this.y, this.z]) sum.fill(0);
    for (let row = start; row < end; row++) {
      const at = placeOf(section[row]!, sector[row]!, layer[row]!) + plane[row]!;
      this.#hits[at] = this.#hits[at]! + 1;
      this.#middles[at] =
        this.#middles[at]! +
        stripCentre(section[row]!, sector[row]!, layer[row]!, plane[row]!, strip[row]!);
    }
    // Each place once, at its first hit of the second plane: rows ascend in channel.
    for (let row = start; row < end; row++) {
      const at = placeOf(section[row]!, sector[row]!, layer[row]!);
      const isFirst =
        row === start || at !== placeOf(section[row - 1]!, sector[row - 1]!, layer[row - 1]!);
      if (!isFirst || this.#hits[at] === 0 || this.#hits[at + 1] === 0) continue;
      const [first, second] = [
        this.#middles[at]! / this.#hits[at]!,
        this.#middles[at + 1]! / this.#hits[at + 1]!,
      ];
      this.#add(section[row]!, sector[row]!, layer[row]!, first, second);
    }
  }

  /** Group with the most layers, the first of equals; −1 without any. */
  largest(): number {
    let best = -1;
    for (let group = 0; group < groupCount; group++)
      if (this.layers[group]! > (best < 0 ? 0 : this.layers[best]!)) best = group;
    return best;
  }

  /** A point of a layer, from the middles of its planes. */
  #add(section: number, sector: number, layer: number, first: number, second: number): void {
    const distance = layerDistance(section, layer);
    let group = sector;
    let [x, y, z] = [0, 0, second];
    if (isBarrel(section)) {
      const [along, across] = [cos(sector * octant), sin(sector * octant)];
      x = distance * along - first * across;
      y = distance * across + first * along;
    } else {
      const quadrant = endcapSector(section, sector);
      group += barrelSectorCount + (section === sections.endcapForward ? endcapSectorCount : 0);
      x = quadrant === 0 || quadrant === 3 ? first : -first;
      y = quadrant < 2 ? second : -second;
      z = section === sections.endcapForward ? distance : -distance;
    }
    const seen = group * layersOfGroup + layer;
    if (this.#seen[seen] === 0) this.layers[group] = this.layers[group]! + 1;
    this.#seen[seen] = 1;
    this.x[group] = this.x[group]! + x;
    this.y[group] = this.y[group]! + y;
    this.z[group] = this.z[group]! + z;
  }
}

/** Of plane 0 of a layer; plane 1 is behind it. */
const placeOf = (section: number, sector: number, layer: number): number =>
  2 * ((section * barrelSectorCount + sector) * layersOfGroup + layer);
