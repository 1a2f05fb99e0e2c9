// Budgets of the sources, printed and checked: lengths, nesting, parameters, comments, exports.
// Exits 1 when one is broken and names the places.
//   node tools/house/measure.mjs [ROOT]
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sourceFiles } from './circles.mjs';
import { commentShare, wideLines } from './measure/comments.mjs';
import { exportsOf, unusedExports } from './measure/exports.mjs';
import { functionsOf } from './measure/functions.mjs';
import { isFunction, readSource, walk } from './syntax.mjs';

const columns = 100;

/** Files that others start, compile or import by name: nobody here imports what they export. */
const isEntry = (file) =>
  ['emulator/library.ts', 'emulator/cli.ts'].includes(file) ||
  /\/(worker|main|[\w-]+\.wasm)\.ts$/.test(file);

const isKernel = ({ lines }) => lines[0].startsWith('// kernel:');

/** A data table: at least nine lines of ten are a literal that holds no function. */
function isTable({ tree, lines }) {
  let covered = 0;
  walk(tree.program, (node) => {
    if (node.type !== 'ArrayExpression' && node.type !== 'ObjectExpression') return true;
    let hasFunction = false;
    walk(node, (inner) => {
      hasFunction ||= isFunction(inner);
    });
    if (hasFunction) return true;
    covered += node.loc.end.line - node.loc.start.line + 1;
    return false;
  });
  return covered >= 0.9 * lines.length;
}

const quantile = (values, share) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))];

function anyTypes({ file, tree }) {
  const found = [];
  walk(tree.program, (node) => {
    if (node.type === 'TSAnyKeyword') found.push({ file, line: node.loc.start.line, name: 'any' });
  });
  return found;
}

/**
 * Powers that each engine rounds in its own way: all but squares and powers of two. In the sources
 * that make events and decisions only: a page may round as it likes.
 */
function enginePowers({ file, tree }) {
  const found = [];
  if (file.startsWith('monitor/')) return found;
  const isTwo = ({ type, value }) => type === 'NumericLiteral' && value === 2;
  walk(tree.program, (node) => {
    if (node.operator !== '**' && node.operator !== '**=') return;
    if (isTwo(node.right) || isTwo(node.left)) return;
    found.push({ file, line: node.loc.start.line, name: 'use pow of detector/base/elementary' });
  });
  return found;
}

/** One budget: what, the value, its limit, and the places beyond it where it has places. */
const budget = (what, value, limit, places = []) => ({ what, value, limit, places });
const none = (what, places) => budget(what, places.length, 0, places);
const longest = (list, key, limit) =>
  list.filter((one) => one[key] > limit).sort((a, b) => b[key] - a[key]);
const labelled = (list, key) =>
  list.map(({ file, line, name, [key]: value }) => ({ file, line, name: `${name}: ${value}` }));

function fileBudgets(sources) {
  const files = sources
    .filter((source) => !isTable(source))
    .map(({ file, lines }) => ({ file, line: 1, name: 'lines', lines: lines.length - 1 }));
  const lengths = files.map(({ lines }) => lines);
  return [
    budget('lines of a file, median', quantile(lengths, 0.5), 120),
    budget('lines of a file, 90 %', quantile(lengths, 0.9), 300),
    budget(
      'lines of a file, longest',
      Math.max(...lengths),
      500,
      labelled(longest(files, 'lines', 500), 'lines'),
    ),
  ];
}

/** Lengths, nesting and parameters of functions; kernels may be longer, deeper and take scalars. */
function functionBudgets(sources) {
  const kernelFiles = new Set(sources.filter(isKernel).map(({ file }) => file));
  const functions = sources.flatMap(functionsOf);
  const inKernel = functions.filter(({ file }) => kernelFiles.has(file));
  const elsewhere = functions.filter(({ file }) => !kernelFiles.has(file));
  const lengths = functions.map(({ lines }) => lines);
  const tooLong = (list, limit) =>
    labelled(
      longest(list, 'lines', limit).filter(({ explained }) => !explained),
      'lines',
    );
  const most = (list, key) =>
    quantile(
      list.map((one) => one[key]),
      0.9,
    );
  return [
    budget('lines of a function, median', quantile(lengths, 0.5), 12),
    budget('lines of a function, 90 %', quantile(lengths, 0.9), 45),
    none('functions over 80 lines without "// long: why"', tooLong(elsewhere, 80)),
    none('functions of kernels over 120 lines without it', tooLong(inKernel, 120)),
    budget('nesting, 90 %', most(elsewhere, 'nesting'), 2),
    budget('nesting in kernels, 90 %', most(inKernel, 'nesting'), 3),
    none('nesting over 4', labelled(longest(functions, 'nesting', 4), 'nesting')),
    budget('parameters, 90 %', most(elsewhere, 'parameters'), 3),
  ];
}

function textBudgets(sources, others) {
  const { share } = commentShare(sources);
  const everything = [...sources, ...others];
  return [
    {
      ...budget('comment lines of non-blank lines, %', Math.round(1000 * share) / 10, 12),
      atLeast: true,
    },
    none(
      `lines wider than ${columns} columns`,
      everything.flatMap((one) => wideLines(one, columns)),
    ),
    none('any', everything.flatMap(anyTypes)),
    none('powers rounded by the engine', sources.flatMap(enginePowers)),
  ];
}

function exportBudgets(sources, tests) {
  const bare = sources.flatMap(exportsOf).filter(({ documented }) => !documented);
  const { unused, onlyTested } = unusedExports(sources, tests, isEntry);
  return [
    none('exports without a sentence', bare),
    none('exports that nobody imports', unused),
    {
      ...budget('exports that only tests import', onlyTested.length, Infinity, onlyTested),
      listed: true,
    },
  ];
}

const isBroken = ({ value, limit, atLeast }) => (atLeast ? value < limit : value > limit);

function print(row, showAll) {
  const broken = isBroken(row);
  const mark = broken ? 'BROKEN' : 'ok    ';
  const limit = row.limit === Infinity ? '' : `${row.atLeast ? '≥' : '≤'} ${row.limit}`;
  console.log(`${mark} ${row.what.padEnd(48)} ${String(row.value).padStart(6)}  ${limit}`);
  if (broken || showAll)
    for (const { file, line, name } of row.places) console.log(`         ${file}:${line} ${name}`);
}

function main(root, showAll) {
  const read = (folders) =>
    sourceFiles(
      root,
      folders.filter((folder) => existsSync(join(root, folder))),
    ).map((file) => readSource(root, file));
  const sources = read(['detector', 'triggers', 'monitor', 'emulator']);
  const tests = read(['test']);
  const rows = [
    ...fileBudgets(sources),
    ...functionBudgets(sources),
    ...textBudgets(sources, tests),
    ...exportBudgets(sources, tests),
  ];
  for (const row of rows) print(row, showAll);
  const broken = rows.filter(isBroken);
  console.log(`${sources.length} files, ${rows.length} budgets, ${broken.length} broken`);
  process.exitCode = broken.length > 0 ? 1 : 0;
}

const [root = join(dirname(fileURLToPath(import.meta.url)), '../..')] = process.argv
  .slice(2)
  .filter((argument) => !argument.startsWith('--'));
main(root, process.argv.includes('--all'));
