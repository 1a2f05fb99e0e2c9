// kernel: every hit of the KLM
import {
  choice,
  type ConfigOf,
  flag,
  integer,
  quantity,
  text,
} from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import type { RunContext } from '../../detector/event.js';
import {
  barrelSectorCount,
  endcapSectorCount,
  isBarrel,
  sectionCount,
  sections,
  sectorsOfSection,
} from '../../detector/klm/geometry.js';
import type { KlmHits } from '../../detector/klm/hits.js';
import { triggerStage } from '../plugins.js';
import { bitCount } from './bit-count.js';
import { maxCandidates, SectorLines } from './line-fit.js';
import type { KlmObjects } from './objects.js';

/**
 * What makes a pair: both sections, as the summary flag of the layer counter has it, or opposite
 * azimuth, as an older version of the simulation has it. The firmware's tables of pairs are not
 * public.
 * @see D-206
 */
const pairings = ['sections', 'opposite'] as const;

/**
 * @see basf2 trg/klm/modules/klmtrigger/src/KLM_Trig.cc, klmtrgLayerCounter.cc, KLMTriggerModule.cc
 * (threshold 8; an example of conditions has 5), trg/klm/examples/ImportKLMTriggerParameters.py
 * (layers 3 and up). What a period used is not public.
 */
export const klmTriggerSchema = {
  logic: choice(
    'layers',
    ['layers', 'lines'],
    'What fires a sector: enough planes hit, or a straight line in both of its views',
  ),
  layers: text('3-15', 'Layers that count, from 1 inside'),
  threshold: integer(
    8,
    'planes',
    'layers: a sector fires with so many planes hit, two to a layer',
    { min: 1, max: 30 },
  ),
  neighbours: flag(
    false,
    'layers: whether two neighbouring sectors that reach the threshold only together fire, ' +
      'as the lower of them (an older version)',
  ),
  window: quantity(
    10,
    'cm',
    'lines: a hit joins a candidate whose last hit is nearer than this (100 in the source, ' +
      'presumably mm)',
    {
      min: 0,
    },
  ),
  candidates: integer(4, '', 'lines: candidates per sector and view', {
    min: 1,
    max: maxCandidates,
  }),
  intercept: quantity(
    50,
    'cm',
    'lines: a line passes the collision point within this (500 in the source, presumably mm)',
    { min: 0 },
  ),
  sectors: {
    barrelForward: text('0-7', 'Sectors that take part, such as 0-2,4-7; none for none'),
    barrelBackward: text('0-7', 'Sectors that take part'),
    endcapForward: text('0-3', 'Sectors that take part; forward ones are numbered mirrored'),
    endcapBackward: text('0-3', 'Sectors that take part'),
  },
  barrelPairs: choice(
    'sections',
    pairings,
    'klmb2b: any sector in each half; or, as in an older version, sectors four apart, in ' +
      'whichever half',
  ),
  endcapPairs: choice(
    'sections',
    pairings,
    'eklmb2b: any quadrant at each end; or a quadrant and the opposite one of the other end',
  ),
} as const;

/** The KLM trigger, in base units. */
export interface KlmTriggerConfig extends ConfigOf<typeof klmTriggerSchema> {}

/** Sectors of all sections side by side. */
const sectorsPerSection = 8;

/**
 * Finds the sectors that fire, by the layer counter of the firmware or by its line fit, and counts
 * them.
 */
