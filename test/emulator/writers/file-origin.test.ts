import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import {
  originOf,
  pngWithOrigin,
  provenanceFile,
  svgWithOrigin,
} from '../../../emulator/writers/file-origin.js';
import { hasFonts, svgToPng } from '../../../emulator/writers/plot-frame.js';

const made = {
  version: '1.2.3',
  seed: 7,
  card: 'mine',
  menu: 'physics',
  conditions: 'nominal',
  machine: '2022-peak + backgrounds.scale=2',
  provenance: {
    program: 'abc',
    run: 0,
    card: 'mine 123',
    menu: 'physics 1 456',
    conditions: '789',
    parameters: { 'ecl.geometry': '"offset"', note: '"τ < 3"' },
  },
};
const origin = originOf(made);
const strange = { ...origin, machine: 'β* </metadata> & "x"' };

it('a file names version, seed, machine, and program, card, menu, conditions by hash', () => {
  expect(origin).toEqual({
    writer: 'belle2-l1',
    version: '1.2.3',
    seed: 7,
    program: 'abc',
    run: 0,
    card: 'mine 123',
    menu: 'physics 1 456',
    conditions: 'nominal 789',
    machine: '2022-peak + backgrounds.scale=2',
  });
});

it('an SVG says in its metadata how it was made, whatever stands there', () => {
  const svg = '<svg width="9" height="9"><title>a</title><svg y="1"></svg></svg>';
  const { document } = parseHTML(svgWithOrigin(svg, strange));
  expect(document.querySelectorAll('metadata')).toHaveLength(1);
  expect(JSON.parse(document.querySelector('svg > metadata')!.textContent!)).toEqual(strange);
});

/** Chunks of a PNG by their types; a wrong sum of one is an error. */
function chunksOf(png: Uint8Array): readonly (readonly [type: string, data: Buffer])[] {
  const bytes = Buffer.from(png);
  const chunks: (readonly [string, Buffer])[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const typed = bytes.subarray(at + 4, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(sumOf(typed));
    chunks.push([typed.toString('latin1', 0, 4), typed.subarray(4)]);
    at += length + 12;
  }
  return chunks;
}

/** The check of PNG, bit by bit. */
function sumOf(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return ~rest >>> 0;
}

describe('a PNG', () => {
  const plain = svgToPng('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>');
  const chunks = chunksOf(pngWithOrigin(plain, strange));

  it('says in a chunk of text how it was made, and is otherwise what it was', () => {
    expect(chunks[0]![0]).toBe('IHDR');
    const [text] = chunks.filter(([type]) => type === 'tEXt').map(([, data]) => data.toString());
    const [keyword, content] = text!.split('\0');
    expect(keyword).toBe('Provenance');
    expect(JSON.parse(content!)).toEqual(strange);
    expect(chunks.filter(([type]) => type !== 'tEXt')).toEqual(chunksOf(plain));
    const data = chunks.filter(([type]) => type === 'IDAT').map(([, each]) => each);
    expect(inflateSync(Buffer.concat(data)).length).toBeGreaterThan(0);
    expect(hasFonts()).toBeTypeOf('boolean');
  });
});

it('beside tables lies a file with all parameters and the SHA-256 of each', () => {
  const [name, content] = provenanceFile('study', made, [
    ['a.csv', 'x\n1\n'],
    ['b.png', Uint8Array.of(1, 2)],
  ]);
  expect(name).toBe('study.provenance.json');
  const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  expect(JSON.parse(content as string)).toEqual({
    ...origin,
    parameters: made.provenance.parameters,
    sha256: { 'a.csv': sha256('x\n1\n'), 'b.png': sha256(Uint8Array.of(1, 2)) },
  });
});
