import { describeConfig } from '../../detector/base/config.js';
import { decayingParticles } from '../decays/decay-table.js';
import { type FilledShare, filledSharesOf } from '../decays/filled-shares.js';
import { textTable } from '../files/text-table.js';
import type { EventGenerator } from '../generators/generator.js';
import type { ProcessRow } from '../generators/process-rows.js';
import { luminosityText } from '../settings/machine.js';

/** At which luminosity rates are given. */
interface Machine {
  readonly name: string;
  /** [cm⁻² s⁻¹] */
  readonly luminosity: number;
}

/** A cross section with the events a second that it means [Hz]. */
type RatedRow = ProcessRow & { readonly hz: number };

/** `processes`: a line each; what is counted comes last, it may be long. */
export function allProcesses(rows: readonly RatedRow[], machine: Machine): string {
  const table = textTable(
    ['process', 'kind', 'ours', 'unit', 'independent', 'difference', 'Hz', 'what is counted'],
    rows.map((row) => [
      row.name,
      row.kind,
      digits(row.value, 4),
      row.unit,
      row.expected === null ? '–' : digits(row.expected, 4),
      difference(row),
      digits(row.hz, 3),
      row.definition,
    ]),
  );
  return (
    `${table}\n${machineText(machine)} Orders, sources and parameters: b2l1 processes NAME. ` +
    '“–”: nothing independent, NAME says why.\n'
  );
}

/** `processes NAME`: what it is, its cross sections with all that is known of them, parameters. */
export function oneProcess(
  process: EventGenerator,
  rows: readonly RatedRow[],
  machine: Machine,
): string {
  const { name, kind, doc, schema } = process;
  const shares = decaysLeftBy(process);
  const parameters = textTable(
    ['--with', 'default', 'accepts', 'what it is'],
    describeConfig(schema).map((each) => [each.path, each.default, each.accepts, each.doc]),
  );
  const kindText = kind === 'sm' ? 'Standard Model' : 'signal';
  return [
    `${name} (${kindText}): ${doc}\n`,
    ...rows.map(rowText),
    `${machineText(machine)}\n`,
    parameters,
    ...(shares.length > 0 ? [decaysText(shares)] : []),
  ].join('\n');
}

/** How full the tables are by which what a process leaves to them decays. */
export function decaysLeftBy({ leaves, onPurpose = [] }: EventGenerator): readonly FilledShare[] {
  return filledSharesOf(leaves ?? (onPurpose.includes('decayed') ? decayingParticles() : []));
}

/** Of which particles the tables of decays are not all listed decays. */
function decaysText(shares: readonly FilledShare[]): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const rows = shares.map((each) => [
    each.name,
    percent(each.listed),
    percent(each.filled),
    percent(each.leftOut),
  ]);
  const table = textTable(['particle', 'listed', 'filled', 'left out'], rows);
  return `Decays by our tables: filled by phase space, or left out, others scaled up\n${table}`;
}

function rowText(row: RatedRow): string {
  const { definition, order, value, unit, expected, tolerance, source, hz } = row;
  const beside =
    expected === null || tolerance === null
      ? `none: ${source}`
      : `${digits(expected, 4)} ${unit}, ${difference(row)} (within ` +
        `${digits(100 * tolerance, 2)} %): ${source}`;
  const facts = [
    ['ours', `${digits(value, 5)} ${unit}${unit === 'Hz' ? '' : `, ${digits(hz, 3)} Hz`}`],
    ['order', order],
    ['independent', beside],
  ];
  const lines = facts.map(([key, text]) => `  ${key!.padEnd(11)}  ${text}`);
  return `${definition}\n${lines.join('\n')}\n`;
}

const machineText = ({ name, luminosity }: Machine): string =>
  `Hz at ${luminosityText(luminosity)} (${name}).`;

/**
 * Ours over the independent one, and that it is further than it should be; one that was set to it
 * is no check.
 */
function difference({ order, value, expected, tolerance }: RatedRow): string {
  if (expected === null || tolerance === null) return '';
  if (order.startsWith('set, not computed')) return 'set to it';
  const off = value / expected - 1;
  const text = `${off < 0 ? '−' : '+'}${(100 * Math.abs(off)).toFixed(2)} %`;
  return Math.abs(off) > tolerance ? `${text} (!)` : text;
}

/** A number for people: so many significant digits, plain where that is short. */
function digits(value: number, count: number): string {
  const rounded = Number(value.toPrecision(count));
  const size = Math.abs(rounded);
  return size !== 0 && (size < 1e-3 || size >= 1e6)
    ? rounded.toExponential().replace('+', '')
    : String(rounded);
}
