import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { physicsMarkup } from '../../../emulator/writers/physics-text.js';

/** Pieces of a text with how they stand. */
function pieces(text: string) {
  const { document } = parseHTML(`<svg><text>${physicsMarkup(text)}</text></svg>`);
  return [...document.querySelectorAll('tspan')].map((piece) => [
    piece.textContent,
    piece.getAttribute('font-style') ?? piece.getAttribute('dy'),
  ]);
}

describe('words of a picture', () => {
  it('have charges and primes as they are printed', () => {
    expect(physicsMarkup("e+e- → μμZ', A' too")).toBe('e⁺e⁻ → μμZ′, A′ too');
    expect(physicsMarkup("the card's own; BZ'x")).toBe("the card's own; BZ'x");
  });

  it('have indices below the line, and go on upon it', () => {
    expect(pieces('pT > 1')).toEqual([
      ['p', 'italic'],
      ['T', '0.25em'],
      [' ', '-0.1875em'],
    ]);
    expect(pieces('|z0| < 5')[2]).toEqual(['|', '-0.1875em']);
    expect(pieces('d0').map(([text]) => text)).toEqual(['d', '0', '\u200a']);
    expect(pieces('stop T, az0, pTx')).toEqual([]);
  });

  it('are no markup, whatever they hold', () => {
    const { document } = parseHTML(`<svg><text>${physicsMarkup('a <b> & "pT<c"')}</text></svg>`);
    expect(document.querySelector('text')!.textContent!.replace('\u200a', '')).toBe(
      'a <b> & "pT<c"',
    );
    expect(document.querySelectorAll('b, c')).toHaveLength(0);
  });
});
