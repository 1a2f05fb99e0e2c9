// Boxes on rows, so that arrows go down and cross each other little. An arrow over several rows
// gets a narrow place of its own on each row that it passes.

const boxHeight = 40;
const rowGap = 34;
const passWidth = 14;
const gap = 18;

/** Width that a box needs for its two lines of text. */
const boxWidth = ({ title, caption }) =>
  Math.ceil(Math.max(title.length * 8.6 + 38, caption.length * 5.9 + 20));

/**
 * Places boxes on rows.
 * @param boxes { name, title, caption, floor }; higher rows have lower floors
 * @param imports names that each name imports, all of them on lower rows
 */
export function place(boxes, imports) {
  const floors = [...new Set(boxes.map(({ floor }) => floor))].sort((a, b) => a - b);
  const rows = floors.map((floor) =>
    boxes.filter((box) => box.floor === floor).map((box) => node(box, boxWidth(box))),
  );
  const byName = new Map(rows.flatMap((row, at) => row.map((box) => [box.name, { box, at }])));
  const arrows = [];
  for (const [name, targets] of imports)
    for (const target of targets) arrows.push(arrowOf(rows, byName, name, target));
  for (let sweep = 0; sweep < 24; sweep++) sortRows(rows, sweep % 2 === 0);
  for (const row of rows) pack(row);
  for (let step = 0; step < 200; step++) for (const row of rows) relax(row);
  const left = Math.min(...rows.flat().map(({ x, width }) => x - width / 2));
  for (const box of rows.flat()) box.x -= left;
  for (const [at, row] of rows.entries()) for (const box of row) box.y = at * (boxHeight + rowGap);
  const width = Math.max(...rows.flat().map(({ x, width: wide }) => x + wide / 2));
  return {
    boxes: rows.flat().filter(({ isBox }) => isBox),
    arrows,
    width,
    height: rows.length * (boxHeight + rowGap) - rowGap,
    boxHeight,
  };
}

const node = (box, width) => ({ ...box, width, isBox: box.name !== undefined, links: [], x: 0 });

/** An arrow as the places it passes; each place knows its neighbors. */
function arrowOf(rows, byName, name, target) {
  const [start, end] = [byName.get(name), byName.get(target)];
  const passes = [];
  for (let at = start.at + 1; at < end.at; at++) {
    const pass = node({}, passWidth);
    rows[at].push(pass);
    passes.push(pass);
  }
  const way = [start.box, ...passes, end.box];
  for (let at = 1; at < way.length; at++) {
    way[at - 1].links.push(way[at]);
    way[at].links.push(way[at - 1]);
  }
  return way;
}

/** Orders each row by the mean place of its neighbors, from the top down or from below. */
function sortRows(rows, downward) {
  for (const row of rows) for (const [at, box] of row.entries()) box.x = (at + 0.5) / row.length;
  for (const row of downward ? rows : [...rows].reverse()) {
    for (const box of row) box.wish = meanOf(box);
    row.sort((a, b) => a.wish - b.wish);
    for (const [at, box] of row.entries()) box.x = (at + 0.5) / row.length;
  }
}

const meanOf = ({ links, x }) =>
  links.length === 0 ? x : links.reduce((sum, link) => sum + link.x, 0) / links.length;

/** Side by side, around zero. */
function pack(row) {
  const total = row.reduce((sum, { width }) => sum + width + gap, -gap);
  let x = -total / 2;
  for (const box of row) {
    box.x = x + box.width / 2;
    x += box.width + gap;
  }
}

/**
 * Moves the places of a row towards their neighbors, in their order and without overlap, so that
 * the squares of what they miss are least: places that would overlap move as one block.
 */
function relax(row) {
  const offsets = [0];
  for (let at = 1; at < row.length; at++)
    offsets.push(offsets[at - 1] + distance(row[at - 1], row[at]));
  const blocks = [];
  for (const [at, box] of row.entries()) {
    blocks.push({ sum: (box.x + 3 * meanOf(box)) / 4 - offsets[at], count: 1 });
    while (blocks.length > 1 && mean(blocks.at(-2)) > mean(blocks.at(-1))) {
      const last = blocks.pop();
      blocks.at(-1).sum += last.sum;
      blocks.at(-1).count += last.count;
    }
  }
  const places = blocks.flatMap((block) => Array(block.count).fill(mean(block)));
  for (const [at, box] of row.entries()) box.x = places[at] + offsets[at];
}

const mean = ({ sum, count }) => sum / count;
const distance = (a, b) => (a.width + b.width) / 2 + gap;
