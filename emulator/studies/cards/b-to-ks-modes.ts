import { cm, GeV } from '../../../detector/base/units.js';
import { scalarPdg } from '../../generators/scalar-off-lepton.js';
import { uniformEdges } from '../axis.js';
import { cardDoc, dataMachineOf, massScan, type SearchRemarks } from '../collision-card.js';
import { type CardPoint, type CurveRequest, defineCard } from '../define-card.js';
import { displacedVariables, displacedVariablesOf } from '../displaced-card.js';
import { efficiencyWithin } from '../readings.js';

/** Masses of the S [GeV] for what it becomes; those of KK are above twice the mass of a kaon. */
const masses = {
  ee: [0.1, 0.5, 1.2, 2, 3, 4],
  mumu: [0.3, 0.5, 1.2, 2, 3, 4],
  pipi: [0.3, 0.5, 1.2, 2, 3, 4],
  KK: [1.2, 2, 3, 4],
} as const;
type Decay = keyof typeof masses;
const texts: Readonly<Record<Decay, string>> = { ee: 'ee', mumu: 'μμ', pipi: 'ππ', KK: 'KK' };

/** Mean flight cτ of all points [cm]. */
const flight = 10;

/** What stands beside the S and what it becomes: the eight final states of the search. */
const modes = (['K+', 'K*0'] as const).flatMap((kaon) =>
  (Object.keys(masses) as Decay[]).map((decay) => ({
    kaon,
    decay,
    name: `${kaon} S, S → ${texts[decay]}`,
  })),
);

const points = modes.flatMap(({ kaon, decay, name }, mode) =>
  masses[decay].map(
    (mass): CardPoint => ({
      name: `${name}, ${mass} GeV`,
      generator: 'b-to-ks',
      share: 1,
      config: { kaon, decay, mass: `${mass} GeV`, flight: `${flight} cm` },
      values: { flight, mode },
    }),
  ),
);

const selected = 'selected';
const selection = {
  text:
    'both charged products of the S in 17–150° with pT > 0.1 GeV, from a vertex within 60 cm of ' +
    'the axis that the S reaches after more than 0.05 cm',
  ranges: {
    products: [2, 3] as const,
    displacement: [0.05 * cm, Number.POSITIVE_INFINITY] as const,
  },
};

const lines = ['ffy', 'fyo', 'fy30', 'hie', 'c4', 'stt', 'cdcklm1'] as const;
const families = ['three-track', 'two-track', 'single-muon'] as const;
const subjects = [...lines, ...families];

const search: SearchRemarks = {
  data: '189 fb⁻¹, periods not sourced, the nearest',
  dataMachine: '2020',
  leftOut:
    'other flights (card b-to-ks), K_S and K*+ beside the S, a K* by its nominal mass and ' +
    'without polarization, ΔE and mass of the B, identification, shapes of the event',
};

const byMass = ({ decay, name }: (typeof modes)[number]): CurveRequest => {
  const { edges, positions } = massScan(masses[decay]);
  return {
    id: `mass, ${name}`,
    title: `B → ${name}, cτ = ${flight} cm: against mass`,
    axis: { variable: 'mass', edges: edges.map((edge) => edge * GeV) },
    ...(positions === undefined ? {} : { positions }),
    selection: name,
    subjects,
    printed: false,
  };
};

/**
 * Card `b-to-ks-modes`: the final states of the search for a scalar that flies, beside a kaon of a
 * B.
 * @see arXiv:2306.02830 for final states and selection
 */
export const bToKsModesCard = defineCard({
  name: 'b-to-ks-modes',
  title: 'B → K S and K* S, S → ee, μμ, ππ, KK',
  doc: cardDoc(
    'Two charged particles from a vertex away from the B, beside a K+ or a K*0 and all of the ' +
      'other B, S of 0.1 to 4 GeV and cτ of 10 cm: the eight final states of arXiv:2306.02830 ' +
      'under the lines of three and two tracks, of the energy and of four clusters.',
    search,
  ),
  ...dataMachineOf(search),
  events: 88_000,
  points,
  lines,
  families,
  selections: {
    [selected]: selection,
    ...Object.fromEntries(
      modes.map(({ name }, mode) => [
        name,
        {
          text: `${name}; ${selection.text}`,
          ranges: { ...selection.ranges, mode: [mode - 0.5, mode + 0.5] as const },
        },
      ]),
    ),
  },
  totals: selected,
  ownVariables: {
    ...displacedVariables,
    mode: {
      label: 'final state',
      unit: '',
      factor: 1,
      doc: modes.map(({ name }, mode) => `${mode}: ${name}`).join('; '),
    },
  },
  variables: displacedVariablesOf(scalarPdg),
  curves: [
    {
      id: 'mode',
      title: `B → K S and K* S, cτ = ${flight} cm: against the final state`,
      axis: { variable: 'mode', edges: uniformEdges(-0.5, modes.length - 0.5, modes.length) },
      selection: selected,
      subjects,
      live: true,
    },
    ...modes.map(byMass),
  ],
  readings: (curve) =>
    subjects.flatMap((subject) =>
      modes.map(({ name }, mode) => ({
        name: `${subject}: ${name}`,
        ...efficiencyWithin(curve('mode', subject), mode - 0.5, mode + 0.5),
      })),
    ),
});
