import { parseConfig } from '../../../detector/base/config.js';
import { cosmics, sphereRateHz } from '../../generators/cosmics.js';
import { hertzPerNanobarn } from '../collision-card.js';
import { uniformEdges } from '../axis.js';
import { type CurveLookup, defineCard } from '../define-card.js';
import { generatedCrossSection } from '../generated-cross-section.js';
import { seenParticles, seenVariables } from '../observers/seen.js';
import { efficiencyWithin, type Reading } from '../readings.js';

/** Muons that can reach the calorimeter. */
const cosmicSphere = { radius: '170 cm', centreZ: '32 cm' };

/** What fires lines of single photons with nothing else seen; shares by what needs statistics. */
const processes = [
  { name: 'eeγ, both legs lost', generator: 'eegamma-lost', share: 2, config: {} },
  { name: 'one-leg Bhabha', generator: 'bhabha-one-leg', share: 5, config: {} },
  { name: 'γγ(γ), one photon lost', generator: 'gamma-gamma-lost', share: 1, config: {} },
  { name: 'νν̄γ', generator: 'nunu-gamma', share: 1, config: { minPhotonEnergy: '0.1 GeV' } },
  { name: 'cosmic muons', generator: 'cosmics', share: 3, config: cosmicSphere },
] as const;

const lines = ['lml1', 'lml2', 'lml4', 'lml6', 'lml7', 'lml13', 'hie'] as const;
const family = 'single-photon';
const byProcess = 'process';

/** Events a second of a process at 4.65e34 [Hz]. */
function hertzOf({ generator, config }: (typeof processes)[number]): number {
  if (generator === 'cosmics')
    return sphereRateHz(parseConfig(cosmics.schema, config, 'card "single-photon-background"'));
  return generatedCrossSection(generator, config) * hertzPerNanobarn;
}

/** The rate of every line by one process. */
function ratesOf(curve: CurveLookup, index: number): readonly Reading[] {
  const hertz = hertzOf(processes[index]!);
  const [unit, scale] = hertz < 1 ? ['µHz', 1e6 * hertz] : ['Hz', hertz];
  return [...lines, family].map((line) => {
    const share = efficiencyWithin(curve(byProcess, line), index - 0.5, index + 0.5);
    return {
      name: `${processes[index]!.name}: ${line}, before prescale`,
      value: share.value === null ? null : share.value * scale,
      low: (share.low ?? 0) * scale,
      high: (share.high ?? 0) * scale,
      unit,
    };
  });
}

/** Card `single-photon-background`: what else looks like one photon. */
export const singlePhotonBackground = defineCard({
  name: 'single-photon-background',
  title: 'What fires the single-photon lines beside a dark photon, in Hz at 4.65e34',
  doc:
    'Bhabhas with both legs or one leg lost, two photons of which one is lost, neutrinos with a ' +
    'photon, cosmic muons: how often each fires the lines of single photons, and how many Hz ' +
    'that is at 4.65e34, before prescale. The events of a process are all of its definition ' +
    '(b2l1 processes NAME); no beam background is laid over.',
  events: 240_000,
  points: processes.map((process, index) => ({ ...process, values: { process: index } })),
  lines,
  families: [family],
  ownVariables: {
    ...seenVariables,
    process: {
      label: 'process',
      unit: '',
      factor: 1,
      doc: processes.map(({ name }, index) => `${index} ${name}`).join(', '),
    },
  },
  variables: seenParticles(),
  curves: [
    {
      id: byProcess,
      title: 'Single-photon lines by process',
      axis: { variable: 'process', edges: uniformEdges(-0.5, 4.5, 5) },
      selection: 'all',
      subjects: [...lines, family],
      live: true,
    },
  ],
  readings: (curve) => processes.flatMap((_, index) => ratesOf(curve, index)),
});
