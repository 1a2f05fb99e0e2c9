import { hypot } from '../../../detector/base/elementary.js';
import { degree, GeV, MeV } from '../../../detector/base/units.js';
import { steppedEdges, uniformEdges } from '../axis.js';
import { crystalRays, geometryKinds } from '../observers/crystal-rays.js';
import {
  type CurveLookup,
  type CurveRequest,
  defineCard,
  type PlotRequest,
} from '../define-card.js';
import type { Probe } from '../../chain/observations.js';
import { efficiencyWithin, type Reading } from '../readings.js';
import { type Variable, variablesFrom } from '../../chain/observed.js';

/**
 * Least energy in the calorimeter with which a photon vetoes an event that should hold nothing
 * else.
 */
const vetoThreshold = 100 * MeV;

/** Shares of straight rays with little CsI: what they should be in either geometry. */
const expectedShares = [
  { lengths: 1, offset: [6.4e-4, 1.04e-3], projective: [1.4e-2, 2.2e-2] },
  { lengths: 12, offset: [1.2e-2, 2.0e-2], projective: [2.4e-2, 3.6e-2] },
] as const;
const minRatio = 15;

const vetoName = (kind: string): string => `veto, ${kind}`;
const shortName = (lengths: number, kind: string): string => `under ${lengths} X0, ${kind}`;

const probes: readonly Probe[] = geometryKinds.flatMap((kind) => [
  {
    name: vetoName(kind),
    text: `at least ${vetoThreshold / MeV} MeV in the crystals`,
    variable: `visible-${kind}`,
    range: [vetoThreshold, Number.POSITIVE_INFINITY] as const,
  },
  ...expectedShares.map(({ lengths }) => ({
    name: shortName(lengths, kind),
    text: `straight ray with less than ${lengths} X0 of CsI`,
    variable: `length-${kind}`,
    range: [0, lengths] as const,
  })),
]);

const symbols = { theta: 'θ', phi: 'φ' } as const;

const ownVariables: Readonly<Record<string, Variable>> = Object.fromEntries(
  geometryKinds.flatMap((kind) =>
    (['theta', 'phi'] as const).map((angle) => [
      `${angle}-${kind}`,
      {
        label: `d(${symbols[angle]})`,
        unit: 'crystals',
        factor: 1,
        doc: `distance of the entry point from the nearest wall in ${symbols[angle]}`,
      },
    ]),
  ),
);

const thetaEdges = uniformEdges(34 * degree, 126 * degree, 46);
/** Walls are 0.01 to 0.02 crystals wide. */
const distanceEdges = steppedEdges([
  [-0.5, -0.05, 0.05],
  [-0.05, 0.05, 0.0025],
  [0.05, 0.5, 0.05],
]);
const energyEdges = uniformEdges(0.2 * GeV, 5.2 * GeV, 20);

const curves: readonly CurveRequest[] = [
  {
    id: 'theta',
    title: 'Veto photons and short rays against polar angle',
    axis: { variable: 'theta', edges: thetaEdges },
    selection: 'all',
    subjects: probes.map(({ name }) => name),
    printed: false,
  },
  {
    id: 'energy',
    title: 'Veto photons against energy',
    axis: { variable: 'energyLab', edges: energyEdges },
    selection: 'all',
    subjects: geometryKinds.map(vetoName),
  },
  ...(['phi', 'theta'] as const).flatMap((angle) =>
    geometryKinds.map(
      (kind): CurveRequest => ({
        id: `${angle} in crystal, ${kind}`,
        title: `Veto photons against ${symbols[angle]} within a crystal, ${kind}`,
        axis: { variable: `${angle}-${kind}`, edges: distanceEdges },
        selection: 'all',
        subjects: [vetoName(kind), shortName(1, kind)],
      }),
    ),
  ),
];

