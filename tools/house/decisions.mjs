// Decisions of four fixed samples, as hashes and as bits: what a change that should change nothing
// is held against.
//   node tools/house/decisions.mjs --out before.bin      keeps the bits of this tree
//   node tools/house/decisions.mjs --against before.bin  counts what changed, and the largest shift
//                                                        of a line in σ
//   --root DIR                                           another checkout (built)
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    out: { type: 'string' },
    against: { type: 'string' },
    root: { type: 'string', default: '.' },
    seed: { type: 'string', default: '1' },
  },
});
const library = await import(
  pathToFileURL(join(resolve(options.root), 'dist/emulator/library.js')).href
);
const { allBits, emulatorConfig, ftdl, hits$, objects, outputWords, physicsMenu } = library;

const elevenTracks = {
  particles: Array.from({ length: 11 }, (_, number) => (number % 2 === 0 ? 211 : -211)).join(' '),
  minimum: '0.2 GeV',
  maximum: '1.5 GeV',
  thetaMin: '25 deg',
  thetaMax: '145 deg',
};
const samples = [
  {
    name: 'single-photon',
    events: 100_000,
    generator: 'gun',
    config: { pdg: 22, frame: 'cms', minimum: '0.2 GeV', maximum: '5.3 GeV' },
  },
  { name: 'two-track', events: 20_000, generator: 'prongs', config: { particles: '13 -13' } },
  { name: '11-track', events: 5_000, generator: 'prongs', config: elevenTracks },
  {
    name: '11-track with noise',
    events: 1_000,
    generator: 'prongs',
    config: elevenTracks,
    set: ['cdc.noiseRate=22 kHz'],
  },
];

/** FTDL bits of all events of a sample, `outputWords` words an event. */
function decisions({ events, generator, config, set = [] }) {
  const conditions = emulatorConfig({}, set);
  const words = new Uint32Array(events * outputWords);
  let at = 0;
  return new Promise((done, failed) => {
    hits$({ generator, config, events, seed: Number(options.seed), conditions })
      .pipe(objects(), allBits(conditions), ftdl(physicsMenu))
      .subscribe({
        next: ({ ftdlBits }) => {
          words.set(ftdlBits, at);
          at += ftdlBits.length;
        },
        error: failed,
        complete: () => done(words),
      });
  });
}

const bit = (words, event, number) =>
  (words[event * outputWords + (number >>> 5)] >>> (number & 31)) & 1;

/**
 * Events whose decision differs, and the line whose count moved most, in σ of the events that
 * changed sides.
 */
function compare(before, after, events) {
  let changed = 0;
  for (let event = 0; event < events; event++) {
    const from = event * outputWords;
    if (
      after.subarray(from, from + outputWords).some((word, index) => word !== before[from + index])
    )
      changed++;
  }
  let worst = { line: '–', sigma: 0, gained: 0, lost: 0 };
  for (const { name, number } of physicsMenu.lines) {
    let gained = 0;
    let lost = 0;
    for (let event = 0; event < events; event++) {
      const difference = bit(after, event, number) - bit(before, event, number);
      if (difference > 0) gained++;
      else if (difference < 0) lost++;
    }
    const sigma = gained + lost === 0 ? 0 : (gained - lost) / Math.sqrt(gained + lost);
    if (Math.abs(sigma) > Math.abs(worst.sigma)) worst = { line: name, sigma, gained, lost };
  }
  return { changed, worst };
}

const before =
  options.against === undefined
    ? undefined
    : new Uint32Array(new Uint8Array(readFileSync(options.against)).buffer);
const all = [];
let offset = 0;
for (const sample of samples) {
  const words = await decisions(sample);
  all.push(words);
  const hash = createHash('sha256').update(words).digest('hex').slice(0, 16);
  let text = `${sample.name.padEnd(20)} ${String(sample.events).padStart(7)} events  ${hash}`;
  if (before !== undefined) {
    const { changed, worst } = compare(
      before.subarray(offset, offset + words.length),
      words,
      sample.events,
    );
    const { line, sigma, gained, lost } = worst;
    const shift = `largest shift ${line} ${sigma.toFixed(2)} σ (+${gained} −${lost})`;
    text += changed === 0 ? '  all equal' : `  ${changed} decisions changed; ${shift}`;
  }
  offset += words.length;
  console.log(text);
}
if (options.out !== undefined)
  writeFileSync(options.out, Buffer.concat(all.map((words) => Buffer.from(words.buffer))));
