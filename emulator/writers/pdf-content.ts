import { parseHTML } from 'linkedom';

/** What a page draws: operators of PDF, and the opacities that they name. */
interface PdfContent {
  readonly width: number;
  readonly height: number;
  readonly operators: string;
  /** Pairs of fill and stroke, by name. */
  readonly opacities: ReadonlyMap<string, readonly [fill: number, stroke: number]>;
}

/** The part of a DOM element that is read. */
interface Element {
  readonly tagName: string;
  readonly children: Iterable<Element>;
  getAttribute(name: string): string | null;
}

/** Decimals of a coordinate [1/96 inch]. */
const decimals = 3;
const short = (value: number): string => String(Number(value.toFixed(decimals)));

/**
 * The drawing of an SVG that consists of filled and stroked paths in groups, as `resvg` makes of
 * any picture with its text turned into outlines.
 * @throws RangeError on what such a picture does not have: gradients, images, masks
 */
export function pdfContent(svg: string): PdfContent {
  const { document } = parseHTML(svg);
  const root = document.querySelector('svg') as unknown as Element;
  const clips = new Map<string, Element>();
  for (const clip of document.querySelectorAll('clipPath') as unknown as Iterable<Element>)
    clips.set(clip.getAttribute('id') ?? '', clip);
  const opacities = new Map<string, readonly [number, number]>();
  const page: Page = { clips, opacities, operators: [] };
  drawAll(root, page, 1);
  return {
    width: Number(root.getAttribute('width')),
    height: Number(root.getAttribute('height')),
    operators: page.operators.join('\n'),
    opacities,
  };
}

interface Page {
  readonly clips: ReadonlyMap<string, Element>;
  readonly opacities: Map<string, readonly [number, number]>;
  readonly operators: string[];
}

function drawAll(parent: Element, page: Page, opacity: number): void {
  for (const child of parent.children) draw(child, page, opacity);
}

function draw(element: Element, page: Page, opacity: number): void {
  const kind = element.tagName.toLowerCase();
  if (kind === 'defs') return;
  if (kind !== 'g' && kind !== 'path')
    throw new RangeError(`a picture with <${kind}> has no PDF: expected paths in groups`);
  const { operators } = page;
  const own = opacity * numberOf(element, 'opacity', 1);
  const around = [...transformOf(element), ...clipOf(element, page)];
  if (around.length > 0) operators.push('q', ...around);
  if (kind === 'g') drawAll(element, page, own);
  else drawPath(element, page, own);
  if (around.length > 0) operators.push('Q');
}

const numberOf = (element: Element, name: string, fallback: number): number => {
  const text = element.getAttribute(name);
  return text === null ? fallback : Number.parseFloat(text);
};

function transformOf(element: Element): readonly string[] {
  const text = element.getAttribute('transform');
  if (text === null) return [];
  const numbers = /^matrix\(([^)]*)\)$/
    .exec(text)?.[1]
    ?.split(/[\s,]+/)
    .map(Number);
  if (numbers?.length !== 6 || numbers.some(Number.isNaN))
    throw new RangeError(`transform "${text}" has no PDF: expected a matrix`);
  return [`${numbers.map((value) => short(value)).join(' ')} cm`];
}

