import { textTable } from '../files/text-table.js';
import type { RatesDocument } from '../rates/rates-document.js';
import type { ScanPoint } from '../rates/rates-tables.js';
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

/** All of it: sources, families, lines, what overlaps, the model, the total. */
export function ratesText(document: RatesDocument): string {
  const { machine, menu, conditions, luminosity, totalHz, totalErrorHz } = document;
  const { backgroundTracks, diffuse, bounds } = document;
  const vetoed = ((100 * luminosity.vetoed) / luminosity.delivered).toFixed(2);
  const hits =
    `${(diffuse.chamberHz / 1e3).toFixed(1)} kHz a wire of the chamber, ` +
    `${(diffuse.topHz / 1e6).toFixed(2)} MHz a tube of the TOP`;
  return [
    `rates at machine ${machine}, menu ${menu}, conditions ${conditions} with ${hits}; outside ` +
      `of the veto after injections, ${vetoed} % of the time: ` +
      `${luminosityText(luminosity.delivered)} delivered, ` +
      `${luminosityText(luminosity.live)} live, ${luminosityText(luminosity.vetoed)} vetoed`,
    sourcesTable(document.sources),
    familiesTable(document),
    overlapsTable(document),
    linesTable(document),
    modelTable(document),
    ...bounds.map(({ what, hz, method }) => `${what}: below ${hertz(hz)} Hz (${method})`),
    'track lines without prescale in windows that background opens (tuned to 1.0 kHz on ' +
      'background alone at 2022-peak): ' +
      `${withError(backgroundTracks.hz, backgroundTracks.errorHz)} Hz`,
    `Level-1 accepts: ${withError(totalHz, totalErrorHz)} Hz (statistical); ` +
      `${bandText(document)} Hz with half and twice the background, of the spectra that make ` +
      'least and most\n',
  ].join('\n\n');
}

/** From the least to the most that the model may make. */
function bandText(band: {
  readonly modelLowHz: number | null;
  readonly modelHighHz: number | null;
}): string {
  return `${hertz(band.modelLowHz ?? 0)} … ${hertz(band.modelHighHz ?? 0)}`;
}

const sourcesTable = (sources: RatesDocument['sources']): string =>
  textTable(
    ['source', 'tier', 'comes [Hz]', 'opens windows [Hz]', 'accepted [Hz]'],
    sources.map(({ name, tier, seedHz, windowHz, l1Hz, errorHz }) => [
      name,
      tier,
      hertz(seedHz),
      hertz(windowHz),
      withError(l1Hz, errorHz),
    ]),
  ).trimEnd();

const familiesTable = ({ families }: RatesDocument): string =>
  textTable(
    ['family', 'after prescale [Hz]', 'half … twice background', 'alone [Hz]'],
    families.map(({ name, hz, errorHz, lowHz, highHz, exclusiveHz }) => [
      name,
      withError(hz, errorHz),
      `${hertz(lowHz)} … ${hertz(highHz)}`,
      hertz(exclusiveHz),
    ]),
  ).trimEnd();

/** Pairs of lines that are printed; files hold all. */
const shownPairs = 12;

/** What families keep together, pair by pair, and the lines that do so most. */
function overlapsTable({ families, overlaps }: RatesDocument): string {
  const names = families.map(({ name }) => name);
  const cell = (row: string, column: string): string => {
    const same = families.find(({ name }) => name === row);
    if (row === column) return hertz(same?.hz ?? 0);
    const found = overlaps.families.find(
      ({ one, other }) => [row, column].includes(one) && [row, column].includes(other),
    );
    return hertz(found?.hz ?? 0);
  };
  const matrix = textTable(
    ['kept by both [Hz]', ...names],
    names.map((row) => [row, ...names.map((column) => cell(row, column))]),
  );
  const pairs = overlaps.lines
    .slice(0, shownPairs)
    .map(({ one, other, hz }) => `${one} and ${other} ${hertz(hz)}`);
  return `${matrix}most of lines: ${pairs.join(', ')}`;
}

/** What parts of the model make of the total. */
const modelTable = ({ model }: RatesDocument): string =>
  textTable(
    ['model: what is varied', 'how', 'accepted [Hz]'],
    model.map(({ what, method, lowHz, highHz }) => [
      what,
      method,
      `${hertz(lowHz)} … ${hertz(highHz)}`,
    ]),
  ).trimEnd();

/** Lines that fire, the most frequent first. */
function linesTable({ lines }: RatesDocument): string {
  const shown = lines
    .filter(({ ftdlHz }) => ftdlHz !== null && ftdlHz > 0)
    .sort((one, other) => (other.psnmHz ?? 0) - (one.psnmHz ?? 0));
  const unknown = lines.filter(({ ftdlHz }) => ftdlHz === null).length;
  const silent = lines.length - shown.length - unknown;
  const table = textTable(
    ['line', 'family', 'prescale', 'before [Hz]', 'half … twice', 'after [Hz]', 'alone [Hz]'],
    shown.map((line) => [
      line.name,
      line.family,
      line.prescale === 0 ? 'masked' : String(line.prescale),
      withError(line.ftdlHz ?? 0, line.errorHz ?? 0),
      bandText(line),
      hertz(line.psnmHz ?? 0),
      hertz(line.exclusiveHz ?? 0),
    ]),
  );
  return `${table}${silent} lines did not fire; of ${unknown} nothing is known`;
}

/** Rates against a parameter of the machine, a row a value. */
export function scanText(path: string, points: readonly ScanPoint[]): string {
  const families = points[0]?.rates.families.map(({ name }) => name) ?? [];
  return textTable(
    [path, 'luminosity', 'accepted [Hz]', 'half … twice background', ...families],
    points.map(({ value, rates }) => [
      value,
      luminosityText(rates.luminosity.delivered),
      withError(rates.totalHz, rates.totalErrorHz),
      bandText(rates),
      ...rates.families.map(({ hz }) => hertz(hz)),
    ]),
  );
}
