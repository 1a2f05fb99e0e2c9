import { variablesFrom } from '../../chain/observed.js';
import { beams } from '../../../detector/beams.js';
import { degree, GeV } from '../../../detector/base/units.js';
import { steppedEdges, uniformEdges } from '../axis.js';
import { barrelTheta } from '../observers/cell-columns.js';
import { type CurveLookup, defineCard } from '../define-card.js';
import { leadingParticle } from '../observers/leading-particle.js';
import type { Selection } from '../../chain/observations.js';
import {
  lossClasses,
  photonBesideMuons,
  photonBesideMuonsVariables,
} from '../observers/photon-beside-muons.js';
import { efficiencyWithin, halfPoint, type Reading } from '../readings.js';

const energyAxis = {
  variable: 'energyCms',
  edges: steppedEdges([
    [0.3 * GeV, 0.9 * GeV, 0.1],
    [0.9 * GeV, 1.4 * GeV, 0.05],
    [1.4 * GeV, 2.4 * GeV, 0.1],
    [2.4 * GeV, 5.4 * GeV, 0.5],
  ]),
};
const isolationAxis = { variable: 'isolation', edges: uniformEdges(0, 180 * degree, 36) };
const lossAxis = {
  variable: 'loss',
  edges: uniformEdges(-0.5, lossClasses.length - 0.5, lossClasses.length),
};

const barrel = { theta: barrelTheta(1 * degree) } as const;
const above = (energy: number): readonly [number, number] => [energy, Number.POSITIVE_INFINITY];

const selections: Readonly<Record<string, Selection>> = {
  barrel: { text: 'photon ≥ 1° inside θ ids 4–15', ranges: barrel },
  'barrel, 1 GeV': {
    text: 'photon of E* > 1 GeV ≥ 1° inside θ ids 4–15',
    ranges: { ...barrel, energyCms: above(1 * GeV) },
  },
  endcaps: {
    text: 'photon of E* > 2 GeV in θ ids 2–3 or 16',
    ranges: { energyCms: above(2 * GeV), endcap: [1, 2] },
  },
};

const lines = ['lml1', 'lml2', 'lml4', 'lml6', 'lml7', 'lml13', 'hie'] as const;
const family = 'single-photon';

/** The share of each class among the photons that nothing has fired on. */
function lossReadings(curve: CurveLookup): readonly Reading[] {
  const { selected, fired } = curve('loss', family);
  const lost = selected.map((count, bin) => count - fired[bin]!);
  const total = lost.reduce((sum, count) => sum + count, 0);
  return lossClasses.map((name, bin) => ({
    name: `share of the lost: ${name}`,
    value: total === 0 ? null : lost[bin]! / total,
    unit: '',
    note: `${lost[bin]} of ${total} lost; ${fired[bin]} of ${selected[bin]} such photons fire`,
  }));
}

/** Card `single-photon-mumug`: the single-photon lines on the photon of μμγ. */
export const singlePhotonMumug = defineCard({
  name: 'single-photon-mumug',
  title: 'Single-photon lines on the photon of μμγ, as the experiment measured them',
  doc:
    'e+e− → μμγ with a photon of the beams above 0.3 GeV: how often the OR of the ' +
    'single-photon lines and hie fires on events with the most energetic photon in the barrel, ' +
    'and what the photons that are lost have in common.',
  events: 200_000,
  points: [{ name: 'μμγ', generator: 'mumu', share: 1, config: { requiredIsrEnergy: '0.3 GeV' } }],
  lines,
  families: [family],
  selections,
  totals: 'barrel, 1 GeV',
  ownVariables: photonBesideMuonsVariables,
  variables: variablesFrom({ reads: [], uses: [] }, ({ config }) => {
    const { frame } = beams(config.beams);
    const photonOf = leadingParticle(22, frame);
    return (batch) => {
      const photon = photonOf(batch);
      return { ...photon, ...photonBesideMuons(batch, photon) };
    };
  }),
  curves: [
    {
      id: 'energy, barrel',
      title: 'Single-photon lines against the energy of the photon, barrel',
      axis: energyAxis,
      selection: 'barrel',
      subjects: [...lines, family],
      live: true,
    },
    {
      id: 'isolation',
      title: 'Single-photon lines against the angle to the nearer muon, barrel, E* > 1 GeV',
      axis: isolationAxis,
      selection: 'barrel, 1 GeV',
      subjects: [family, 'lml6', 'hie'],
    },
    {
      id: 'loss',
      title: 'Photons by what may cost them, barrel, E* > 1 GeV',
      axis: lossAxis,
      selection: 'barrel, 1 GeV',
      subjects: [family],
    },
    {
      id: 'energy, endcaps',
      title: 'Single-photon lines against the energy of the photon, endcaps',
      axis: energyAxis,
      selection: 'endcaps',
      subjects: ['lml2', 'lml7', 'hie', family],
      printed: false,
    },
  ],
  plots: [
    {
      file: 'energy',
      title: 'μμγ: photon in the barrel',
      series: (['lml6', 'lml1', 'lml13', 'hie', family] as const).map((subject) => ({
        curve: 'energy, barrel',
        subject,
        label: subject === family ? 'any of them' : subject,
      })),
    },
  ],
  readings: (curve) => {
    const all = curve('energy, barrel', family);
    return [
      {
        name: 'single-photon lines or hie: barrel, E* > 1 GeV',
        ...efficiencyWithin(all, 1),
        atLeast: 0.95,
      },
      { name: 'single-photon lines or hie: barrel, E* > 1.2 GeV', ...efficiencyWithin(all, 1.2) },
      { name: 'single-photon lines or hie: barrel, E* > 2 GeV', ...efficiencyWithin(all, 2) },
      {
        name: 'lml6: barrel, E* > 1.2 GeV',
        ...efficiencyWithin(curve('energy, barrel', 'lml6'), 1.2),
      },
      {
        name: 'hie: barrel, E* > 1.2 GeV',
        ...efficiencyWithin(curve('energy, barrel', 'hie'), 1.2),
      },
      { name: 'lml1: 50 % point', ...halfPoint(curve('energy, barrel', 'lml1')) },
      ...lossReadings(curve),
    ];
  },
});
