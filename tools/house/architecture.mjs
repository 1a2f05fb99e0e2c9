// The picture of ARCHITECTURE.md, from the imports: folders on their floors, arrows of imports.
// Writes architecture.svg at the root.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { emulatorFloors, floorsByDepth, foldersOf, withoutImplied } from './architecture/graph.mjs';
import { place } from './architecture/layout.mjs';

/** What each folder is for, in a few words. */
const captions = JSON.parse(
  readFileSync(new URL('./architecture/captions.json', import.meta.url), 'utf8'),
);

/** One color per top folder: frame, background. */
const colors = {
  emulator: ['#7a4fb0', '#f6f1fc'],
  triggers: ['#b0562a', '#fdf3ec'],
  monitor: ['#2f7d4f', '#eef8f1'],
  detector: ['#2b66a8', '#eef4fb'],
};
const frame = { margin: 16, head: 34 };
const between = 44;

/** A top folder with its folders placed inside a frame. */
function partOf(root, part, folders) {
  const inside = [...folders].filter(([name]) => name !== '');
  const imports = new Map(
    inside.map(([name, folder]) => [name, [...folder.imports].filter((target) => target !== '')]),
  );
  const floorOf = part === 'emulator' ? emulatorFloors(root) : floorsByDepth(imports);
  const boxes = inside.map(([name, { files }]) => ({
    name,
    title: name,
    caption: captions[`${part}/${name}`] ?? '',
    files,
    floor: floorOf(name),
  }));
  const placed = place(boxes, withoutImplied(imports));
  const loose = folders.get('')?.files ?? 0;
  const header = part.length * 11 + (captions[part] ?? '').length * 5.4 + 150;
  return {
    part,
    placed,
    loose,
    width: Math.max(placed.width, header) + 2 * frame.margin,
    height: placed.height + frame.head + frame.margin,
  };
}

const round = (value) => Math.round(value * 10) / 10;
const files = (count) => `${count} ${count === 1 ? 'file' : 'files'}`;

function boxSvg(box, { boxHeight }, color) {
  const x = round(box.x - box.width / 2);
  return [
    `<rect x="${x}" y="${box.y}" width="${box.width}" height="${boxHeight}" rx="5" ` +
      `fill="#fff" stroke="${color}"/>`,
    `<text x="${x + 8}" y="${box.y + 17}" class="name">${box.title}</text>`,
    `<text x="${x + box.width - 7}" y="${box.y + 16}" class="count" ` +
      `text-anchor="end">${box.files}</text>`,
    `<text x="${x + 8}" y="${box.y + 32}" class="what">${box.caption}</text>`,
  ].join('\n');
}

/** An arrow from the foot of a box to the head of another, through the places that it passes. */
function arrowSvg(way, { boxHeight }, color) {
  const [start, end] = [way[0], way.at(-1)];
  let [x, y] = [round(start.x), start.y + boxHeight];
  let path = `M${x} ${y}`;
  const to = (nextX, nextY) => {
    const middle = round((y + nextY) / 2);
    path += ` C${x} ${middle} ${nextX} ${middle} ${nextX} ${nextY}`;
    [x, y] = [nextX, nextY];
  };
  for (const pass of way.slice(1, -1)) {
    to(round(pass.x), pass.y);
    y = pass.y + boxHeight;
    path += ` V${y}`;
  }
  to(round(end.x), end.y - 4);
  return `<path d="${path}" stroke="${color}" marker-end="url(#tip-${color.slice(1)})"/>`;
}

function partSvg({ part, placed, loose, width, height }, x, y) {
  const [color, ground] = colors[part];
  const title = `${part}/`;
  return `<g transform="translate(${round(x)} ${round(y)})">
<rect width="${round(width)}" height="${height}" rx="8" fill="${ground}" stroke="${color}"/>
<text x="${frame.margin}" y="23" class="part" fill="${color}">${title}</text>
<text x="${frame.margin + title.length * 11}" y="23" class="what">${captions[part] ?? ''}${loose > 0 ? `, <tspan class="count">${files(loose)}</tspan> beside its folders` : ''}</text>
<g transform="translate(${round((width - placed.width) / 2)} ${frame.head})">
<g fill="none" stroke-width="1.2" opacity="0.75">
${placed.arrows.map((way) => arrowSvg(way, placed, color)).join('\n')}
</g>
${placed.boxes.map((box) => boxSvg(box, placed, color)).join('\n')}
</g>
</g>`;
}

const tip = (color) =>
  `<marker id="tip-${color.slice(1)}" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" ` +
  `markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="${color}"/></marker>`;

const joint = (x, y1, y2) =>
  `<path d="M${round(x)} ${y1} V${y2 - 6}" stroke="#555" stroke-width="3" fill="none" ` +
  'marker-end="url(#tip-555)"/>';

/** The picture of a tree as SVG. */
export function architecture(root) {
  const folders = foldersOf(root);
  const [emulator, triggers, monitor, detector] = [...folders].map(([part, list]) =>
    partOf(root, part, list),
  );
  const widest = Math.max(emulator.width, triggers.width + between + monitor.width, detector.width);
  emulator.width = detector.width = widest;
  triggers.width = widest - between - monitor.width;
  const width = widest + 2 * frame.margin;
  const left = frame.margin;
  const right = left + triggers.width + between;
  const top = frame.margin;
  const second = top + emulator.height + between;
  const middleHeight = Math.max(triggers.height, monitor.height);
  triggers.height = monitor.height = middleHeight;
  const third = second + middleHeight + between;
  const height = third + detector.height + frame.margin;
  const [overTriggers, overMonitor] = [left + triggers.width / 2, right + monitor.width / 2];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${height}" width="${round(width)}" height="${height}" font-family="system-ui, 'DejaVu Sans', sans-serif">
<title>Folders of belle2-l1 and their imports</title>
<style>.part{font-size:17px;font-weight:700}.name{font-size:13px;font-weight:600;fill:#222}.what{font-size:10.5px;fill:#444}.count{font-size:10.5px;fill:#777}</style>
<defs>${[...Object.values(colors).map(([color]) => color), '#555'].map(tip).join('')}</defs>
<rect width="100%" height="100%" fill="#fff"/>
${joint(overTriggers, top + emulator.height, second)}
${joint(overMonitor, top + emulator.height, second)}
${joint(overTriggers, second + middleHeight, third)}
${joint(overMonitor, second + middleHeight, third)}
${partSvg(emulator, left, top)}
${partSvg(triggers, left, second)}
${partSvg(monitor, right, second)}
${partSvg(detector, left, third)}
</svg>
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = join(import.meta.dirname, '../..');
  writeFileSync(join(root, 'architecture.svg'), architecture(root));
}
