import { describe, expect, it } from 'vitest';
import { pdfContent } from '../../../emulator/writers/pdf-content.js';
import { svgToPdf } from '../../../emulator/writers/pdf.js';
import { hasFonts } from '../../../emulator/writers/plot-frame.js';

const drawn = (inner: string) =>
  pdfContent(`<svg width="80" height="60">${inner}</svg>`).operators.split('\n');

describe('the drawing of a picture', () => {
  it('has lines and curves; one of second degree becomes one of third', () => {
    expect(
      drawn('<path fill="#ff0000" stroke="none" d="M 0 3 Q 3 6 6 0 L 1 2 C 1 2 3 4 5 6 Z"/>'),
    ).toEqual(['q', '1 0 0 rg', '0 3 m', '2 5 4 4 6 0 c', '1 2 l', '1 2 3 4 5 6 c', 'h', 'f', 'Q']);
  });

  it('begins each curve where the one before ended', () => {
    const path = '<path fill="#000000" stroke="none" d="M 0 0 Q 3 3 6 6 Q 9 9 12 6"/>';
    expect(drawn(path)[4]).toBe('8 8 10 8 12 6 c');
  });

  it('keeps width, ends, joins and dashes of strokes, and fills between two edges', () => {
    const path =
      '<path fill="#000080" stroke="#00ff00" stroke-width="2.5" stroke-linecap="round" ' +
      'stroke-linejoin="bevel" stroke-dasharray="9 3" fill-rule="evenodd" d="M 1 1 L 2 2"/>';
    expect(drawn(path)).toEqual([
      'q',
      '0 0 0.502 rg',
      '0 1 0 RG',
      '2.5 w',
      '1 J',
      '2 j',
      '4 M',
      '[9 3] 0 d',
      '1 1 m',
      '2 2 l',
      'B*',
      'Q',
    ]);
    expect(drawn('<path fill="none" stroke="#000000" d="M 1 1 L 2 2"/>').at(-2)).toBe('S');
  });

  it('moves and clips groups', () => {
    const clip = '<defs><clipPath id="c"><path d="M 0 0 L 1 1"/></clipPath></defs>';
    const group = '<g clip-path="url(#c)" transform="matrix(1 0 0 1 7 -8)"></g>';
    expect(drawn(clip + group)).toEqual(['q', '1 0 0 1 7 -8 cm', '0 0 m', '1 1 l', 'W n', 'Q']);
  });

  it('lets see through what an opacity says, of groups too', () => {
    const path = '<path fill="#000000" stroke="none" fill-opacity="0.5" d="M 0 0 L 1 1"/>';
    const { operators, opacities } = pdfContent(
      `<svg width="8" height="6"><g opacity="0.5">${path}</g></svg>`,
    );
    expect([...opacities]).toEqual([['O0_25-0_5', [0.25, 0.5]]]);
    expect(operators).toContain('/O0_25-0_5 gs');
  });

  it.each([
    ['<image/>', /<image> has no PDF/],
    ['<path fill="url(#g)" d="M 0 0"/>', /color "url\(#g\)" has no PDF/],
    ['<g transform="rotate(3)"/>', /transform "rotate\(3\)"/],
    ['<g clip-path="url(#none)"/>', /clip path "none" does not exist/],
    ['<path fill="#000000" d="M 0 0 A 1 1"/>', /path with "A"/],
  ])('refuses %s', (inner, why) => {
    expect(() => drawn(inner)).toThrow(why);
  });
});

describe('a PDF', () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="60"><rect width="9" height="9" ' +
    'fill="#00ff00" fill-opacity="0.5"/><text y="40" font-family="DejaVu Sans">O8</text></svg>';
  const bytes = Buffer.from(svgToPdf(svg, 'τ → µ (1)', { version: '1', note: 'β' }));
  const text = bytes.toString('latin1');

  it('has each object where its table says, and the table where its end says', () => {
    const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)![1]);
    expect(text.slice(start, start + 4)).toBe('xref');
    const places = [...text.slice(start).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, at]) =>
      Number(at),
    );
    expect(places.map((at) => /^\d+ 0 obj/.exec(text.slice(at, at + 12))?.[0])).toEqual([
      '1 0 obj',
      '2 0 obj',
      '3 0 obj',
      '4 0 obj',
      '5 0 obj',
    ]);
    const length = Number(/\/Length (\d+)/.exec(text)![1]);
    const from = text.indexOf('stream\n') + 'stream\n'.length;
    expect(text.slice(from + length, from + length + 'endstream'.length)).toBe('endstream');
  });

  it('is of the size of the picture, which stands upright', () => {
    expect(text).toContain('/MediaBox [0 0 60 45]');
    expect(text).toContain('0.75 0 0 -0.75 0 45 cm');
    expect(text).toContain('/O0_5-1 << /ca 0.5 /CA 1 >>');
  });

  it('holds outlines in place of text, without a font', () => {
    expect(text).not.toMatch(/\/Font|BT\n/);
    if (hasFonts()) expect(text.match(/ c\n/g)!.length).toBeGreaterThan(2);
  });

  it('says its title and what made it, and no time', () => {
    const fields = [...text.matchAll(/\/(Title|Subject) <feff([0-9a-f]*)>/g)].map(([, , hex]) =>
      Buffer.from(hex!, 'hex').swap16().toString('utf16le'),
    );
    expect(fields[0]).toBe('τ → µ (1)');
    expect(JSON.parse(fields[1]!)).toEqual({ version: '1', note: 'β' });
    expect(text).not.toContain('CreationDate');
  });
});
