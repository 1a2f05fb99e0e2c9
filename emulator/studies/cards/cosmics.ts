import { parseConfig } from '../../../detector/base/config.js';
import { cm, degree, GeV, m } from '../../../detector/base/units.js';
import { variablesFrom } from '../../chain/observed.js';
import type { Selection } from '../../chain/observations.js';
import { cosmics as generator, horizontalRateHz, sphereRateHz } from '../../generators/cosmics.js';
import { steppedEdges, uniformEdges } from '../axis.js';
import {
  type CurveLookup,
  type CurveRequest,
  defineCard,
  type PlotRequest,
} from '../define-card.js';
import { loneRay, loneRayVariables } from '../observers/lone-ray.js';
import { efficiencyWithin, type Reading } from '../readings.js';

/** Spheres around the whole yoke, and around the chamber, whose muons alone make tracks. */
const spheres = { yoke: {}, chamber: { radius: '170 cm', centreZ: '32 cm' } } as const;
type Sphere = keyof typeof spheres;

const selections: Readonly<Record<Sphere, Selection>> = {
  yoke: {
    text: 'muons through a sphere of 5.2 m',
    ranges: { start: [3 * m, Number.POSITIVE_INFINITY] },
  },
  chamber: { text: 'muons through a sphere of 1.7 m', ranges: { start: [0, 3 * m] } },
};

const yokeLines = ['klmhit', 'klm2', 'mu_b2b', 'eklmhit', 'eklm2', 'mu_eb2b', 'beklm'] as const;
const chamberLines = [
  'f',
  's',
  'y',
  'stt',
  'sttecl',
  'ff',
  'cdcklm1',
  'cdcklm2',
  'seklm1',
] as const;
const families = ['single-muon', 'nn-single-track', 'two-track', 'single-photon'] as const;

const anyMomentum = {
  variable: 'p',
  edges: steppedEdges([
    [0, 5 * GeV, 0.5],
    [5 * GeV, 20 * GeV, 2.5],
    [20 * GeV, 2100 * GeV, 2080],
  ]),
};
const missed = { variable: 'miss', edges: uniformEdges(0, 160 * cm, 32) };
const inclined = { variable: 'zenith', edges: uniformEdges(0, 90 * degree, 18) };

const curves: readonly CurveRequest[] = [
  {
    id: 'p, yoke',
    title: 'Muons through the yoke against momentum',
    axis: anyMomentum,
    selection: 'yoke',
    subjects: [...yokeLines, 'single-muon'],
    live: true,
  },
  {
    id: 'p, chamber',
    title: 'Muons through or near the chamber against momentum',
    axis: anyMomentum,
    selection: 'chamber',
    subjects: [...chamberLines, ...families],
    printed: false,
  },
  {
    id: 'distance',
    title: 'Muons against the distance of their line from the collision point',
    axis: missed,
    selection: 'chamber',
    subjects: ['f', 'stt', 'ff', 'cdcklm1'],
  },
  {
    id: 'zenith',
    title: 'Muons through the yoke against zenith angle',
    axis: inclined,
    selection: 'yoke',
    subjects: ['klmhit', 'mu_b2b'],
    printed: false,
  },
];

const plots: readonly PlotRequest[] = [
  {
    file: 'distance',
    title: 'Cosmic muons by their distance from the collision point',
    series: ['f', 'stt', 'ff', 'cdcklm1'].map((subject) => ({
      curve: 'distance',
      subject,
      label: subject,
    })),
  },
  {
    file: 'momentum',
    title: 'Cosmic muons through a sphere around the yoke',
    series: ['klmhit', 'mu_b2b'].map((subject) => ({ curve: 'p, yoke', subject, label: subject })),
  },
];

const configOf = (sphere: Sphere) =>
  parseConfig(generator.schema, spheres[sphere], 'card "cosmics"');

/** An efficiency as events a second, before prescale. */
function inHz(name: string, curve: CurveLookup, sphere: Sphere): Reading {
  const { value, low, high, note } = efficiencyWithin(curve(`p, ${sphere}`, name), 0);
  const rateHz = sphereRateHz(configOf(sphere));
  const times = (share: number | undefined): number => (share ?? 0) * rateHz;
  return {
    name: `${name}, before prescale`,
    value: value === null ? null : times(value),
    low: times(low),
    high: times(high),
    unit: 'Hz',
    ...(note === undefined ? {} : { note }),
  };
}

function readings(curve: CurveLookup): readonly Reading[] {
  return [
    {
      name: 'muons through a horizontal m² (PDG: 167, newer ones 10 to 15 % less)',
      value: horizontalRateHz(configOf('yoke')),
      unit: 'Hz',
      atLeast: 127,
      atMost: 200,
    },
    ...(['yoke', 'chamber'] as const).map((sphere) => ({
      name: `muons through the sphere around the ${sphere}`,
      value: sphereRateHz(configOf(sphere)),
      unit: 'Hz',
    })),
    ...yokeLines.map((line) => inHz(line, curve, 'yoke')),
    ...chamberLines.map((line) => inHz(line, curve, 'chamber')),
    ...families.map((family) => inHz(family, curve, 'chamber')),
  ];
}

/** Card `cosmics`: Hz of cosmic muons on the lines of KLM and tracks. */
export const cosmicRays = defineCard({
  name: 'cosmics',
  title: 'Cosmic muons: how often they fire lines of the KLM and of tracks',
  doc:
    'Single muons from above, through a sphere around the yoke and through one around the ' +
    'chamber, at any phase of the clock: rates in Hz before prescale, beside which 10 to 100 Hz ' +
    'in lines of the KLM and of single tracks are recalled (not verified; they go with 1 kHz ' +
    'through chamber and calorimeter, where the yoke alone is 50 m² across; no roof and no ' +
    'ground above here), ' +
    'and efficiencies against momentum, zenith angle and distance from the collision point.',
  events: 200_000,
  points: (Object.keys(spheres) as Sphere[]).map((name) => ({
    name,
    generator: 'cosmics',
    share: 1,
    config: spheres[name],
  })),
  lines: [...yokeLines, ...chamberLines],
  families,
  selections,
  totals: 'chamber',
  ownVariables: loneRayVariables,
  variables: variablesFrom({ reads: [], uses: [] }, () => loneRay),
  curves,
  plots,
  readings,
});
