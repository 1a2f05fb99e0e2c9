// Event times of the chamber, and tracks that are found twice.
import { fires, hits$, response } from '../../dist/emulator/library.js';
import { tick } from '../../dist/triggers/cdc/clock.js';
import { isMeasured } from '../../dist/triggers/cdc/event-time.js';
import { forEachBatch, percent, rowsOf, spread } from './table.mjs';
import { forEachChamberBatch, noiseOf } from './trigger.mjs';

const elevenPions = {
  generator: 'prongs',
  config: {
    particles: Array.from({ length: 11 }, (_, at) => (at % 2 === 0 ? 211 : -211)).join(' '),
    minimum: '0.2 GeV',
    maximum: '1.5 GeV',
    thetaMin: '25 deg',
    thetaMax: '145 deg',
  },
};
const photon = { generator: 'gun', config: { minimum: '0.5 GeV', maximum: '5 GeV' } };
const muon = {
  pdg: 13,
  frame: 'lab',
  variable: 'momentum',
  minimum: '0.7 GeV',
  maximum: '3 GeV',
  thetaMin: '35 deg',
  thetaMax: '120 deg',
};
const pions = { ...muon, pdg: 211, count: 4, minimum: '0.2 GeV', maximum: '1.5 GeV' };

const samples = [
  ['single photon, 0.5–5 GeV', photon],
  ['… noise of 95 kHz on every wire', { ...photon, raw: noiseOf('95 kHz') }],
  ['one muon, 0.7–3 GeV, 35–120°', { generator: 'gun', config: muon }],
  ['μμ(γ), all angles', { generator: 'mumu', config: {} }],
  ['two muons in the chamber (`prongs`)', { generator: 'prongs', config: {} }],
  ['four pions, 0.2–1.5 GeV, 35–120°', { generator: 'gun', config: pions }],
  ['eleven pions (those of `bench`)', elevenPions],
  ['… noise of 22 kHz on every wire', { ...elevenPions, raw: noiseOf('22 kHz') }],
];

/** How far z of a neural track is that counts, as in line `y` [cm]. */
const maxZ = 20;

/** Share with a measured time, its spread [ns], share with a neural track. */
async function timesBy(method, { raw = {}, ...sample }) {
  const times = [];
  let [all, withTrack] = [0, 0];
  const triggers = { cdc: { eventTime: { method } } };
  await forEachChamberBatch({ ...sample, raw: { ...raw, triggers } }, ({ eventCount, objects }) => {
    const { cdc, neuro } = objects;
    all += eventCount;
    for (let event = 0; event < eventCount; event++) {
      if (isMeasured(cdc.eventTimeSource[event])) times.push(tick * cdc.eventTime[event]);
      const isNear = (row) => Math.abs(neuro.tracks.z[row]) < maxZ;
      if ([...rowsOf(neuro.tracks, event)].some(isNear)) withTrack++;
    }
  });
  return [percent(times.length, all), spread(times).rms.toFixed(0), percent(withTrack, all)];
}

const eventTime = {
  name: 'event-time',
  page: 'triggers/cdc/README.md',
  events: 3000,
  what: 'events a row',
  async make({ events, seed }) {
    const rows = [];
    for (const [what, sample] of samples) {
      const asked = { ...sample, events, seed };
      rows.push([what, ...(await timesBy('histogram', asked)), ...(await timesBy('hough', asked))]);
    }
    const columns = (name) => [name, 'RMS [ns]', 'y'];
    return { header: ['events', ...columns('histogram'), ...columns('Hough tracks')], rows };
  },
};

/** Muons at 80–100° in a bin of 5 MeV of pT. */
async function turnedBin(from, { events, seed }) {
  const config = {
    particles: '13',
    variable: 'pt',
    minimum: from,
    maximum: from + 0.005,
    thetaMin: '80 deg',
    thetaMax: '100 deg',
  };
  const counts = { full: 0, two: 0, fired: 0 };
  await forEachBatch(
    hits$({ generator: 'prongs', config, events, seed }).pipe(response(), fires('two-track')),
    ({ eventCount, objects: { cdc }, fired }) => {
      for (let event = 0; event < eventCount; event++) {
        const tracks = cdc.tracks2d.offsets[event + 1] - cdc.tracks2d.offsets[event];
        if (tracks >= 1) counts.full++;
        if (tracks >= 2) counts.two++;
        if (fired[event]) counts.fired++;
      }
    },
  );
  return counts;
}

const turnedTracks = {
  name: 'turned-tracks',
  page: 'triggers/cdc/README.md',
  events: 4000,
  what: 'muons a row, at 80–100°, no noise',
  async make(options) {
    const rows = [];
    for (let bin = 0; bin < 8; bin++) {
      const from = 0.25 + 0.005 * bin;
      const { full, two, fired } = await turnedBin(from, options);
      rows.push([
        `${from.toFixed(3)}–${(from + 0.005).toFixed(3)}`,
        ...[full, two, fired].map((count) => percent(count, options.events)),
      ]);
    }
    return {
      header: ['pT [GeV]', 'a full track [%]', 'two or more', 'two-track lines'],
      rows,
    };
  },
};

export const chamberTables = [eventTime, turnedTracks];
