import { parseConfig } from '../../detector/base/config.js';
import { EmulatorError, nearestHint, showValue } from '../../detector/base/errors.js';
import { type Beams, beams as beamsOf, beamsSchema } from '../../detector/beams.js';
import type { CrossSectionRow, ProcessKind } from './cross-section-row.js';
import type { EventGenerator } from './generator.js';
import { generators } from './index.js';

/** A cross section that has been computed, and of which process it is. */
export interface ProcessRow extends Omit<CrossSectionRow, 'value' | 'parameters'> {
  readonly name: string;
  readonly kind: ProcessKind;
  readonly value: number;
}

/** What the machine makes and what a search looks for: all generators but guns. */
export const processes: readonly EventGenerator[] = generators.filter(({ kind }) => kind !== 'gun');

/** @throws GENERATOR_UNKNOWN */
export function findProcess(name: string): EventGenerator {
  const found = processes.find((process) => process.name === name);
  if (found !== undefined) return found;
  const names = processes.map((process) => process.name);
  throw new EmulatorError(
    'GENERATOR_UNKNOWN',
    `process "${name}" does not exist${nearestHint(name, names)}; there are ${names.join(', ')}`,
  );
}

/** The cross sections of a process, each computed when it is asked for. */
export function* processRows(process: EventGenerator, beams: Beams): Generator<ProcessRow> {
  const { crossSections = [] } = process;
  if (crossSections.length === 0) return yield generatedRow(process, {}, beams);
  for (const row of crossSections) yield computed(process, row, beams);
}

/**
 * The cross section of what a process makes with what a user gave for its parameters; beside an
 * independent one if there is one for just these.
 * @throws GENERATOR_CONFIG, CONFIG_UNKNOWN_KEY, CONFIG_BAD_VALUE
 */
export function variedRow(
  process: EventGenerator,
  given: Readonly<Record<string, unknown>>,
  beams: Beams,
): ProcessRow {
  const valuesOf = (raw: unknown) => JSON.stringify(configOf(process, raw));
  const wanted = valuesOf(given);
  const known = process.crossSections?.find(
    ({ parameters }) => parameters !== undefined && valuesOf(parameters) === wanted,
  );
  return known === undefined
    ? generatedRow(process, given, beams)
    : computed(process, known, beams);
}

const configOf = ({ name, schema }: EventGenerator, raw: unknown) =>
  parseConfig(schema, raw, `generator "${name}"`);

/** A nanobarn and its parts. */
const perNanobarn = { nb: 1, pb: 1e3, fb: 1e6 } as const;
/** [cm²] */
const nanobarn = 1e-33;

/** Events a second [Hz] at a luminosity [cm⁻² s⁻¹]. */
export function eventRateHz(
  { value, unit }: Pick<ProcessRow, 'value' | 'unit'>,
  luminosity: number,
): number {
  return unit === 'Hz' ? value : (value / perNanobarn[unit]) * nanobarn * luminosity;
}

/** What stands for the generated events where nothing says more of them. */
function generatedRow(
  process: EventGenerator,
  given: Readonly<Record<string, unknown>>,
  beams: Beams,
): ProcessRow {
  const config = configOf(process, given);
  const [first] = process.crossSections ?? [];
  const choices = Object.entries(given).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : showValue(value)}`,
  );
  const rateHz = process.rateHz?.(config);
  const crossUnit = first === undefined || first.unit === 'Hz' ? 'nb' : first.unit;
  return {
    name: process.name,
    kind: process.kind,
    definition: `as generated${choices.length === 0 ? '' : ` with ${choices.join(', ')}`}`,
    order: first?.order ?? 'as the description of the generator says',
    ...(rateHz === undefined
      ? { value: process.crossSection!(config, beams) * perNanobarn[crossUnit], unit: crossUnit }
      : { value: rateHz, unit: 'Hz' as const }),
    expected: null,
    tolerance: null,
    source: `no independent number for ${choices.length === 0 ? 'it' : 'these parameters'}`,
  };
}

function computed({ name, kind }: EventGenerator, row: CrossSectionRow, beams: Beams): ProcessRow {
  const { definition, order, unit, expected, tolerance, source: from, published } = row;
  const value = row.value(beams);
  const known = { name, kind, definition, order, value, unit, expected, tolerance, source: from };
  if (expected === null || isNominal(beams)) return published ? { ...known, published } : known;
  const source = 'the independent number is for beams at their nominal energies and angles';
  return { ...known, expected: null, tolerance: null, source };
}

const nominal = beamsOf(parseConfig(beamsSchema, {}, 'nominal beams'));

const isNominal = ({ electronEnergy, positronEnergy, crossing }: Beams): boolean =>
  electronEnergy === nominal.electronEnergy &&
  positronEnergy === nominal.positronEnergy &&
  crossing.sinElectron === nominal.crossing.sinElectron &&
  crossing.sinPositron === nominal.crossing.sinPositron;
