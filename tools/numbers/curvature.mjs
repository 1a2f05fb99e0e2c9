// How the plane of the 2-D finder shifts curvatures, and what line typ makes of it.
import { curvatureConstant, solenoidField } from '../../dist/detector/field.js';
import { simulateMuons } from '../../dist/emulator/derive/derive.js';
import { emulatorConfig } from '../../dist/emulator/library.js';
import { halfCurvatureLimit, rows as planeRows } from '../../dist/triggers/cdc/hough-plane.js';
import { momentumUnits } from '../../dist/triggers/lines/nn-single-track.js';
import { percent, rowsOf, signed, spread } from './table.mjs';
import { forEachChamberBatch, noiseOf } from './trigger.mjs';

const degree = Math.PI / 180;
/** Where the plane ends [GeV], and ω of half a cell of it [1/cm]. */
const planeEnd = 0.3;
const halfCell = (2 * halfCurvatureLimit(planeEnd)) / planeRows;
/** pT · |ω|, ω in half cells. */
const perHalfCell = (curvatureConstant * solenoidField) / halfCell;

const bins = Array.from({ length: 11 }, (_, bin) => 2 + 2 * bin);
const lastBin = bins.at(-1) + 2;

/** The full track of an event whose azimuth is nearest to that of the muon; undefined: none. */
function nearestTrack({ tracks2d }, event, phi) {
  const off = (row) => Math.abs(Math.atan2(Math.sin(tracks2d.phi[row] - phi), 1));
  return [...rowsOf(tracks2d, event)].toSorted((a, b) => off(a) - off(b))[0];
}

/** Muons by bins of |ω|: what is found of them. */
function shiftsAt(minTheta, maxTheta, { events, seed }) {
  const found = bins.map(() => ({ all: 0, shifts: [] }));
  const sample = {
    minPt: perHalfCell / lastBin,
    maxPt: perHalfCell / bins[0],
    minTheta: minTheta * degree,
    maxTheta: maxTheta * degree,
    maxZ0: 0,
  };
  for (const batch of simulateMuons(sample, events, emulatorConfig({}), { seed })) {
    const { particles, objects, addresses } = batch;
    for (let event = 0; event < addresses.index.length; event++) {
      const row = particles.offsets[event];
      const [px, py] = [particles.px[row], particles.py[row]];
      const omega = perHalfCell / Math.hypot(px, py);
      const bin = found[Math.min(bins.length - 1, Math.floor((omega - bins[0]) / 2))];
      bin.all++;
      const track = nearestTrack(objects, event, Math.atan2(py, px));
      if (track === undefined) continue;
      bin.shifts.push(Math.abs(objects.tracks2d.omegaIndex[track]) - omega);
    }
  }
  return found;
}

/** By how much a momentum of the mean curvature is off, of muons of a cell. */
function momentumOff(shifts, omega) {
  const off = Math.round(100 * (omega / (omega + spread(shifts).mean) - 1));
  if (off === 0) return 'right';
  return `${Math.abs(off)} % ${off > 0 ? 'high' : 'low'}`;
}

const digits = (pt) => pt.toFixed(pt < 1.5 ? 2 : 1);

const curvature = {
  name: 'curvature',
  page: 'triggers/cdc/README.md',
  events: 40_000,
  what: 'muons at 70–110°, five super-layers, and at 124.8–127.8°, four; no noise',
  make(options) {
    const five = shiftsAt(70, 110, options);
    const four = shiftsAt(124.8, 127.8, options);
    const cell = ({ all, shifts }) =>
      `${signed(spread(shifts).mean, 2, '+')}, ${percent(shifts.length, all)} %`;
    const name = '\\|ω\\| found − true, full tracks';
    return {
      header: [
        '\\|ω\\| [half cells]',
        'pT [GeV]',
        `five: ${name}`,
        `four: ${name}`,
        'momentum with four',
      ],
      rows: bins.map((from, bin) => [
        `${from}–${from + 2}`,
        `${digits(perHalfCell / (from + 2))}–${digits(perHalfCell / from)}`,
        cell(five[bin]),
        cell(four[bin]),
        momentumOff(four[bin].shifts, from + 1),
      ]),
    };
  },
};

/** Cuts of line typ. @see triggers/lines/nn-single-track.ts */
const maxZ = 15;
const minUnits = 7;
const halfShift = 0.5;

