import { GeV, degree } from '../../../detector/base/units.js';
import type { Range, Selection } from '../../chain/observations.js';
import { steppedEdges, uniformEdges } from '../axis.js';
import { variablesFrom } from '../../chain/observed.js';
import { defineCard } from '../define-card.js';
import { klmClusters, klmClusterVariables } from '../observers/klm-clusters.js';
import { referenceObjects, referenceVariables } from '../observers/reference-objects.js';
import { type ReferenceRequest, referenceSets } from '../references/request.js';

const open = Number.POSITIVE_INFINITY;
const some: Range = [1, open];

const selections: Readonly<Record<string, Selection>> = {
  track: { text: 'a track of the interaction point', ranges: { ipTracks: some } },
  'two tracks': { text: 'two such tracks', ranges: { ipTracks: [2, open] } },
  'three tracks': {
    text: 'three tracks of the interaction point',
    ranges: { ipTracks: [3, open] },
  },
  open: {
    text: 'two tracks, Δφ above 90°',
    ranges: { ipTracks: [2, open], deltaPhi: [90 * degree, open] },
  },
  back: {
    text: 'two tracks, Δφ above 150°',
    ranges: { ipTracks: [2, open], deltaPhi: [150 * degree, open] },
  },
  all: { text: 'all events', ranges: {} },
  energy: { text: 'more than 1 GeV in trigger cells', ranges: { cellEnergy: [1 * GeV, open] } },
  cells: { text: 'more than 3 trigger cells', ranges: { cells: [4, open] } },
  photon: { text: 'a photon above 100 MeV', ranges: { photonEnergy: [0.1 * GeV, open] } },
  cluster: { text: 'a KLM cluster of more than 6 layers', ranges: { klmLayers: [7, open] } },
  barrel: {
    text: 'a KLM cluster of more than 6 layers in 50–120°',
    ranges: { klmLayers: [7, open], klmRegion: [1, 2] },
  },
  endcaps: {
    text: 'a KLM cluster of more than 6 layers in 20–40° or 120–160°',
    ranges: { klmLayers: [7, open], klmRegion: [2, 3] },
  },
};

const pt = {
  variable: 'pt',
  edges: steppedEdges([
    [0.3 * GeV, 1.5 * GeV, 0.1],
    [1.5 * GeV, 5.5 * GeV, 0.5],
  ]),
};
const azimuth = { variable: 'phi', edges: uniformEdges(-180 * degree, 180 * degree, 36) };
const theta = { variable: 'theta', edges: uniformEdges(15 * degree, 155 * degree, 28) };
const photonEnergy = { variable: 'photonEnergy', edges: uniformEdges(0, 5 * GeV, 25) };
const angle = { variable: 'deltaPhi', edges: uniformEdges(0, 180 * degree, 18) };
const around = (variable: string) => ({ ...azimuth, variable });
const polar = (variable: string) => ({ ...theta, variable });
const energy = { variable: 'cellEnergy', edges: uniformEdges(0, 12 * GeV, 24) };

/** Muons seen by the calorimeter's lines, and the timing of the calorimeter by lines of tracks. */
const others: readonly ReferenceRequest[] = [
  ...(
    [
      ['klmhit', 'barrel'],
      ['eklmhit', 'endcaps'],
    ] as const
  ).flatMap(([probe, selection]) => [
    {
      name: `${probe} against φ`,
      probe,
      reference: referenceSets.ecl,
      selection,
      axis: around('klmPhi'),
    },
    {
      name: `${probe} against θ`,
      probe,
      reference: referenceSets.ecl,
      selection: 'cluster',
      axis: polar('klmTheta'),
    },
  ]),
  ...[
    { of: 'E', axis: photonEnergy },
    { of: 'θ', axis: polar('photonTheta') },
    { of: 'φ', axis: around('photonPhi') },
  ].map(({ of, axis }) => ({
    name: `ecltiming against ${of}`,
    probe: 'ecltiming',
    reference: referenceSets.cdc,
    selection: 'photon',
    axis,
  })),
];