function clipOf(element: Element, { clips }: Page): readonly string[] {
  const name = /^url\(#(.*)\)$/.exec(element.getAttribute('clip-path') ?? '')?.[1];
  if (name === undefined) return [];
  const clip = clips.get(name);
  if (clip === undefined) throw new RangeError(`clip path "${name}" does not exist`);
  const paths = [...clip.children].map((path) => {
    if (path.tagName.toLowerCase() !== 'path' || path.getAttribute('transform') !== null)
      throw new RangeError(`clip path "${name}" has no PDF: expected paths as they are`);
    return outline(path.getAttribute('d') ?? '');
  });
  return [...paths, 'W n'];
}

const lineCaps = ['butt', 'round', 'square'];
const lineJoins = ['miter', 'round', 'bevel'];

function drawPath(path: Element, page: Page, opacity: number): void {
  if (path.getAttribute('visibility') === 'hidden') return;
  const fill = colorOf(path.getAttribute('fill') ?? '#000000');
  const stroke = colorOf(path.getAttribute('stroke') ?? 'none');
  if (fill === undefined && stroke === undefined) return;
  const see = opacityState(path, page, opacity);
  const isEvenOdd = path.getAttribute('fill-rule') === 'evenodd';
  const state = [
    ...see,
    ...(fill === undefined ? [] : [`${fill} rg`]),
    ...(stroke === undefined ? [] : [`${stroke} RG`, ...strokeState(path)]),
  ];
  const paint =
    fill === undefined ? 'S' : `${stroke === undefined ? 'f' : 'B'}${isEvenOdd ? '*' : ''}`;
  page.operators.push('q', ...state, outline(path.getAttribute('d') ?? ''), paint, 'Q');
}

function strokeState(path: Element): readonly string[] {
  const dashes = path.getAttribute('stroke-dasharray') ?? '';
  const list =
    dashes === 'none'
      ? ''
      : dashes
          .trim()
          .split(/[\s,]+/)
          .join(' ');
  return [
    `${short(numberOf(path, 'stroke-width', 1))} w`,
    `${Math.max(0, lineCaps.indexOf(path.getAttribute('stroke-linecap') ?? 'butt'))} J`,
    `${Math.max(0, lineJoins.indexOf(path.getAttribute('stroke-linejoin') ?? 'miter'))} j`,
    `${short(numberOf(path, 'stroke-miterlimit', 4))} M`,
    `[${list}] ${short(numberOf(path, 'stroke-dashoffset', 0))} d`,
  ];
}

/** Opaque is what a page is without a word. */
function opacityState(path: Element, { opacities }: Page, opacity: number): readonly string[] {
  const fill = opacity * numberOf(path, 'fill-opacity', 1);
  const stroke = opacity * numberOf(path, 'stroke-opacity', 1);
  if (fill === 1 && stroke === 1) return [];
  const name = `O${short(fill)}-${short(stroke)}`.replaceAll('.', '_');
  opacities.set(name, [fill, stroke]);
  return [`/${name} gs`];
}

/** Red, green and blue of 0 to 1; undefined of `none`. */
function colorOf(text: string): string | undefined {
  if (text === 'none') return undefined;
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  if (hex === null) throw new RangeError(`color "${text}" has no PDF: expected #rrggbb`);
  return hex
    .slice(1)
    .map((part) => short(Number.parseInt(part, 16) / 255))
    .join(' ');
}

/** Numbers behind each letter of a path. */
const arity: Readonly<Record<string, number>> = { M: 2, L: 2, Q: 4, C: 6, Z: 0 };

/** A path of absolute lines and curves as operators; of a curve of second degree one of third. */
function outline(d: string): string {
  const tokens = d.match(/[A-Za-z]|[-+.\deE]+/g) ?? [];
  const operators: string[] = [];
  let [x, y] = [0, 0];
  for (let at = 0; at < tokens.length; ) {
    const letter = tokens[at++]!;
    const count = arity[letter];
    if (count === undefined)
      throw new RangeError(`path with "${letter}" has no PDF: expected M, L, Q, C, Z`);
    const numbers = tokens.slice(at, at + count).map(Number);
    at += count;
    const [nextX = x, nextY = y] = numbers.slice(-2);
    operators.push(operatorOf(letter, numbers, [x, y]));
    [x, y] = [nextX, nextY];
  }
  return operators.join('\n');
}

function operatorOf(
  letter: string,
  numbers: readonly number[],
  [x, y]: readonly [number, number],
): string {
  const written = (values: readonly number[]): string => values.map((one) => short(one)).join(' ');
  if (letter === 'Z') return 'h';
  if (letter === 'M') return `${written(numbers)} m`;
  if (letter === 'L') return `${written(numbers)} l`;
  if (letter === 'C') return `${written(numbers)} c`;
  const [controlX, controlY, endX, endY] = numbers as [number, number, number, number];
  const toControl = (from: number, control: number): number => from + (2 / 3) * (control - from);
  const controls = [
    toControl(x, controlX),
    toControl(y, controlY),
    toControl(endX, controlX),
    toControl(endY, controlY),
  ];
  return `${written([...controls, endX, endY])} c`;
}
