import { kHz, MHz } from '../../detector/base/units.js';
import type { Background, BeamState } from './background.js';
import type { BackgroundConfig } from './background-schema.js';
import type { DiffuseShareName } from './diffuse-schema.js';
import { backgrounds } from './sources.js';
import { synchrotronRadiation } from './synchrotron-radiation.js';
import { twoPhotonPairs } from './two-photon.js';

/** A source of diffuse hits. */
interface DiffuseSource extends Pick<Background, 'name' | 'isSingleBeam' | 'law'> {
  readonly share: DiffuseShareName;
}

/** All sources of diffuse hits: those of stray particles, and what makes hits alone. */
const diffuseSources: readonly DiffuseSource[] = [
  ...backgrounds,
  { ...twoPhotonPairs, share: 'twoPhoton' },
  { ...synchrotronRadiation, share: 'synchrotron' },
];

/** Parts of the detector whose diffuse hits sources share alike. */
export type DiffusePart = keyof BackgroundConfig['diffuse']['shares'];

/** What a part's hits are multiplied by at a state, source by source; 1 in all at the reference. */
function factors(
  config: BackgroundConfig,
  part: DiffusePart,
  state: BeamState,
  reference: BeamState,
  among: readonly DiffuseSource[] = diffuseSources,
): readonly number[] {
  const { on, scale, diffuse } = config;
  const shares = diffuse.shares[part];
  const sum = among.reduce((all, { share }) => all + shares[share], 0);
  const isAmong = new Set(among);
  return diffuseSources.map((source) => {
    const share = shares[source.share];
    if (!on || !isAmong.has(source) || share === 0) return 0;
    return (scale * share * source.law(state)) / source.law(reference) / sum;
  });
}

/** Rates of the TOP by source [1/ns]: single beams share theirs, collisions go with luminosity. */
function topRates(
  config: BackgroundConfig,
  state: BeamState,
  reference: BeamState,
): readonly number[] {
  const { diffuse } = config;
  const ofBeams = diffuseSources.filter(({ isSingleBeam }) => isSingleBeam);
  const ofCollisions = diffuseSources.filter(({ isSingleBeam }) => !isSingleBeam);
  const atReference = (diffuse.topByLuminosity * reference.luminosity) / 1e35;
  const beams = factors(config, 'top', state, reference, ofBeams);
  const collisions = factors(config, 'top', state, reference, ofCollisions);
  return beams.map((factor, place) => diffuse.top * factor + atReference * collisions[place]!);
}

