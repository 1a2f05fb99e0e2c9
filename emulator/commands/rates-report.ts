import { textTable } from '../files/text-table.js';
import type { RatesDocument } from '../rates/rates-document.js';
import { luminosityText } from '../settings/machine.js';

/** What fires a line, the most frequent first. */
export function lineText({ lines }: RatesDocument, name: string): string {
  const { ftdlHz, errorHz, psnmHz, sources, prescale } = lines.find((line) => line.name === name)!;
  if (ftdlHz === null) return `of line ${name} nothing is known: see the notes\n`;
  const rows = sources.toSorted((one, other) => other.hz - one.hz);
  const table = textTable(
    ['what fires it', 'before prescale [Hz]'],
    rows.map((source) => [source.name, withError(source.hz, source.errorHz)]),
  );
  const after = prescale === 0 ? 'masked' : `${hertz(psnmHz ?? 0)} Hz after prescale ${prescale}`;
  const before = `${withError(ftdlHz, errorHz ?? 0)} Hz before prescale`;
  return `line ${name}: ${before}, ${after}\n\n${table}`;
}

/** So many significant digits, plain. */
const digits = (value: number, count: number): string => String(Number(value.toPrecision(count)));
const hertz = (value: number): string => digits(value, 4);
const withError = (hz: number, errorHz: number): string => `${hertz(hz)} ± ${digits(errorHz, 2)}`;

/** All of it: sources, stray particles, families, lines, the total. */
export function ratesText(document: RatesDocument): string {
  const { machine, menu, conditions, luminosity, totalHz, totalErrorHz } = document;
  const { modelLowHz, modelHighHz, backgroundTracks, diffuse } = document;
  const vetoed = ((100 * luminosity.vetoed) / luminosity.delivered).toFixed(2);
  const hits =
    `${(diffuse.chamberHz / 1e3).toFixed(1)} kHz a wire of the chamber, ` +
    `${(diffuse.topHz / 1e6).toFixed(2)} MHz a tube of the TOP`;
  return [
    `rates at machine ${machine} (${luminosityText(luminosity.delivered)}), menu ${menu}, ` +
      `conditions ${conditions} with ${hits}; outside of the veto after injections, ${vetoed} % ` +
      'of the time',
    sourcesTable(document.sources),
    familiesTable(document),
    linesTable(document),
    'track lines without prescale on background alone (tuned to 1.0 kHz at 2022-peak): ' +
      `${withError(backgroundTracks.hz, backgroundTracks.errorHz)} Hz`,
    `Level-1 accepts: ${withError(totalHz, totalErrorHz)} Hz (statistical); ` +
      `${hertz(modelLowHz)} to ${hertz(modelHighHz)} Hz with half and twice the background\n`,
  ].join('\n\n');
}

const sourcesTable = (sources: RatesDocument['sources']): string =>
  textTable(
    ['source', 'tier', 'comes [Hz]', 'accepted [Hz]'],
    sources.map(({ name, tier, seedHz, l1Hz, errorHz }) => [
      name,
      tier,
      hertz(seedHz),
      withError(l1Hz, errorHz),
    ]),
  ).trimEnd();

const familiesTable = ({ families }: RatesDocument): string =>
  textTable(
    ['family', 'after prescale [Hz]'],
    families.map(({ name, hz, errorHz }) => [name, withError(hz, errorHz)]),
  ).trimEnd();

/** Lines that fire, the most frequent first. */
function linesTable({ lines }: RatesDocument): string {
  const shown = lines
    .filter(({ ftdlHz }) => ftdlHz !== null && ftdlHz > 0)
    .sort((one, other) => (other.psnmHz ?? 0) - (one.psnmHz ?? 0));
  const unknown = lines.filter(({ ftdlHz }) => ftdlHz === null).length;
  const silent = lines.length - shown.length - unknown;
  const table = textTable(
    ['line', 'family', 'prescale', 'before [Hz]', 'after [Hz]', 'alone [Hz]'],
    shown.map(({ name, family, prescale, ftdlHz, errorHz, psnmHz, exclusiveHz }) => [
      name,
      family,
      prescale === 0 ? 'masked' : String(prescale),
      withError(ftdlHz ?? 0, errorHz ?? 0),
      hertz(psnmHz ?? 0),
      hertz(exclusiveHz ?? 0),
    ]),
  );
  return `${table}${silent} lines did not fire; of ${unknown} nothing is known`;
}

/** Rates against a parameter of the machine, a row a value. */
export function scanText(
  path: string,
  points: readonly { readonly value: string; readonly rates: RatesDocument }[],
): string {
  const families = points[0]?.rates.families.map(({ name }) => name) ?? [];
  return textTable(
    [path, 'luminosity', 'accepted [Hz]', 'half … twice background', ...families],
    points.map(({ value, rates }) => [
      value,
      luminosityText(rates.luminosity.delivered),
      withError(rates.totalHz, rates.totalErrorHz),
      `${hertz(rates.modelLowHz)} … ${hertz(rates.modelHighHz)}`,
      ...rates.families.map(({ hz }) => hertz(hz)),
    ]),
  );
}
