// kernel: every hit of the KLM
import { choice, type ConfigOf, flag, integer, quantity, text } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import type { RunContext } from '../../detector/event.js';
import { barrelSectorCount, endcapSectorCount, isBarrel, sectionCount, sections, sectorsOfSection } from '../../detector/klm/geometry.js';
import type { KlmHits } from '../../detector/klm/hits.js';
import { bitCount } from './bit-count.js';
import { mostCandidates, SectorLines } from './line-fit.js';
import type { KlmObjects } from './objects.js';

/**
 * @see basf2 trg/klm/modules/klmtrigger/src/KLM_Trig.cc, klmtrgLayerCounter.cc, KLMTriggerModule.cc (threshold 8; an example of
 * conditions has 5), trg/klm/examples/ImportKLMTriggerParameters.py (layers 3 and up). What a period used is not public.
 */
export const klmTriggerSchema = {
  logic: choice('layers', ['layers', 'lines'], 'What fires a sector: enough planes hit, or a straight line in both of its views'),
  layers: text('3-15', 'Layers that count, from 1 inside'),
  threshold: integer(8, 'planes', 'layers: a sector fires with so many planes hit, two to a layer', { min: 1, max: 30 }),
  neighbours: flag(true, 'layers: whether two neighbouring sectors that reach the threshold only together fire, as the lower of them'),
  window: quantity(10, 'cm', 'lines: a hit joins a candidate whose last hit is nearer than this (100 in the source, presumably mm)', {
    min: 0,
  }),
  candidates: integer(4, '', 'lines: candidates per sector and view', { min: 1, max: mostCandidates }),
  intercept: quantity(50, 'cm', 'lines: a line passes the collision point within this (500 in the source, presumably mm)', { min: 0 }),
} as const;

/** Sectors of all sections side by side. */
const sectorsPerSection = 8;

/**
 * Finds the sectors that fire, by the layer counter of the firmware or by its line fit, and counts them.
 */
export function klmObjects(config: ConfigOf<typeof klmTriggerSchema>, _context: RunContext) {
  const layers = layerMask(config.layers);
  const finder = config.logic === 'layers' ? new SectorCounter(config, layers) : new SectorLines(config, layers);
  return (hits: KlmHits, eventCount: number): KlmObjects => {
    const column = (): Uint8Array => new Uint8Array(eventCount);
    const masks = [column(), column(), column(), column()] as const;
    const found = {
      barrelBackward: masks[sections.barrelBackward],
      barrelForward: masks[sections.barrelForward],
      endcapBackward: masks[sections.endcapBackward],
      endcapForward: masks[sections.endcapForward],
      pairs: column(),
      barrelCount: column(),
      endcapCount: column(),
      barrelBackToBack: column(),
      endcapBackToBack: column(),
    };
    for (let event = 0; event < eventCount; event++) {
      if (hits.offsets[event] === hits.offsets[event + 1]) continue;
      const fired = finder.fired(hits, event);
      found.pairs[event] = finder instanceof SectorCounter ? finder.pairs : 0;
      for (let section = 0; section < sectionCount; section++) {
        masks[section][event] = fired[section];
        const count = isBarrel(section) ? found.barrelCount : found.endcapCount;
        count[event] += bitCount(masks[section][event]);
      }
      found.barrelBackToBack[event] = oppositeInBarrel(found.barrelForward[event] | found.barrelBackward[event]);
      found.endcapBackToBack[event] = oppositeInEndcaps(found.endcapForward[event], found.endcapBackward[event]);
    }
    return found;
  };
}

/** The layer counter: planes hit in each sector against a threshold. */
class SectorCounter {
  /** Bit s set when section s of the last event has two neighbours that fired only together. */
  pairs = 0;
  readonly #threshold: number;
  readonly #neighbours: boolean;
  readonly #layers: number;
  /** Two words of planes per sector: bit `layer` of plane 0 and of plane 1. */
  readonly #planes = new Int32Array(2 * sectionCount * sectorsPerSection);
  readonly #masks = new Uint8Array(sectionCount);

  constructor({ threshold, neighbours }: ConfigOf<typeof klmTriggerSchema>, layers: number) {
    this.#threshold = threshold;
    this.#neighbours = neighbours;
    this.#layers = layers;
  }

  /** Mask of the sectors that fire, by section; valid until the next call. */
  fired(hits: KlmHits, event: number): Uint8Array {
    this.#load(hits, event);
    this.pairs = 0;
    for (let section = 0; section < sectionCount; section++) this.#masks[section] = this.#firedIn(section);
    return this.#masks;
  }

  #load({ offsets, section, sector, layer, plane }: KlmHits, event: number): void {
    this.#planes.fill(0);
    for (let row = offsets[event]; row < offsets[event + 1]; row++) {
      this.#planes[2 * (sectorsPerSection * section[row] + sector[row]) + plane[row]] |= (1 << layer[row]) & this.#layers;
    }
  }

  #firedIn(section: number): number {
    const count = sectorsOfSection[section];
    let mask = 0;
    for (let sector = 0; sector < count; sector++) if (this.#together(section, sector, sector) >= this.#threshold) mask |= 1 << sector;
    if (!this.#neighbours) return mask;
    let pairs = 0;
    for (let sector = 0; sector < count; sector++) {
      const next = (sector + 1) % count;
      if ((mask >> sector) & 1 || (mask >> next) & 1 || this.#together(section, sector, next) < this.#threshold) continue;
      pairs |= 1 << sector;
    }
    if (pairs !== 0) this.pairs |= 1 << section;
    return mask | pairs;
  }

  #together(section: number, one: number, other: number): number {
    const planes = this.#planes;
    const first = 2 * (sectorsPerSection * section + one);
    const second = 2 * (sectorsPerSection * section + other);
    return bitCount(planes[first] | planes[second]) + bitCount(planes[first + 1] | planes[second + 1]);
  }
}

/** Layers of a text such as `3-15` or `3-6,9`, one bit each. @throws CONFIG_BAD_VALUE */
function layerMask(layers: string): number {
  let mask = 0;
  for (const part of layers.split(',')) {
    const [, from, to] = /^\s*(\d+)\s*(?:-\s*(\d+)\s*)?$/.exec(part) ?? [];
    const first = Number(from);
    const last = Number(to ?? from);
    if (!(first >= 1 && last <= 15 && first <= last))
      throw new EmulatorError('CONFIG_BAD_VALUE', `klm trigger, layers: found "${layers}", expected layers 1 to 15 such as 3-15 or 3-6,9`);
    for (let layer = first; layer <= last; layer++) mask |= 1 << layer;
  }
  return mask;
}

/** 1 when sectors four apart fired, in whichever half of the barrel. @see basf2 trg/klm (older version of the simulation) */
function oppositeInBarrel(mask: number): number {
  return (mask & (mask >> (barrelSectorCount / 2))) !== 0 ? 1 : 0;
}

/** 1 when a forward quadrant and the backward one opposite to it fired; the firmware's table of pairs is not public. */
function oppositeInEndcaps(forward: number, backward: number): number {
  for (let quadrant = 0; quadrant < endcapSectorCount; quadrant++) {
    // Forward quadrants are numbered mirrored.
    if ((forward >> (quadrant ^ 1)) & 1 && (backward >> ((quadrant + 2) % endcapSectorCount)) & 1) return 1;
  }
  return 0;
}
