// Tables of the pages that no command of the package prints: each stands on its page with this
// command beside it. Prints Markdown on standard output; what was counted on standard error.
//   node tools/numbers/numbers.mjs            (lists them)
//   node tools/numbers/numbers.mjs TABLE … [--events N] [--seed N]
import { parseArgs } from 'node:util';
import { antibaryonTables } from './antibaryons.mjs';
import { calorimeterTables } from './calorimeter.mjs';
import { chamberTables } from './chamber.mjs';
import { curvatureTables } from './curvature.mjs';
import { generatorTables } from './generators.mjs';
import { intervalTables } from './intervals.mjs';
import { readoutTables } from './readout.mjs';
import { markdown } from './table.mjs';

const tables = [
  ...generatorTables,
  ...calorimeterTables,
  ...antibaryonTables,
  ...chamberTables,
  ...curvatureTables,
  ...readoutTables,
  ...intervalTables,
];

function wholeNumber(option, text, least) {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`--${option}: found "${text}", expected a whole number from ${least}`);
}

/** Tables by name; an unknown one ends the command before any is made. */
function namedTables(names) {
  const known = tables.map(({ name }) => name).join(', ');
  return names.map((name) => {
    const table = tables.find((one) => one.name === name);
    if (table === undefined) throw new Error(`no table "${name}", expected one of ${known}`);
    return table;
  });
}

async function main() {
  const { values, positionals } = parseArgs({
    options: { events: { type: 'string' }, seed: { type: 'string', default: '1' } },
    allowPositionals: true,
  });
  const seed = wholeNumber('seed', values.seed, 0);
  const given = values.events === undefined ? undefined : wholeNumber('events', values.events, 1);
  const asked = namedTables(positionals);
  if (asked.length === 0)
    for (const { name, page, events, what } of tables)
      console.log([name, page, events === undefined ? what : `${events} ${what}`].join('\t'));
  for (const { name, page, events: usual, what, make } of asked) {
    const events = usual === undefined ? undefined : (given ?? usual);
    const made = events === undefined ? what : `${events} ${what}, seed ${seed}`;
    console.error(`${name}, for ${page}: ${made}`);
    const { header, rows } = await make({ events, seed });
    console.log(`${markdown(header, rows)}\n`);
  }
}

try {
  await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
