import { degree, GeV } from '../../../detector/base/units.js';
import { steppedEdges, uniformEdges } from '../axis.js';
import { defineCard } from '../define-card.js';
import { muonPair, muonPairVariables } from '../observers/muon-pair.js';
import type { ReferenceRequest } from '../references/request.js';

const open = Number.POSITIVE_INFINITY;
const barrel = [50 * degree, 115 * degree] as const;
const probe = 'μ+ matched';
const tag = 'μ− matched';

const selections = {
  pairs: {
    text: 'μ+ and μ− in 50–115°, the μ− of more than 1.5 GeV',
    ranges: { theta: barrel, tagTheta: barrel, tagP: [1.5 * GeV, open] },
  },
  'any θ': {
    text: 'μ− in 50–115° of more than 1.5 GeV, μ+ of more than 1.5 GeV anywhere',
    ranges: { tagTheta: barrel, tagP: [1.5 * GeV, open], p: [1.5 * GeV, open] },
  },
} as const;

/** One match, or more: whichever of the two the event is called by. */
const reference = ['cdcklm1', 'cdcklm2'];

const references: readonly ReferenceRequest[] = [
  {
    name: 'match with the KLM against p',
    probe,
    tag,
    reference,
    selection: 'pairs',
    axis: {
      variable: 'p',
      edges: steppedEdges([
        [0.4 * GeV, 1.2 * GeV, 0.1],
        [1.2 * GeV, 7.2 * GeV, 0.6],
      ]),
    },
  },
  {
    name: 'match with the KLM against θ',
    probe,
    tag,
    reference,
    selection: 'any θ',
    axis: { variable: 'theta', edges: uniformEdges(20 * degree, 150 * degree, 26) },
  },
  {
    name: 'match with the KLM against φ',
    probe,
    tag,
    reference,
    selection: 'pairs',
    axis: { variable: 'phi', edges: uniformEdges(-180 * degree, 180 * degree, 36) },
  },
];

/** Card `tag-and-probe`: the match of muons with the barrel KLM, by the other muon of a pair. */
export const tagAndProbeCard = defineCard({
  name: 'tag-and-probe',
  title: 'Tag and probe: muons matched with the barrel KLM, on e+e- → μμ(γ)',
  doc:
    'Events that the μ− alone can have triggered: its full track meets a fired sector, and ' +
    'cdcklm1 or cdcklm2 took the event. How often does the track of the μ+ meet one? Beside it ' +
    'the truth, all μ+ of the same selection, triggered or not.',
  events: 100_000,
  points: [{ name: 'μμ(γ)', generator: 'mumu', share: 1, config: {} }],
  lines: ['cdcklm1', 'cdcklm2', 'mu_b2b'],
  families: ['single-muon'],
  probes: [
    {
      name: probe,
      text: 'a full track near the μ+ meets a fired sector of the barrel KLM',
      variable: 'probeMatched',
      range: [1, 2],
    },
    {
      name: tag,
      text: 'a full track near the μ− meets a fired sector of the barrel KLM',
      variable: 'tagMatched',
      range: [1, 2],
    },
  ],
  selections,
  totals: 'pairs',
  ownVariables: muonPairVariables,
  variables: muonPair,
  curves: [],
  references,
});
