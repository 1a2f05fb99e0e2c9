// Places of a file where a mutant can be planted: by syntax, never in comments, types, tables of
// data or messages.
import { isFunction, treeOf, walk } from '../syntax.mjs';

const swapped = {
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '&': ['|'],
  '|': ['&'],
  '+=': ['-='],
  '-=': ['+='],
};

const reversed = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' };
const shifted = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };
const exchanged = { floor: 'round', round: 'floor', ceil: 'floor', min: 'max', max: 'min' };

/** Names of what is counted: for these a border matters; on the real numbers it has no measure. */
const whole =
  /(count|index|row|layer|length|ring|sector|id|bit|slot|clock|bin|number|side|n|i|j|k|event|end|first|last|wire|segment|cell|crystal|channel|max|min)s?$/i;

/** A literal with at least four entries, all of them data: a table. */
function isTable(node) {
  if (node.type !== 'ArrayExpression' && node.type !== 'ObjectExpression') return false;
  const entries = node.elements ?? node.properties;
  if (entries.length < 4) return false;
  const values = entries.map((entry) => entry?.value ?? entry);
  return values.every((value) =>
    /Literal$|^(Array|Object|Unary|Binary)Expression$/.test(
      typeof value === 'object' ? (value?.type ?? '') : 'Literal',
    ),
  );
}

/** Branches without behavior of their own: types, messages, tables, what a parameter's doc says. */
function isLeftOut(node, ancestors) {
  if (/^TS(?!AsExpression|NonNull|Satisfies)/.test(node.type)) return true;
  if (/^(Import|ExportAll)/.test(node.type)) return true;
  if (node.type === 'ThrowStatement' || node.type === 'TemplateLiteral') return true;
  // What a reading is compared with, from its source.
  if (node.type === 'ObjectProperty' && /^at(Least|Most)$/.test(node.key.name ?? '')) return true;
  const parent = ancestors.at(-1);
  if (
    parent?.type === 'CallExpression' &&
    /^(quantity|integer|choice|flag|text|content)$/.test(parent.callee.name ?? '')
  )
    return node !== parent.arguments[0];
  return isTable(node) && !ancestors.some(isFunction);
}

/** A factor of 1: dividing by it changes nothing. */
const isBaseUnit = ({ name }) => /^(cm|ns|GeV|rad)$/.test(name ?? '');

const hasText = (node) =>
  /StringLiteral|TemplateLiteral/.test(`${node.left.type} ${node.right.type}`) ||
  [node.left, node.right].some(
    (side) => side.type === 'BinaryExpression' && side.operator === '+' && hasText(side),
  );

function looksWhole(node) {
  const target =
    node.type === 'MemberExpression' ? (node.computed ? node.object : node.property) : node;
  if (target.type === 'NumericLiteral') return Number.isInteger(target.value);
  return whole.test(target.name ?? '');
}

/** The operator between two sides, by position. */
function operatorSite(node, text) {
  const from = node.left.end;
  const at = from + text.slice(from, node.right.start).indexOf(node.operator);
  const to = (after) => ({ start: at, end: at + node.operator.length, after });
  if (node.operator in reversed) {
    const border = looksWhole(node.left) && looksWhole(node.right);
    return [...(border ? [to(shifted[node.operator])] : []), to(reversed[node.operator])];
  }
  if (/^\+=?$/.test(node.operator) && hasText(node)) return [];
  if (/^[*/]$/.test(node.operator) && isBaseUnit(node.right)) return [];
  return (swapped[node.operator] ?? []).map(to);
}

function numberSite(node, text) {
  const { value } = node;
  const raw = text.slice(node.start, node.end);
  if (/n$|^0x/i.test(raw)) return [];
  const values =
    Number.isInteger(value) && !/e/i.test(raw)
      ? [value + 1, ...(value > 0 ? [value - 1] : [])]
      : [value * 1.25, value * 0.8];
  return values.map((after) => ({ start: node.start, end: node.end, after: String(after) }));
}

function sitesAt(node, text) {
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'AssignmentExpression':
      return operatorSite(node, text);
    case 'UnaryExpression':
      return node.operator === '!' || node.operator === '-'
        ? [{ start: node.start, end: node.start + 1, after: '' }]
        : [];
    case 'NumericLiteral':
      return numberSite(node, text);
    case 'MemberExpression': {
      const { object, property } = node;
      const after = object.name === 'Math' ? exchanged[property.name] : undefined;
      return after === undefined ? [] : [{ start: property.start, end: property.end, after }];
    }
    default:
      return [];
  }
}

/** All changes that can be planted in a file: offsets in its text, and what stands there then. */
export function sitesOf(file, text) {
  const found = [];
  walk(treeOf(text).program, (node, ancestors) => {
    if (isLeftOut(node, ancestors)) return false;
    const changes = sitesAt(node, text);
    if (changes.length > 0)
      found.push({
        file,
        line: node.loc.start.line,
        changes: changes.map((change) => withLine(change, text)),
      });
    return true;
  });
  return found;
}

/** A change with the line it stands in, before and after. */
function withLine(change, text) {
  const line = text.slice(0, change.start).split('\n').length;
  const start = text.lastIndexOf('\n', change.start - 1) + 1;
  const end = text.indexOf('\n', change.end);
  return {
    ...change,
    line,
    lineBefore: text.slice(start, end).trim(),
    lineAfter:
      `${text.slice(start, change.start)}${change.after}${text.slice(change.end, end)}`.trim(),
  };
}
