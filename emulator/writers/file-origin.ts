import { createHash } from 'node:crypto';
import { briefProvenance, type Provenance } from '../studies/provenance.js';
import type { NamedContent } from './files.js';

/** What a document says of how it was made, as far as it applies. */
interface Made {
  readonly version: string;
  readonly card?: string;
  readonly seed?: number;
  readonly menu?: string;
  readonly conditions?: string;
  readonly machine?: string;
  readonly provenance: Provenance;
}

/**
 * What every file of a result says of itself: version, seed, machine, and program, card, menu and
 * conditions with their hashes. Values are text and numbers alone, as histograms of UHI want them.
 */
export type FileOrigin = Readonly<Record<string, string | number>>;

/** Of the files of a document. */
export function originOf({ version, seed, conditions, machine, provenance }: Made): FileOrigin {
  const brief = briefProvenance(provenance);
  return {
    writer: 'belle2-l1',
    version,
    ...(seed === undefined ? {} : { seed }),
    ...brief,
    conditions: `${conditions ?? ''} ${brief['conditions']}`.trim(),
    ...(machine === undefined ? {} : { machine }),
  };
}

/** JSON of letters that every format takes. */
export const asciiJson = (origin: FileOrigin): string =>
  JSON.stringify(origin).replace(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** A picture that says how it was made, in its element `metadata`. */
export function svgWithOrigin(svg: string, origin: FileOrigin): string {
  const text = asciiJson(origin).replaceAll('&', '\\u0026').replaceAll('<', '\\u003c');
  return svg.replace(/<svg[^>]*>/, (opening) => `${opening}<metadata>${text}</metadata>`);
}

/** Remainders of the cyclic redundancy check of PNG, by byte. */
const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest;
});

/** @see PNG specification, annex D; `zlib.crc32` is not in every Node 20 and 22. */
function crc32(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) rest = remainders[(rest ^ byte) & 0xff]! ^ (rest >>> 8);
  return (rest ^ 0xffffffff) >>> 0;
}

/** Bytes before the first chunk of a PNG, and of its first chunk, the head. */
const [signatureBytes, headBytes] = [8, 25];

/**
 * A picture that says how it was made, in a chunk `tEXt` of the keyword `Provenance`.
 * @see PNG specification, 3rd edition, section 11.3.3.2
 */
export function pngWithOrigin(png: Uint8Array, origin: FileOrigin): Uint8Array {
  const typed = Buffer.from(`tEXtProvenance\0${asciiJson(origin)}`, 'latin1');
  const chunk = Buffer.alloc(typed.length + 8);
  chunk.writeUInt32BE(typed.length - 4, 0);
  typed.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(typed), 4 + typed.length);
  const at = signatureBytes + headBytes;
  return Buffer.concat([png.subarray(0, at), chunk, png.subarray(at)]);
}

/**
 * The file beside the others that says how they were made, with all parameters, and has their
 * SHA-256: for tables of text, which have no place for it.
 */
export function provenanceFile(
  kind: string,
  made: Made,
  files: readonly NamedContent[],
): NamedContent {
  const { parameters } = made.provenance;
  return besideFiles(kind, { ...originOf(made), parameters }, files);
}

/** The same, of what is said of results that were made in another way. */
export function besideFiles(
  kind: string,
  said: object,
  files: readonly NamedContent[],
): NamedContent {
  const sums = files.map(([name, content]) => [name, sha256Of(content)]);
  const content = { ...said, sha256: Object.fromEntries(sums) };
  return [`${kind}.provenance.json`, `${JSON.stringify(content, null, 2)}\n`];
}

/** Lower-case hexadecimal. */
export const sha256Of = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex');
