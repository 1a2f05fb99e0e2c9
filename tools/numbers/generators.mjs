// Hadrons as the generators make them, without a detector.
import { parseConfig } from '../../dist/detector/base/config.js';
import { beams, beamsSchema, labToCms } from '../../dist/detector/beams.js';
import { sliceAddresses } from '../../dist/detector/event.js';
import { fourVector } from '../../dist/detector/lorentz.js';
import { particleStatus } from '../../dist/detector/particles.js';
import { buildGenerator } from '../../dist/emulator/generators/index.js';
import { hadronCounts } from '../../dist/emulator/validation/hadron-counts.js';
import { percent, rowsOf } from './table.mjs';

const sharp = beams(parseConfig(beamsSchema, { energySpread: false }, 'numbers'));
const batchEvents = 1000;

/** Particles of the events of a generator, batch by batch. */
function* batchesOf(name, raw, { events, seed }) {
  const make = buildGenerator(name, raw, { seed, beams: sharp });
  for (let slice = 0; slice * batchEvents < events; slice++) {
    const count = Math.min(batchEvents, events - slice * batchEvents);
    yield make(sliceAddresses(1, slice, 0, count)).particles;
  }
}

/** Momenta of the final particles of an event, centre of mass. */
function momentaOf(particles, event) {
  const { status, px, py, pz, energy } = particles;
  return [...rowsOf(particles, event)]
    .filter((row) => status[row] === particleStatus.final)
    .map((row) => {
      const vector = fourVector(px[row], py[row], pz[row], energy[row]);
      labToCms(sharp.frame, vector);
      return [vector.px, vector.py, vector.pz];
    });
}

const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** Thrust: the best of the axes that settle from each particle's direction. */
function thrustOf(momenta) {
  let best = 0;
  for (const start of momenta) {
    let axis = start;
    for (let step = 0; step < 10; step++) {
      const sum = [0, 0, 0];
      for (const momentum of momenta) {
        const side = dot(momentum, axis) < 0 ? -1 : 1;
        for (const at of sum.keys()) sum[at] += side * momentum[at];
      }
      axis = sum;
    }
    best = Math.max(best, Math.hypot(...axis));
  }
  return best / momenta.reduce((sum, momentum) => sum + Math.hypot(...momentum), 0);
}

function meanThrust(raw, { events, seed }) {
  let [sum, count] = [0, 0];
  for (const particles of batchesOf('continuum', raw, { events, seed })) {
    for (let event = 0; event + 1 < particles.offsets.length; event++, count++)
      sum += thrustOf(momentaOf(particles, event));
  }
  return sum / count;
}

/** What the string was tuned to, and what it makes. */
const continuum = {
  name: 'continuum',
  page: 'emulator/generators/README.md',
  events: 100_000,
  what: 'events, a tenth of them for the thrust',
  make({ events, seed }) {
    const columns = [{}, { isr: false }].map((raw) => {
      const { charged, shares, photons, strangePhotons } = hadronCounts(
        'continuum',
        raw,
        events,
        sharp,
        seed,
      );
      return [
        charged.toFixed(2),
        ['pi', 'K', 'p'].map((kind) => percent(shares[kind], 1)).join(', '),
        `${photons.toFixed(1)}; ${strangePhotons.toFixed(1)}`,
        meanThrust(raw, { events: Math.ceil(events / 10), seed }).toFixed(2),
      ];
    });
    const rows = [
      ['charged e, μ, π, K, p; K_S and Λ counted', '8.3 ± 0.5'],
      ['π, K, p of them [%]', '80–85, 10–14, 2–4'],
      ['photons; of K_S and Λ besides', '8 ± 1'],
      ['mean thrust', '≈ 0.9'],
    ];
    return {
      header: ['an event', 'tuned to', 'all flavours', '… no radiation'],
      rows: rows.map((row, at) => [...row, ...columns.map((column) => column[at])]),
    };
  },
};

/**
 * Particles of a decay of B by |PDG code|, with those of a share of Λ, and what they were tuned to.
 */
const yields = [
  { name: 'D⁰', codes: [421], published: '0.62' },
  { name: 'D±', codes: [411], published: '0.24' },
  { name: 'D_s', codes: [431], published: '0.083' },
  { name: 'Λ_c', codes: [4122], published: '0.045' },
  { name: 'K±', codes: [321], published: '0.79' },
  { name: 'K⁰', codes: [130, 310], published: '0.64' },
  { name: 'π± (K_S and Λ not decayed)', codes: [211], published: '3.585' },
  { name: 'p, those of Λ counted', codes: [2212], ofLambda: 0.641, published: '0.080' },
  { name: 'Λ', codes: [3122], published: '0.037' },
  { name: 'η', codes: [221], published: '0.18 (recalled)' },
  { name: 'π⁰', codes: [111], published: '2.35 (recalled)' },
];

/** How many of each kind a B has, decayed or not. */
function yieldsOfB(options) {
  const counts = new Map();
  for (const { pdg } of batchesOf('bbbar', {}, options))
    for (const code of pdg) counts.set(Math.abs(code), (counts.get(Math.abs(code)) ?? 0) + 1);
  const perB = (code) => (counts.get(code) ?? 0) / (2 * options.events);
  return ({ codes, ofLambda = 0 }) =>
    codes.reduce((sum, code) => sum + perB(code), ofLambda * perB(3122));
}

const bMesons = {
  name: 'b-decays',
  page: 'emulator/decays/README.md',
  events: 100_000,
  what: 'events',
  make(options) {
    const { events, seed } = options;
    const perB = yieldsOfB(options);
    const counts = (raw) => hadronCounts('bbbar', raw, events, sharp, seed);
    const charged = (semileptonic) => counts({ semileptonic }).charged.toFixed(1);
    const { charged: all, photons, strangePhotons } = counts({});
    const digits = (tuned) => (/^\d\.0/.test(tuned) ? 3 : 2);
    return {
      header: ['', 'published', 'ours'],
      rows: [
        ...yields.map((row) => [
          `${row.name} a B`,
          row.published,
          perB(row).toFixed(digits(row.published)),
        ]),
        ['charged particles of a pair', '10.71', all.toFixed(1)],
        ['… both B decay to e or μ', '7.82', charged('both')],
        ['… neither does', '11.62', charged('neither')],
        [
          'photons of a pair; of K_S and Λ besides',
          '10–11',
          `${photons.toFixed(1)}; ${strangePhotons.toFixed(1)}`,
        ],
      ],
    };
  },
};

export const generatorTables = [continuum, bMesons];