/** Whether typ takes a neural track, as it is and as it might be. */
const decisions = {
  asIs: ({ omega, theta }) => momentumUnits(omega, theta) > minUnits,
  trueTheta: ({ omega, truth }) => momentumUnits(omega, truth) > minUnits,
  unshifted: ({ omega, theta, isWhole }) =>
    momentumUnits(isWhole ? omega : Math.abs(omega) - halfShift * halfCell, theta) > minUnits,
};

/** Neural tracks near the collision of an event's muon. */
function* tracksOf({ objects: { cdc, neuro }, particles }, event) {
  const muon = particles.offsets[event];
  const { px, py, pz } = particles;
  const truth = Math.atan2(Math.hypot(px[muon], py[muon]), pz[muon]);
  for (const row of rowsOf(neuro.tracks, event)) {
    if (Math.abs(neuro.tracks.z[row]) >= maxZ) continue;
    const track = cdc.tracks2d.offsets[event] + neuro.tracks.track[row];
    const isWhole = [0, 2, 4, 6, 8].every((at) => cdc.tracks2d[`segment${at}`][track] >= 0);
    yield { omega: cdc.tracks2d.omega[track], theta: neuro.tracks.theta[row], truth, isWhole };
  }
}

/** Shares [%] that typ takes of muons of a charge with a neural track, by `decisions`. */
async function taken({ pdg, angles: [thetaMin, thetaMax], raw, whole, events, seed }) {
  const config = {
    pdg,
    frame: 'lab',
    variable: 'momentum',
    minimum: '0.8 GeV',
    maximum: '0.9 GeV',
    thetaMin: `${thetaMin} deg`,
    thetaMax: `${thetaMax} deg`,
    thetaDensity: 'theta',
  };
  const counts = Object.fromEntries(Object.keys(decisions).map((name) => [name, 0]));
  let all = 0;
  await forEachChamberBatch({ generator: 'gun', config, events, seed, raw }, (batch) => {
    for (let event = 0; event < batch.eventCount; event++) {
      const tracks = [...tracksOf(batch, event)].filter(({ isWhole }) => isWhole || !whole);
      if (tracks.length === 0) continue;
      all++;
      for (const [name, takes] of Object.entries(decisions)) if (tracks.some(takes)) counts[name]++;
    }
  });
  return Object.fromEntries(
    Object.entries(counts).map(([name, count]) => [name, `${percent(count, all)} %`]),
  );
}

const backward = [110, 128];
const hough3d = { triggers: { cdc: { method: 'hough3d' } } };
/** Each sample with the rows that are read off it. */
const typSamples = [
  {
    angles: backward,
    rows: {
      asIs: '110–128°',
      trueTheta: "… the true θ in place of the network's",
      unshifted: '… were tracks of four super-layers not shifted (half a half cell less \\|ω\\|)',
    },
  },
  { angles: backward, raw: noiseOf('22 kHz'), rows: { asIs: '… 160 noise hits in 512 ns' } },
  {
    angles: backward,
    raw: hough3d,
    rows: { asIs: '… 3-D finder: its ω is a mean, which truncation lowers by half a step' },
  },
  {
    angles: [110, 122],
    whole: true,
    rows: {
      asIs: '110–122°, five super-layers',
      trueTheta: "… the true θ in place of the network's",
    },
  },
  { angles: [58, 70], whole: true, rows: { asIs: '58–70°, its mirror image' } },
  {
    angles: [52, 70],
    whole: true,
    rows: { asIs: '52–70°, the mirror image of 110–128° with all five' },
  },
];

const typ = {
  name: 'typ',
  page: 'triggers/cdc/README.md',
  events: 20_000,
  what: 'muons of each charge a row, 0.8–0.9 GeV, uniform in θ',
  async make({ events, seed }) {
    const rows = [];
    for (const { rows: names, ...sample } of typSamples) {
      const minus = await taken({ ...sample, pdg: 13, events, seed });
      const plus = await taken({ ...sample, pdg: -13, events, seed });
      for (const [decision, name] of Object.entries(names))
        rows.push([name, minus[decision], plus[decision]]);
    }
    return { header: ['muons', 'μ⁻', 'μ⁺'], rows };
  },
};

export const curvatureTables = [curvature, typ];
