import { choice, type ConfigOf } from '../../detector/base/config.js';
import type { Beams } from '../../detector/beams.js';
import { generatedRows, radiatingDefaults } from './generated-rows.js';
import type { EventGenerator } from './generator.js';
import {
  generateLeptonBosons,
  type LeptonBoson,
  leptonBosonCrossSection,
  leptonBosonSchema,
  treeLevelSource,
  type Ways,
} from './lepton-boson.js';
import { leptophilicWidths } from './widths.js';

/** Code of a scalar that decays, in the truth: a neighbour of the ALP's; none is standard. */
export const scalarPdg = 9_000_006;
/** A dark scalar, invisible. */
const darkScalarPdg = 51;

const scalarSchema = <const W extends Ways>(ways: W) => ({
  ...leptonBosonSchema(ways, 1),
  kind: choice(
    'scalar',
    ['scalar', 'pseudoscalar'],
    'How the boson couples to the lepton, by 1 or γ5',
  ),
});

type ScalarSchema = ReturnType<typeof scalarSchema<Ways>>;

/** Mass [GeV] and cross section [fb] at y = 1. */
type Independent = readonly (readonly [mass: number, expected: number])[];

/** Independent cross sections of a scalar and a pseudoscalar. */
interface IndependentScalars {
  readonly scalar: Independent;
  readonly pseudoscalar: Independent;
}

/** A generator of scalars off a lepton (PDG code); the first way of the scalar is the default. */
export function scalarOffLepton(
  name: string,
  doc: string,
  lepton: number,
  ways: Ways,
  independent: IndependentScalars,
): EventGenerator<ScalarSchema> {
  const processOf = (config: ConfigOf<ScalarSchema>): LeptonBoson => ({
    ...config,
    generator: name,
    lepton,
    boson: scalarPdg,
    invisible: darkScalarPdg,
    widths: leptophilicWidths(config.kind, config.mass, config.coupling, lepton),
  });
  const schema = scalarSchema(ways);
  const crossSection = (config: ConfigOf<ScalarSchema>, beams: Beams): number =>
    leptonBosonCrossSection(processOf(config), beams);
  const rows = (['scalar', 'pseudoscalar'] as const).flatMap((kind) =>
    independent[kind].map(([mass, expected]) => ({
      definition: `${kind} of ${mass} GeV, y = 1, all decays and angles, no radiation of the beams`,
      order: 'tree level with the mass of the lepton',
      expected,
      tolerance: 0.01,
      source: treeLevelSource,
      parameters: { mass, kind, coupling: 1, isr: false, decay: 'invisible' as const },
    })),
  );
  return {
    name,
    kind: 'signal',
    doc,
    schema,
    onPurpose: ['decayed'],
    crossSection,
    crossSections: generatedRows({ schema, crossSection, unit: 'fb' }, [
      radiatingDefaults('scalar of 1 GeV, y = 1e-3, all decays, all angles'),
      ...rows,
    ]),
    build: (config, context) => generateLeptonBosons(processOf(config), context),
  };
}
