import { beams } from '../../../detector/beams.js';
import { cm, degree, GeV } from '../../../detector/base/units.js';
import type { Range, Selection } from '../../chain/observations.js';
import { type Variable, variablesFrom } from '../../chain/observed.js';
import { uniformEdges } from '../axis.js';
import { type CardPoint, type CurveLookup, type CurveRequest, defineCard } from '../define-card.js';
import { barrelTheta } from '../observers/cell-columns.js';
import { leadingParticle } from '../observers/leading-particle.js';
import { chargedProngs, fullTracks } from '../observers/prong-variables.js';
import { halfWidth } from '../observers/residuals.js';
import { zMissOf } from '../observers/track-near.js';
import { efficiencyWithin, type Reading } from '../readings.js';

/** Samples by the value that all of their events share. */
const samples = { pairs: 0, muons: 1, photons: 2, hadrons: 3 } as const;
type Sample = keyof typeof samples;
const isOf = (sample: Sample): Record<'sample', Range> => ({
  sample: [samples[sample], samples[sample] + 1],
});
const values = (sample: Sample) => ({ sample: samples[sample] });

const single = { frame: 'lab', variable: 'momentum', spectrum: 'inverse' } as const;
const [barrelLow, barrelHigh] = barrelTheta(2 * degree);
const points: readonly CardPoint[] = [
  { name: 'μμ(γ)', generator: 'mumu', share: 5, config: {}, values: values('pairs') },
  {
    name: 'muons',
    generator: 'gun',
    share: 5,
    config: {
      ...single,
      pdg: 13,
      minimum: 0.3 * GeV,
      maximum: 5 * GeV,
      thetaMin: 36 * degree,
      thetaMax: 120 * degree,
    },
    values: values('muons'),
  },
  {
    name: 'photons',
    generator: 'gun',
    share: 5,
    config: {
      pdg: 22,
      frame: 'cms',
      minimum: 1.3 * GeV,
      maximum: 5 * GeV,
      thetaMin: 36 * degree,
      thetaMax: 144 * degree,
    },
    values: values('photons'),
  },
  { name: 'BB̄', generator: 'bbbar', share: 1, config: {}, values: values('hadrons') },
];

const from = (value: number): Range => [value, Number.POSITIVE_INFINITY];
const selections: Readonly<Record<string, Selection>> = {
  pairs: {
    text: 'μμ(γ), both in 36–122°',
    ranges: {
      ...isOf('pairs'),
      thetaLow: from(fullTracks.theta[0]),
      thetaHigh: [0, fullTracks.theta[1]],
    },
  },
  muons: {
    text: 'single muons in 36–120°, p > 1 GeV',
    ranges: { ...isOf('muons'), p: from(1 * GeV) },
  },
  'soft muons': {
    text: 'single muons in 36–120°, p < 0.5 GeV',
    ranges: { ...isOf('muons'), p: [0, 0.5 * GeV] },
  },
  photons: {
    text: 'single photons of E* > 1.3 GeV in the barrel that do not convert before the TOP',
    ranges: {
      ...isOf('photons'),
      photonTheta: [barrelLow, barrelHigh],
      photonConversion: from(115 * cm),
    },
  },
  hadrons: { text: 'BB̄', ranges: isOf('hadrons') },
};

const ownVariables: Readonly<Record<string, Variable>> = {
  zMiss: {
    label: 'z − z0',
    unit: 'cm',
    factor: cm,
    doc: 'z of the neural track nearest in azimuth less that of the muon',
  },
};

/** Lines and families that each sample is for. */
const linesOf: Readonly<Record<string, readonly string[]>> = {
  pairs: ['ffo', 'fyo', 'two-track'],
  muons: ['stt', 'y', 'nn-single-track'],
  photons: ['lml6', 'lml13', 'hie', 'single-photon'],
  hadrons: ['ffy', 'fyo', 'hie', 'c4', 'three-track'],
};
const whole = { variable: 'sample', edges: uniformEdges(-0.5, 3.5, 4) } as const;
const missAxis = { variable: 'zMiss', edges: uniformEdges(-50 * cm, 50 * cm, 500) };

const curves: readonly CurveRequest[] = [
  ...Object.entries(linesOf).map(
    ([sample, subjects]): CurveRequest => ({
      id: sample,
      title: selections[sample]!.text,
      axis: whole,
      selection: sample,
      subjects,
      printed: false,
    }),
  ),
  ...['muons', 'soft muons'].map(
    (sample): CurveRequest => ({
      id: `miss, ${sample}`,
      title: `Neural z less the true one, ${sample}`,
      axis: missAxis,
      selection: sample,
      subjects: ['y'],
      printed: false,
    }),
  ),
];

const readings = (curve: CurveLookup): readonly Reading[] => [
  ...Object.entries(linesOf).flatMap(([sample, subjects]) =>
    subjects.map((subject) => ({
      name: `${subject}: ${selections[sample]!.text}`,
      ...efficiencyWithin(curve(sample, subject), Number.NEGATIVE_INFINITY),
    })),
  ),
  ...['muons', 'soft muons'].map((sample) => ({
    name: `z of the neural track, half of the central 68 %: ${selections[sample]!.text}`,
    ...halfWidth(curve(`miss, ${sample}`, 'y')),
  })),
];

/** Card `under-background`: what background does to lines of each kind and to z. */
export const underBackground = defineCard({
  name: 'under-background',
  title: 'What background takes: tracks, photons and BB̄ under the machine',
  doc:
    'Muon pairs, single muons, single photons and BB̄, each for its lines, and the z of neural ' +
    'tracks. Without --machine nothing is laid over; --scan background gives 0 to 9 times of it.',
  events: 64_000,
  points,
  lines: ['ffo', 'fyo', 'stt', 'y', 'lml6', 'lml13', 'hie', 'ffy', 'c4'],
  families: ['two-track', 'three-track', 'nn-single-track', 'single-photon'],
  selections,
  totals: 'hadrons',
  pdg: 13,
  ownVariables,
  variables: variablesFrom({ reads: [], uses: ['cdc', 'neuro'] }, (context) => {
    const { frame } = beams(context.config.beams);
    const [muonOf, photonOf] = [leadingParticle(13, frame), leadingParticle(22, frame)];
    const prongsOf = chargedProngs(frame);
    return (batch) => {
      const { thetaLow, thetaHigh } = prongsOf(batch);
      const { p, phi, z0 } = muonOf(batch) as Record<'p' | 'phi' | 'z0', Float64Array>;
      const photon = photonOf(batch);
      return {
        thetaLow,
        thetaHigh,
        p,
        zMiss: zMissOf(batch.objects, { phi, z0 }),
        photonTheta: photon['theta']!,
        photonConversion: photon['conversionRadius']!,
      };
    };
  }),
  curves,
  plots: [],
  readings,
});