/** Hits of each part at a state over those that are told of it; one law for all its channels. */
export function diffuseFactors(
  config: BackgroundConfig,
  state: BeamState,
  reference: BeamState,
): Readonly<Record<DiffusePart, number>> {
  const { top, topByLuminosity, shares } = config.diffuse;
  const told = top + (topByLuminosity * reference.luminosity) / 1e35;
  const factorOf = (part: DiffusePart): number =>
    part === 'top'
      ? sumOf(topRates(config, state, reference)) / told
      : sumOf(factors(config, part, state, reference));
  return Object.fromEntries(
    (Object.keys(shares) as DiffusePart[]).map((part) => [part, factorOf(part)]),
  ) as Record<DiffusePart, number>;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Diffuse hits at a state; rates in 1/ns. */
interface DiffuseRates {
  /** Of a wire: mean, and factors of super-layer 0 and of the others. */
  readonly chamber: number;
  readonly innerScale: number;
  readonly outerScale: number;
  /** Of a tube of the TOP, of a photo detector of the ARICH. */
  readonly top: number;
  readonly arich: number;
  /** Of a crystal by part of the calorimeter. */
  readonly calorimeter: BackgroundConfig['diffuse']['calorimeter'];
  /** Of all strips of layer 3 of the barrel of the KLM. */
  readonly klm: number;
  /** Shares of channels fired, by layer. */
  readonly pixels: BackgroundConfig['diffuse']['pixels'];
  readonly strips: BackgroundConfig['diffuse']['strips'];
}

/** Wires of super-layer 0, and of all. */
const [innerWires, allWires] = [1280, 14_336];
/** No background fires more channels of a layer. */
const maxOccupancy = 0.9;

/** Hits that belong to no stray particle, in proportion to the sources of each subdetector. */
export function diffuseRates(
  config: BackgroundConfig,
  state: BeamState,
  reference: BeamState,
): DiffuseRates {
  const { diffuse } = config;
  const factor = (part: DiffusePart): number => sumOf(factors(config, part, state, reference));
  const { forward, barrel, backward } = diffuse.calorimeter;
  const scaled = <L extends Readonly<Record<string, number>>>(layers: L, by: number): L =>
    Object.fromEntries(
      Object.entries(layers).map(([layer, share]) => [layer, Math.min(maxOccupancy, share * by)]),
    ) as L;
  const around = factor('calorimeter');
  return {
    chamber: diffuse.chamber * factor('chamber'),
    innerScale: diffuse.innerScale,
    outerScale: (allWires - innerWires * diffuse.innerScale) / (allWires - innerWires),
    top: sumOf(topRates(config, state, reference)),
    arich: diffuse.arich * factor('arich'),
    calorimeter: {
      forward: forward * factor('forward'),
      barrel: barrel * around,
      backward: backward * around,
    },
    klm: diffuse.klm * factor('klm'),
    pixels: scaled(diffuse.pixels, factor('pixels')),
    strips: scaled(diffuse.strips, factor('strips')),
  };
}

/** How much background a part of the detector sees, by source. */
export interface HitRate {
  /** Part of the detector, and what is counted there. */
  readonly subdetector: string;
  readonly unit: string;
  /** What it stands, in the same unit; null where none is told. */
  readonly limit: number | null;
  /** Where that limit is from, in words; null as well. */
  readonly limitNote: string | null;
  readonly value: number;
  readonly sources: readonly { readonly source: string; readonly value: number }[];
}

/** What a subdetector stands, with the source of the number. */
type Limit = readonly [value: number, note: string];

const recalled = 'recalled from arXiv:2203.05731';
const limits = {
  pixels: [3, recalled],
  strips: [4.7, 'recalled; raised later by grouping hits in time, arXiv:2312.06501'],
  chamber: [200, recalled],
  top: [5, 'yellow alarm of its shift monitor; red at 10 MHz'],
  arich: [10, recalled],
  klm: [50, recalled],
} as const satisfies Readonly<Record<string, Limit>>;

/**
 * Rates of background hits by subdetector and source at a state, as the experiment's monitors count
 * them, with the limits of the subdetectors.
 * @see basf2 dqm/analysis (DQMHistAnalysisTOP) for the alarms of the TOP
 */
export function hitRates(
  config: BackgroundConfig,
  state: BeamState,
  reference: BeamState,
): readonly HitRate[] {
  const { diffuse } = config;
  const row = (
    [subdetector, unit, limit]: readonly [string, string, Limit?],
    values: readonly number[],
  ): HitRate => ({
    subdetector,
    unit,
    limit: limit?.[0] ?? null,
    limitNote: limit?.[1] ?? null,
    value: sumOf(values),
    sources: diffuseSources
      .map(({ name }, place) => ({ source: name, value: values[place]! }))
      .filter(({ value }) => value > 0),
  });
  const of = (part: DiffusePart, atReference: number): readonly number[] =>
    factors(config, part, state, reference).map((factor) => atReference * factor);
  const { forward, barrel, backward } = diffuse.calorimeter;
  const { layer1 } = diffuse.pixels;
  const { layer3 } = diffuse.strips;
  const tubes = topRates(config, state, reference);
  const photons = 'MHz a crystal';
  return [
    row(['pixels, layer 1', '%', limits.pixels], of('pixels', 100 * layer1)),
    row(['strips, layer 3', '%', limits.strips], of('strips', 100 * layer3)),
    row(['drift chamber', 'kHz a wire', limits.chamber], of('chamber', diffuse.chamber / kHz)),
    row(
      ['TOP', 'MHz a tube', limits.top],
      tubes.map((value) => value / MHz),
    ),
    row(['ARICH', 'MHz a detector', limits.arich], of('arich', diffuse.arich / MHz)),
    row(['calorimeter, forward', photons], of('forward', forward / MHz)),
    row(['calorimeter, barrel', photons], of('calorimeter', barrel / MHz)),
    row(['calorimeter, backward', photons], of('calorimeter', backward / MHz)),
    row(['KLM, barrel layer 3', 'MHz', limits.klm], of('klm', diffuse.klm / MHz)),
  ];
}
