import type { Background, BeamState } from './background.js';
import { type BackgroundConfig, backgroundSchema } from './background-schema.js';
import { injection } from './injection.js';
import { allBackgrounds, backgrounds } from './sources.js';
import { twoPhotonPairs } from './two-photon.js';

/**
 * Stray particles of one source and tier. Anchors could alone fire a line without prescale, soft
 * ones fire only prescaled or masked lines.
 */
interface StrayClass {
  readonly name: string;
  /** The source as people call it, without the tier. */
  readonly sender: string;
  /** Its number in random streams. */
  readonly source: number;
  readonly tier: 'anchor' | 'soft';
  readonly origin: 'stray' | 'injection';
  /** The ring that it comes from, where it is one. */
  readonly ring?: 'her' | 'ler';
  readonly generator: string;
  /** Parameters of the generator. */
  readonly config: object;
  /** How often they come at a state, at the reference as often as shares say [1/ns]. */
  readonly rateAt: (state: BeamState, reference: BeamState) => number;
}

/** Sources whose seeds come at any time. */
const steady: ReadonlySet<Background> = new Set(backgrounds);

type Kind = 'tracks' | 'showers' | 'softTracks' | 'softClusters';

/** Classes of stray particles of a configuration, those that never come among them. */
export function strayClasses(config: BackgroundConfig): readonly StrayClass[] {
  const rateOf = kindRates(config);
  const classes = allBackgrounds.flatMap((source) =>
    (['anchor', 'soft'] as const).map((tier): StrayClass => {
      const [tracks, showers] = kindsOf(tier).map((kind) => rateOf(source, kind)) as [
        number,
        number,
      ];
      return {
        name: tier === 'anchor' ? source.name : `${source.name}, soft`,
        sender: source.name,
        source: source.number + (tier === 'anchor' ? 0 : 1),
        tier,
        origin: steady.has(source) ? 'stray' : 'injection',
        ...(source.ring !== undefined && { ring: source.ring }),
        generator: 'stray',
        config: generatorConfig(config, source, tier, [tracks, showers]),
        rateAt: (state, reference) =>
          (tracks + showers) * sourceShare(source, config, state, reference),
      };
    }),
  );
  return [...classes, twoPhotonClass(config)];
}

const kindsOf = (tier: StrayClass['tier']): readonly [Kind, Kind] =>
  tier === 'anchor' ? ['tracks', 'showers'] : ['softTracks', 'softClusters'];

/**
 * Rates of kinds of stray particles that a source would have if all background were its own
 * [1/ns]: mixed so that all sources together, by their shares at the reference, have the rates of
 * the configuration. Other shares leave the mix of a source as it is.
 */
function kindRates(config: BackgroundConfig): (source: Background, kind: Kind) => number {
  const { mixes } = config;
  const mixed = (kind: Kind): number =>
    backgrounds.reduce(
      (sum, { share }) => sum + backgroundSchema.shares[share].default * mixes[share][kind],
      0,
    );
  return (source, kind) => {
    const sum = mixed(kind);
    return sum === 0 ? 0 : (config[kind].rate * mixes[source.share][kind]) / sum;
  };
}

function generatorConfig(
  { tracks: track, showers: shower, softTracks, softClusters, mixes, softness }: BackgroundConfig,
  { share }: Background,
  tier: StrayClass['tier'],
  [tracks, showers]: readonly [number, number],
): object {
  const { electrons, company, neutrons, lean, zMin, zMax, softness: own } = mixes[share];
  const isAnchor = tier === 'anchor';
  // One of two numbers that are both 0 has to be something.
  const hasNone = tracks + showers === 0;
  return {
    tracks: hasNone ? 1 : tracks / (tracks + showers),
    showers: hasNone ? 0 : showers / (tracks + showers),
    electrons,
    minMomentum: isAnchor ? track.minMomentum : softTracks.minMomentum,
    maxMomentum: isAnchor ? track.maxMomentum : track.minMomentum,
    momentumPower: softness + own,
    minEnergy: isAnchor ? shower.minEnergy : softClusters.minEnergy,
    maxEnergy: isAnchor ? shower.maxEnergy : shower.minEnergy,
    energyPower: 1 + softness + own,
    company: isAnchor ? company : 0,
    neutrons,
    thetaMin: track.thetaMin,
    thetaMax: track.thetaMax,
    lean,
    zMin,
    zMax,
  };
}

function twoPhotonClass({ twoPhoton: rate, scale, on }: BackgroundConfig): StrayClass {
  const { name, number, generator, config, law } = twoPhotonPairs;
  return {
    name: `${name}, soft`,
    sender: name,
    source: number,
    tier: 'soft',
    origin: 'stray',
    generator,
    config,
    rateAt: (state, reference) => (on ? (scale * rate * law(state)) / law(reference) : 0),
  };
}

/** Seeds expected of a shot of injection into the ring of a class; the mean over time has many. */
export function seedsOfShot(
  { ring, rateAt }: StrayClass,
  state: BeamState,
  reference: BeamState,
): number {
  // In proportion to the shots a nanosecond: of one.
  return ring === undefined
    ? 0
    : rateAt({ ...state, [ring]: { ...state[ring], shotRate: 1 } }, reference);
}

/**
 * What a shot of injection into a ring adds to diffuse hits: as the time in which the hits that are
 * told make as many [ns].
 */
export function hitsOfShot(
  ring: 'her' | 'ler',
  config: BackgroundConfig,
  state: BeamState,
  reference: BeamState,
): number {
  const source = injection.find((each) => each.ring === ring)!;
  // In proportion to the shots a nanosecond: of one.
  const once = { ...state, [ring]: { ...state[ring], shotRate: 1 } };
  return config.diffuse.injection * sourceShare(source, config, once, reference);
}

/** How much of a source there is at a state, as a share of all background at the reference. */
function sourceShare(
  source: Background,
  { shares, scale, on }: BackgroundConfig,
  state: BeamState,
  reference: BeamState,
): number {
  return on ? (scale * shares[source.share] * source.law(state)) / source.law(reference) : 0;
}