const plots: readonly PlotRequest[] = [
  ...(['phi', 'theta'] as const).map((angle) => ({
    file: `veto-${angle}`,
    title:
      `Photons of at least ${vetoThreshold / MeV} MeV in the crystals, near a wall in ` +
      `${symbols[angle]}`,
    from: -0.1,
    to: 0.1,
    series: geometryKinds.map((kind) => ({
      curve: `${angle} in crystal, ${kind}`,
      subject: vetoName(kind),
      label: kind,
    })),
  })),
  {
    file: 'veto-polar-angle',
    title: `Photons of at least ${vetoThreshold / MeV} MeV in the crystals, against polar angle`,
    lowest: 0.9,
    series: geometryKinds.map((kind) => ({ curve: 'theta', subject: vetoName(kind), label: kind })),
  },
  {
    file: 'veto-energy',
    title: `Photons of at least ${vetoThreshold / MeV} MeV in the crystals, against energy`,
    lowest: 0.9,
    series: geometryKinds.map((kind) => ({
      curve: 'energy',
      subject: vetoName(kind),
      label: kind,
    })),
  },
];

function readings(curve: CurveLookup): readonly Reading[] {
  const shareOf = (name: string) => efficiencyWithin(curve('theta', name), 0);
  const shares = expectedShares.flatMap((expected) =>
    (['offset', 'projective'] as const).map((kind) => ({
      name: `rays with less than ${expected.lengths} X0 of CsI, ${kind}`,
      ...shareOf(shortName(expected.lengths, kind)),
      atLeast: expected[kind][0],
      atMost: expected[kind][1],
    })),
  );
  const lost = geometryKinds.map((kind) => {
    const { value, low, high, note } = shareOf(vetoName(kind));
    return {
      name: `photons that leave less than ${vetoThreshold / MeV} MeV, ${kind}`,
      value: value === null ? null : 1 - value,
      low: 1 - high!,
      high: 1 - low!,
      unit: '',
      note: `all but ${note}`,
    };
  });
  return [
    ...shares,
    ratioReading(shareOf(shortName(1, 'projective')), shareOf(shortName(1, 'offset'))),
    ...lost,
  ];
}

/** Ratio of two shares, its error from the relative errors of both. */
function ratioReading(above: Omit<Reading, 'name'>, below: Omit<Reading, 'name'>): Reading {
  const name = 'ratio of rays with less than 1 X0, projective to offset';
  if (above.value === null || below.value === null || below.value === 0)
    return { name, value: null, unit: 'times', atLeast: minRatio };
  const value = above.value / below.value;
  const relative = hypot(
    (above.high! - above.low!) / (2 * above.value),
    (below.high! - below.low!) / (2 * below.value),
  );
  return {
    name,
    value,
    low: value * (1 - relative),
    high: value * (1 + relative),
    unit: 'times',
    atLeast: minRatio,
  };
}

/**
 * Card `crystal-gaps`: where photons are lost between crystals, as built and with projective ones.
 */
export const crystalGaps = defineCard({
  name: 'crystal-gaps',
  title:
    'Photons lost between crystals: as built, and with crystals that point to the interaction ' +
    'point',
  doc:
    'Photons of 0.2 to 5.2 GeV from the collision point into 34° < θ < 126°, the same ones in ' +
    `both geometries: how many leave less than ${vetoThreshold / MeV} MeV in the crystals, ` +
    'against where they enter a crystal, and how many straight rays meet little CsI.',
  events: 400_000,
  geometry: 'offset and projective',
  points: [
    {
      name: 'photon gun',
      generator: 'gun',
      share: 1,
      config: {
        pdg: 22,
        frame: 'lab',
        variable: 'energy',
        minimum: 0.2,
        maximum: 5.2,
        thetaMin: '34 deg',
        thetaMax: '126 deg',
      },
    },
  ],
  lines: [],
  families: [],
  probes,
  ownVariables,
  variables: variablesFrom({ reads: [], uses: [] }, crystalRays),
  curves,
  plots,
  readings,
});
