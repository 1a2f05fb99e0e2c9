import { choice, type ConfigOf } from '../../detector/base/config.js';
import type { EventGenerator } from './generator.js';
import {
  generateLeptonBosons,
  type LeptonBoson,
  leptonBosonCrossSection,
  leptonBosonSchema,
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

/** A generator of scalars off a lepton (PDG code); the first way of the scalar is the default. */
export function scalarOffLepton(
  name: string,
  doc: string,
  lepton: number,
  ways: Ways,
): EventGenerator<ScalarSchema> {
  const processOf = (config: ConfigOf<ScalarSchema>): LeptonBoson => ({
    ...config,
    generator: name,
    lepton,
    boson: scalarPdg,
    invisible: darkScalarPdg,
    widths: leptophilicWidths(config.kind, config.mass, config.coupling, lepton),
  });
  return {
    name,
    kind: 'signal',
    doc,
    schema: scalarSchema(ways),
    onPurpose: ['decayed'],
    crossSection: (config, beams) => leptonBosonCrossSection(processOf(config), beams),
    build: (config, context) => generateLeptonBosons(processOf(config), context),
  };
}