/** Input bits of the lines f, y, z and stt: without their veto of Bhabhas. */
const trackInputs = ['t2', 'ty', 't3', 'typ'] as const;
/** That of hie, likewise. */
const energyInput = 'ehigh';

/** Tracks, by a line or an input, seen by the calorimeter's lines against pT, φ and θ. */
const byCalorimeter = (probe: string): readonly ReferenceRequest[] =>
  [
    { of: 'pT', axis: pt },
    { of: 'φ', axis: azimuth },
    { of: 'θ', axis: theta },
  ].map(({ of, axis }) => ({
    name: `${probe} against ${of}`,
    probe,
    reference: referenceSets.ecl,
    selection: 'track',
    axis,
  }));

/** Energy in the calorimeter, by a line or an input, seen by lines of tracks. */
const byTracks = (probe: string): ReferenceRequest => ({
  name: `${probe} against energy`,
  probe,
  reference: referenceSets.cdc,
  selection: 'all',
  axis: energy,
});

/** Tracks seen by the calorimeter's lines, the calorimeter by those of tracks, plateau counts. */
const references: readonly ReferenceRequest[] = [
  ...['f', 'y', 'z', 'stt'].flatMap(byCalorimeter),
  {
    name: 'fyo against Δφ',
    probe: 'fyo',
    reference: referenceSets.ecl,
    selection: 'two tracks',
    axis: angle,
  },
  byTracks('hie'),
  ...(
    [
      ['fff', 'three tracks'],
      ['ffy', 'three tracks'],
      ['ffo', 'open'],
      ['fyo', 'open'],
      ['ffb', 'back'],
      ['fyb', 'back'],
    ] as const
  ).map(([probe, selection]) => ({
    name: `${probe} on its plateau`,
    probe,
    reference: referenceSets.energy,
    selection,
  })),
  {
    name: 'hie on its plateau',
    probe: 'hie',
    reference: referenceSets.tracks,
    selection: 'energy',
  },
  { name: 'c4 on its plateau', probe: 'c4', reference: referenceSets.tracks, selection: 'cells' },
  ...others,
  ...trackInputs.flatMap(byCalorimeter),
  byTracks(energyInput),
];

/** Objects of tracks and calorimeter, and those of the KLM. */
const variables = variablesFrom({ reads: ['klm'], uses: ['ecl'] }, (context) => {
  const objects = referenceObjects.variables(context);
  const clusters = klmClusters.variables(context);
  return (batch) => ({ ...objects(batch as never), ...clusters(batch as never) });
});

/**
 * Card `reference-triggers`: the recipes of the collaboration's monitors on τ pairs, each beside
 * the truth of the same events.
 * @see basf2 trg/gdl/modules/trggdlDQM/src/TRGEFFDQMModule.cc
 */
export const referenceTriggersCard = defineCard({
  name: 'reference-triggers',
  title: 'Efficiencies by reference triggers on e+e- → ττ(γ)',
  doc:
    'What the experiment can measure, N(probe and reference) over N(reference), the reference ' +
    'after and the probe before prescale, beside the truth of the same events: tracks by lines ' +
    'and KLM by lines of the calorimeter, the calorimeter and its timing by lines of tracks, ' +
    'plateau counts, and tracks and energy by input bits, without the veto of Bhabhas.',
  events: 100_000,
  points: [{ name: 'ττ(γ)', generator: 'tautau', share: 1, config: {} }],
  lines: [
    'f',
    'y',
    'z',
    'stt',
    'fyo',
    'ffy',
    'fff',
    'ffo',
    'ffb',
    'fyb',
    'hie',
    'c4',
    'ecltiming',
    'klmhit',
    'eklmhit',
  ],
  families: [],
  inputs: [...trackInputs, energyInput],
  selections,
  totals: 'track',
  ownVariables: { ...referenceVariables, ...klmClusterVariables },
  variables,
  curves: [],
  references,
});
