import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EmulatorError } from '../../../detector/base/errors.js';
import { particleStatus } from '../../../detector/particles.js';
import type { EventChunk } from '../../../emulator/readers/events.js';
import { fiveEvents } from '../../support/event-files/events.js';
import { oddFiles } from '../../support/event-files/odd.js';
import { readAll, type ReadEvent, remarks, scratchFiles } from '../../support/event-files/read.js';
import {
  hepevtText,
  hepmc2Text,
  hepmc3Text,
  lheText,
  reducedText,
} from '../../support/event-files/texts.js';
import { runs } from '../../support/runs.js';

const write = scratchFiles();
const texts = [
  lheText(fiveEvents),
  hepmc3Text(fiveEvents),
  hepmc2Text(fiveEvents),
  hepevtText(fiveEvents),
  hepevtText(fiveEvents, true),
  reducedText(fiveEvents),
  // Each odd file is something that is accepted or refused on purpose: small changes to it are too.
  ...oddFiles.flatMap(({ content }) => (typeof content === 'string' ? [content] : [])),
];
/** Files that are packed in odd ways, or no text. */
const binaries = oddFiles.flatMap(({ content }) => (typeof content === 'string' ? [] : [content]));

/** Finite numbers, mothers that exist, and no final particle of imaginary mass. */
function expectSoundChunk({ particles, weights }: EventChunk): void {
  const { offsets, mother, status, px, py, pz, energy, x, y, z, time } = particles;
  for (const column of [weights, px, py, pz, energy, x, y, z, time])
    expect(column.every(Number.isFinite)).toBe(true);
  for (let event = 0; event + 1 < offsets.length; event++) {
    const mothers = mother.subarray(offsets[event], offsets[event + 1]);
    expect(mothers.every((row) => row >= -1 && row < mothers.length)).toBe(true);
  }
  for (let row = 0; row < px.length; row++) {
    if (status[row] !== particleStatus.final) continue;
    // The rounding of a boost may leave a photon 1e-15 of its energy off the mass shell.
    expect(energy[row]).toBeGreaterThanOrEqual(
      Math.hypot(px[row]!, py[row]!, pz[row]!) * (1 - 1e-12),
    );
  }
}

/** What may be wrong is said in an EmulatorError; what is delivered is sound and counted. */
async function readSound(path: string, strict: boolean): Promise<readonly ReadEvent[]> {
  const errors: unknown[] = [];
  const options = { frame: 'lab', vertex: 'auto', batchSize: 2, strict } as const;
  const result = await readAll(path, options).catch((error: unknown) => void errors.push(error));
  if (result?.failure !== undefined) errors.push(result.failure);
  for (const error of errors) {
    expect(error).toBeInstanceOf(EmulatorError);
    expect((error as EmulatorError).code).toMatch(/^READER_/);
  }
  if (result === undefined) return [];
  for (const chunk of result.chunks) expectSoundChunk(chunk);
  const { events, passedOver } = result.file.counts;
  expect(events).toBe(result.events.length);
  if (strict) expect(passedOver).toBe(0);
  const named = remarks(result.file).find(({ code }) => code === 'READER_BAD_EVENT');
  expect(named?.count ?? 0).toBe(passedOver);
  return result.events;
}

/**
 * Strict reading stops where the other passes over: it gives the beginning of the same events.
 * Their places may differ, since the later events help to decide on them.
 */
async function expectSound(bytes: Uint8Array): Promise<void> {
  const path = write('fuzz.dat', bytes);
  const all = await readSound(path, false);
  const strict = await readSound(path, true);
  const content = ({ number, particles }: ReadEvent) => [
    number,
    ...particles.map(({ pdg, status, mother, momentum }) => [pdg, status, mother, momentum]),
  ];
  expect(strict.map(content)).toEqual(all.slice(0, strict.length).map(content));
}

const text = fc.constantFrom(...texts);
/** Tokens that have broken readers before. */
const token = fc.constantFrom(
  'NaN',
  'inf',
  '-1',
  '0',
  '1e308',
  '99999999999',
  '1.5',
  '',
  ' ',
  '\n',
  '\0',
  '[1,1,1]',
  '@',
  '<event>',
  '</event>',
  '<!--',
  'E',
  'V',
  '-2',
  '</event >',
  '<init>',
  '<![CDATA[',
  ']]>',
  '-->',
  '<event',
  '>',
  '"',
  '#vertex 1 2 3',
  '0.1-104',
  '0,3',
  '1e30',
  '\r',
  'U GEV MM',
  'N 1 "',
);

describe('whatever bytes a file has, reading ends with events or an error that says why', () => {
  it('for random bytes', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), expectSound), {
      numRuns: runs(150),
      seed: 1,
    });
  });

  it('for random bytes after the start of each format', async () => {
    const start = fc.constantFrom(...texts.map((whole) => whole.slice(0, 200)));
    const property = fc.asyncProperty(start, fc.uint8Array({ maxLength: 500 }), (head, tail) =>
      expectSound(Buffer.concat([Buffer.from(head), tail])),
    );
    await fc.assert(property, { numRuns: runs(150), seed: 2 });
  });

  it('for valid files with words replaced', async () => {
    const property = fc.asyncProperty(
      text,
      fc.array(fc.tuple(fc.nat(), token), { minLength: 1, maxLength: 4 }),
      (whole, edits) => {
        const words = whole.split(/(\s)/);
        for (const [at, replacement] of edits) words[at % words.length] = replacement;
        return expectSound(Buffer.from(words.join('')));
      },
    );
    await fc.assert(property, { numRuns: runs(400), seed: 3 });
  });

  it('for valid files with lines dropped, doubled or moved', async () => {
    const property = fc.asyncProperty(
      text,
      fc.nat(),
      fc.nat(),
      fc.nat(2),
      (whole, from, to, count) => {
        const lines = whole.split('\n');
        const moved = lines.splice(from % lines.length, 1);
        lines.splice(to % (lines.length + 1), 0, ...Array.from({ length: count }, () => moved[0]!));
        return expectSound(Buffer.from(lines.join('\n')));
      },
    );
    await fc.assert(property, { numRuns: runs(250), seed: 4 });
  });

  it('for files and gzip files with bytes changed, or cut anywhere', async () => {
    const edit = fc.tuple(fc.nat(), fc.nat(255));
    const property = fc.asyncProperty(
      text,
      fc.boolean(),
      fc.array(edit, { maxLength: 5 }),
      fc.nat(),
      (whole, packed, edits, end) => {
        const bytes = packed ? gzipSync(whole) : Buffer.from(whole);
        for (const [at, value] of edits) bytes[at % bytes.length] = value;
        return expectSound(bytes.subarray(0, end % (2 * bytes.length)));
      },
    );
    await fc.assert(property, { numRuns: runs(250), seed: 5 });
  });

  it('for odd gzip files with bytes changed, cut or added', async () => {
    const edit = fc.tuple(fc.nat(), fc.nat(255));
    const property = fc.asyncProperty(
      fc.constantFrom(...binaries),
      fc.array(edit, { maxLength: 3 }),
      fc.nat(),
      fc.uint8Array({ maxLength: 30 }),
      (whole, edits, end, added) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of edits) bytes[at % bytes.length] = value;
        return expectSound(Buffer.concat([bytes.subarray(0, end % (2 * bytes.length)), added]));
      },
    );
    await fc.assert(property, { numRuns: runs(150), seed: 6 });
  });
});
