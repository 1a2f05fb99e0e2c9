/** Text as it stands in markup; what XML 1.0 has no way to write is shown as `\ufffd`. */
export const escapeXml = (content: string): string =>
  content
    .replaceAll(/(?![\t\n\r])[\p{Cc}\p{Surrogate}\ufffe\uffff]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** How far an index stands below the line, and how large it is, of the letters before it. */
const index = { down: '0.25em', up: '-0.1875em', size: '75%' };

/** A symbol in italics with an index below the line; what follows is back on the line. */
const withIndex = (symbol: string, below: string, after: string): string =>
  `<tspan font-style="italic">${symbol}</tspan><tspan dy="${index.down}" ` +
  `font-size="${index.size}">${below}</tspan><tspan dy="${index.up}">${after}</tspan>`;

/** Signs and primes of particles as they are printed. */
const signs: readonly (readonly [RegExp, string])[] = [
  [/\be\+e-/g, 'e⁺e⁻'],
  [/\b([AZ])'/g, '$1′'],
];

/** `pT`, `z0`, `d0`, and the sign behind. */
const symbols = /\b(p)(T)\b([^&]?)|\b([zd])(0)\b([^&]?)/g;

/**
 * Words of a picture as markup of SVG: symbols of physics as they are printed, with charges, primes
 * and indices; all else as it is.
 */
export function physicsMarkup(text: string): string {
  const printed = signs.reduce((words, [sign, as]) => words.replace(sign, as), text);
  return escapeXml(printed).replace(
    symbols,
    (_, p?: string, t?: string, afterP?: string, z?: string, zero?: string, afterZ?: string) =>
      // A space keeps its width only within a text that is not empty.
      withIndex(p ?? z ?? '', t ?? zero ?? '', (afterP ?? afterZ) || '\u200a'),
  );
}
