// Plants mutants in a copy of the tree, one at a time, and runs the tests nearest to each.
//   node tools/house/mutants.mjs --seed 1 --count 40 [--only FOLDER] [--list] [--seconds 300]
//   node tools/house/mutants.mjs --table [--only NAME]
// Random ones may survive in one of ten; the named ones of the table must all be killed.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { drawMutants } from './mutants/draw.mjs';
import { equivalentMutants } from './mutants/equivalent.mjs';
import { namedMutants } from './mutants/table.mjs';
import { makeCopy, tryMutant } from './mutants/workshop.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** Share of random mutants that must be killed. */
const requiredShare = 0.9;

const spliced =
  ({ start, end, after }) =>
  (text) =>
    `${text.slice(0, start)}${after}${text.slice(end)}`;

/** The one place of a text replaced; a table that no longer fits the sources is an error. */
const replaced =
  ({ file, before, after }) =>
  (text) => {
    if (text.split(before).length !== 2)
      throw new Error(`${file}: expected once, to be replaced by a mutant: ${before}`);
    return text.replace(before, () => after);
  };

const reasonOf = ({ file, lineAfter }) =>
  equivalentMutants.find((one) => one.file === file && one.line === lineAfter)?.reason;

/** `count` mutants; those known to change nothing are named, and the next are taken for them. */
function randomMutants({ seed, count, only }) {
  const wanted = Number(count);
  const more = wanted + equivalentMutants.length;
  const { drawn, places } = drawMutants(root, Number(seed), more, only);
  const named = drawn.map((one) => ({
    ...one,
    name: `${one.file}:${one.line}  ${one.lineBefore}  →  ${one.lineAfter}`,
    mutated: spliced(one),
    reason: reasonOf(one),
  }));
  const chosen = named.filter(({ reason }) => reason === undefined).slice(0, wanted);
  const passed = named.slice(0, named.indexOf(chosen.at(-1)) + 1);
  for (const { name, reason } of passed)
    if (reason !== undefined) console.log(`equivalent ${name}\n           ${reason}`);
  console.log(`${chosen.length} mutants of ${places} places, seed ${seed}`);
  return chosen;
}

/** Those of the table; each is tried on its file at once, before the first is planted. */
function tableMutants({ only }) {
  const chosen = namedMutants
    .filter(({ name }) => only === undefined || name.includes(only))
    .map((one) => ({ ...one, mutated: replaced(one), tests: one.tests && [one.tests] }));
  for (const { file, mutated } of chosen) mutated(readFileSync(join(root, file), 'utf8'));
  return chosen;
}

async function playAll(mutants, seconds) {
  const { copy, remove } = makeCopy(root);
  const counts = { killed: 0, survived: 0 };
  try {
    for (const mutant of mutants) {
      const began = Date.now();
      const { killed, by } = await tryMutant(copy, mutant, seconds);
      const word = killed ? 'killed' : 'survived';
      counts[word]++;
      console.log(`${word.padEnd(10)} ${mutant.name}`);
      console.log(
        `           ${by || 'no test fails'} (${((Date.now() - began) / 1000).toFixed(0)} s)`,
      );
    }
  } finally {
    remove();
  }
  return counts;
}

async function main(values) {
  const mutants = values.table ? tableMutants(values) : randomMutants(values);
  if (values.list) {
    for (const { name } of mutants) console.log(name);
    return;
  }
  const { killed, survived } = await playAll(mutants, Number(values.seconds));
  console.log(`${killed} killed, ${survived} survived`);
  const required = values.table ? mutants.length : Math.ceil(requiredShare * mutants.length);
  process.exitCode = killed >= required ? 0 : 1;
}

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '40' },
    seconds: { type: 'string', default: '300' },
    only: { type: 'string' },
    table: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});
await main(values);
