// kernel: one pass over the events of a batch
import { purpose, RandomStream } from '../../detector/base/random.js';
import { beamSpot } from '../../detector/beam-spot.js';
import { seedAt } from '../../detector/event.js';
import { ParticleBuilder } from '../../detector/particles.js';
import { particleInfo } from '../../detector/pdg.js';
import type { CrossSectionRow } from './cross-section-row.js';
import type { EventGenerator, GenerateEvents, GeneratorContext } from './generator.js';
import { pushFinal } from './push-final.js';
import { ScatteredBeams } from './scattered-beams.js';
import {
  generatedPairsCrossSection,
  twoPhotonLeptonSchema,
  type TwoPhotonLeptonConfig,
  twoPhotonPairs,
  TwoPhotonSampler,
  visibleCrossSection,
} from './two-photon-sampler.js';

const electronPdg = 11;

/** A generator of lepton pairs from two photons, as `twoPhotonLeptons` takes it. */
interface TwoPhotonProcess {
  readonly name: string;
  readonly doc: string;
  readonly pdg: number;
  /** Least pT by default [GeV]. */
  readonly minPt: number;
  readonly onPurpose?: EventGenerator['onPurpose'];
  /** Of pairs above a mass [GeV], any pT: the independent cross section [nb]. */
  readonly total: { readonly minMass: number; readonly expected: number; readonly source: string };
  /** Of tracks in 17–150° of the laboratory above a pT [GeV]. */
  readonly seen: readonly {
    readonly pt: number;
    readonly tracks: 1 | 2;
    readonly expected: number;
  }[];
}

type Schema = ReturnType<typeof twoPhotonLeptonSchema>;

/** A generator of e⁺e⁻ → e⁺e⁻ℓ⁺ℓ⁻ by two equivalent photons. */
export function twoPhotonLeptons(process: TwoPhotonProcess): EventGenerator<Schema> {
  const { name, doc, pdg, onPurpose } = process;
  const { mass } = particleInfo(pdg)!;
  return {
    name,
    kind: 'sm',
    doc,
    schema: twoPhotonLeptonSchema(process.minPt),
    crossSections: crossSections(process, mass),
    ...(onPurpose === undefined ? {} : { onPurpose }),
    crossSection: (config, beams) =>
      generatedPairsCrossSection(twoPhotonPairs(name, config, mass, beams), beams, config.seen),
    build: (config, context) => generate(name, pdg, config, context),
  };
}

/**
 * Unweighted events; rows are the scattered electron and positron, lepton and antilepton.
 * @throws GENERATOR_CONFIG
 */
function generate(
  name: string,
  pdg: number,
  config: TwoPhotonLeptonConfig,
  context: GeneratorContext,
): GenerateEvents {
  const { seed, beams } = context;
  const pairs = twoPhotonPairs(name, config, particleInfo(pdg)!.mass, beams);
  const sampler = new TwoPhotonSampler(
    pairs,
    new ScatteredBeams(beams, config.photonRecoil),
    config.seen,
  );
  const stream = new RandomStream();
  const builder = new ParticleBuilder();
  const collision = beamSpot(beams, seed);

  return (addresses) => {
    const eventCount = addresses.index.length;
    for (let event = 0; event < eventCount; event++) {
      seedAt(stream, context, addresses, event, purpose.generator);
      sampler.draw(stream);
      const point = collision(addresses, event);
      pushFinal(builder, electronPdg, sampler.beams.electron, point);
      pushFinal(builder, -electronPdg, sampler.beams.positron, point);
      pushFinal(builder, pdg, sampler.lepton, point);
      pushFinal(builder, -pdg, sampler.antilepton, point);
      builder.endEvent();
    }
    return { weights: new Float64Array(eventCount).fill(1), particles: builder.take() };
  };
}

const order = 'leading order, equivalent photons';
/** Integrations of others of the same density (recalled to 1 %), none of ours. */
const integration = 'independent numerical integration of the same density';

/** Rows of `b2l1 processes`, for the physics of the defaults. */
function crossSections(process: TwoPhotonProcess, mass: number): readonly CrossSectionRow[] {
  const { name, total, minPt, seen } = process;
  const pairsOf = (least: number, minMass: number, beams: Parameters<typeof twoPhotonPairs>[3]) =>
    twoPhotonPairs(
      name,
      { minPt: least, minMass, virtualityScale: 2.5, photonRecoil: false, seen: 'any' },
      mass,
      beams,
    );
  const totalRow: CrossSectionRow = {
    definition: total.minMass === 0 ? 'all' : `mass of the pair > ${total.minMass} GeV, any pT`,
    order,
    value: (beams) => pairsOf(0, total.minMass, beams).crossSection,
    unit: 'nb',
    expected: total.expected,
    tolerance: 0.03,
    source: `${integration}; ${total.source}`,
    parameters: { minPt: 0, minMass: total.minMass },
  };
  const generated: CrossSectionRow = {
    definition: `pT > ${minPt} GeV along the beams, any mass`,
    order,
    value: (beams) => pairsOf(minPt, 0, beams).crossSection,
    unit: 'nb',
    expected: null,
    tolerance: null,
    source: 'a range of generation, for which nobody gives a number; see the other rows',
  };
  return [
    ...(minPt === 0 ? [] : [generated]),
    totalRow,
    ...seen.map(
      ({ pt, tracks, expected }): CrossSectionRow => ({
        definition:
          `${tracks === 1 ? 'a track' : 'both tracks'} of pT > ${pt} GeV in 17–150° of the ` +
          'laboratory',
        order,
        // The crossing angle turns less of pT than a quarter into tracks at 17° and beyond.
        value: (beams) => visibleCrossSection(pairsOf(0.75 * pt, 0, beams), beams, pt, tracks),
        unit: 'nb',
        expected,
        tolerance: 0.04,
        source: integration,
      }),
    ),
  ];
}