export function klmObjects(config: KlmTriggerConfig, _context: RunContext) {
  const layers = maskOf(config.layers, 'layers', 1, 15);
  const sectors = sectorMasks(config.sectors);
  const finder =
    config.logic === 'layers'
      ? new SectorCounter(config, layers, sectors)
      : new SectorLines(config, layers, sectors);
  const barrelPair = config.barrelPairs === 'opposite' ? oppositeInBarrel : inBothSections;
  const endcapPair = config.endcapPairs === 'opposite' ? oppositeInEndcaps : inBothSections;
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
      found.barrelBackToBack[event] = barrelPair(
        found.barrelForward[event],
        found.barrelBackward[event],
      );
      found.endcapBackToBack[event] = endcapPair(
        found.endcapForward[event],
        found.endcapBackward[event],
      );
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
  readonly #sectors: Uint8Array;
  /** Two words of planes per sector: bit `layer` of plane 0 and of plane 1. */
  readonly #planes = new Int32Array(2 * sectionCount * sectorsPerSection);
  readonly #masks = new Uint8Array(sectionCount);

  constructor({ threshold, neighbours }: KlmTriggerConfig, layers: number, sectors: Uint8Array) {
    this.#threshold = threshold;
    this.#neighbours = neighbours;
    this.#layers = layers;
    this.#sectors = sectors;
  }

  /** Mask of the sectors that fire, by section; valid until the next call. */
  fired(hits: KlmHits, event: number): Uint8Array {
    this.#load(hits, event);
    this.pairs = 0;
    for (let section = 0; section < sectionCount; section++)
      this.#masks[section] = this.#firedIn(section);
    return this.#masks;
  }

  #load({ offsets, section, sector, layer, plane }: KlmHits, event: number): void {
    this.#planes.fill(0);
    for (let row = offsets[event]; row < offsets[event + 1]; row++) {
      if (((this.#sectors[section[row]] >> sector[row]) & 1) === 0) continue;
      this.#planes[2 * (sectorsPerSection * section[row] + sector[row]) + plane[row]] |=
        (1 << layer[row]) & this.#layers;
    }
  }

  #firedIn(section: number): number {
    const count = sectorsOfSection[section];
    let mask = 0;
    for (let sector = 0; sector < count; sector++)
      if (this.#together(section, sector, sector) >= this.#threshold) mask |= 1 << sector;
    if (!this.#neighbours) return mask;
    let pairs = 0;
    for (let sector = 0; sector < count; sector++) {
      const next = (sector + 1) % count;
      if (
        (mask >> sector) & 1 ||
        (mask >> next) & 1 ||
        this.#together(section, sector, next) < this.#threshold
      )
        continue;
      pairs |= 1 << sector;
    }
    if (pairs !== 0) this.pairs |= 1 << section;
    return mask | pairs;
  }

  #together(section: number, one: number, other: number): number {
    const planes = this.#planes;
    const first = 2 * (sectorsPerSection * section + one);
    const second = 2 * (sectorsPerSection * section + other);
    return (
      bitCount(planes[first] | planes[second]) + bitCount(planes[first + 1] | planes[second + 1])
    );
  }
}

/** Sectors that take part, one mask per section. @throws CONFIG_BAD_VALUE */
function sectorMasks(texts: KlmTriggerConfig['sectors']): Uint8Array {
  const masks = new Uint8Array(sectionCount);
  for (const name of Object.keys(texts) as (keyof typeof texts)[])
    masks[sections[name]] =
      texts[name].trim() === 'none'
        ? 0
        : maskOf(texts[name], `sectors.${name}`, 0, sectorsOfSection[sections[name]] - 1);
  return masks;
}

/** Numbers of a text such as `3-6,9`, one bit each. @throws CONFIG_BAD_VALUE */
function maskOf(numbers: string, name: string, least: number, most: number): number {
  let mask = 0;
  for (const part of numbers.split(',')) {
    const [, from, to] = /^\s*(\d+)\s*(?:-\s*(\d+)\s*)?$/.exec(part) ?? [];
    const first = Number(from);
    const last = Number(to ?? from);
    if (!(first >= least && last <= most && first <= last)) {
      const expected =
        `numbers from ${least} to ${most} such as ${least}-${most} or ` +
        `${least},${least + 2}-${most}`;
      throw new EmulatorError(
        'CONFIG_BAD_VALUE',
        `klm trigger, ${name}: found "${numbers}", expected ${expected}`,
      );
    }
    for (let number = first; number <= last; number++) mask |= 1 << number;
  }
  return mask;
}

/** 1 when both sections of the barrel, or of the endcaps, have a sector that fired. */
function inBothSections(forward: number, backward: number): number {
  return forward !== 0 && backward !== 0 ? 1 : 0;
}

/**
 * 1 when sectors four apart fired, in whichever half of the barrel.
 * @see basf2 trg/klm (older version of the simulation)
 */
function oppositeInBarrel(forward: number, backward: number): number {
  const mask = forward | backward;
  return (mask & (mask >> (barrelSectorCount / 2))) !== 0 ? 1 : 0;
}

/**
 * 1 when a forward quadrant and the backward one opposite to it fired; the firmware's table of
 * pairs is not public.
 */
function oppositeInEndcaps(forward: number, backward: number): number {
  for (let quadrant = 0; quadrant < endcapSectorCount; quadrant++) {
    // Forward quadrants are numbered mirrored.
    if ((forward >> (quadrant ^ 1)) & 1 && (backward >> ((quadrant + 2) % endcapSectorCount)) & 1)
      return 1;
  }
  return 0;
}

/** The KLM trigger as a stage. */
export const klmStage = triggerStage({
  name: 'klm',
  schema: klmTriggerSchema,
  reads: ['klm'],
  uses: [],
  build: (config: KlmTriggerConfig, context) => {
    const find = klmObjects(config, context);
    return ({ hits, eventCount }) => find(hits.klm, eventCount);
  },
});
