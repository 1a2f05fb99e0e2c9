/** Writes SVG as text: the same in Node and in a browser. */

/** A drawing of its own size [px], to be framed or to be put into a larger one. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly description: string;
  readonly body: string;
  /** What to know besides, in a few words. */
  readonly note?: string;
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** A number with at most one decimal. */
export const short = (value: number): string => String(Math.round(10 * value) / 10);

function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** An element; attributes that are undefined are left out. `content` is SVG already. */
export function tag(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined
      ? []
      : ` ${key}="${typeof value === 'number' ? short(value) : escapeText(value)}"`,
  );
  return content === ''
    ? `<${name}${written.join('')}/>`
    : `<${name}${written.join('')}>${content}</${name}>`;
}

/**
 * What a step of the trigger has made, so that a page may set it off from the rest: names of steps,
 * kept apart by spaces.
 */
export const part = (steps: string, body: string): string =>
  body === '' ? '' : tag('g', { 'data-part': steps }, body);

/**
 * Name of what is drawn, such as `track-1`, counted as people count: an attribute. Rows of tables
 * that tell of the same carry it, too.
 */
export const objectName = (kind: ObjectKind, id: number): { readonly 'data-of': string } => ({
  'data-of': `${kind}-${id}`,
});

/** What has a name in the drawings. */
type ObjectKind =
  | 'particle'
  | 'crystal'
  | 'cell'
  | 'segment'
  | 'track'
  | 'short'
  | 'inner'
  | 'cluster'
  | 'slot';

/** Text at a place; `hint` shows when pointed at. */
export function label(x: number, y: number, text: string, attributes: Attributes): string {
  return tag('text', { x, y, ...attributes }, escapeText(text));
}

/** What a browser shows when its parent is pointed at. */
export const hint = (text: string): string => tag('title', {}, escapeText(text));

/** A path through points [px]. */
export function pathThrough(
  points: Iterable<readonly [x: number, y: number]>,
  closed = false,
): string {
  const places = Array.from(points, ([x, y]) => `${short(x)} ${short(y)}`);
  return places.length === 0 ? '' : `M${places.join('L')}${closed ? 'Z' : ''}`;
}

/** A diamond around a point [px]: the place of a cluster. */
export const diamond = (x: number, y: number, half = 6): string =>
  `M${short(x)} ${short(y - half)}l${half} ${half}l${-half} ${half}l${-half} ${-half}Z`;

/** A drawing as a document. `id` tells its labels from those of other drawings on a page. */
export function documentOf(
  { width, height, title, description, body }: Drawing,
  id: string,
): string {
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${short(width)} ${short(height)}`,
    width,
    height,
    role: 'img',
    'aria-labelledby': `${id}-title ${id}-desc`,
    'font-family': 'Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif',
  };
  const names =
    tag('title', { id: `${id}-title` }, escapeText(title)) +
    tag('desc', { id: `${id}-desc` }, escapeText(description));
  return tag('svg', attributes, `${names}${body}`);
}
