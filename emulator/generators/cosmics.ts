// kernel: one pass over the events of a batch, scalars only
import {
  type ConfigOf,
  flag,
  type GivenOf,
  parseConfig,
  quantity,
} from '../../detector/base/config.js';
import { muonMass, speedOfLight } from '../../detector/base/constants.js';
import { cbrt, cos, exp, log, log10, pow, sin } from '../../detector/base/elementary.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { cm, GeV, m, ns } from '../../detector/base/units.js';
import { seedAt } from '../../detector/event.js';
import { ParticleBuilder, particleStatus } from '../../detector/particles.js';
import type { CrossSectionRow } from './cross-section-row.js';
import type { EventGenerator } from './generator.js';
import { TabulatedDensity } from './tabulated-density.js';

const cosmicsSchema = {
  minimum: quantity(0.1 * GeV, 'GeV', 'Lowest momentum; less stops in the outermost plates', {
    min: 0.01 * GeV,
  }),
  maximum: quantity(200 * GeV, 'GeV', 'Highest momentum', { max: 2000 * GeV }),
  hardening: flag(
    false,
    "Whether inclined muons are stiffer, as Reyna's scaling has it: the limits and the spectrum " +
      'are then those of p·cos θ, and the mean momentum is half as large again',
  ),
  chargeRatio: quantity(
    1.27,
    '',
    'Positive over negative muons (1.25 to 1.30: PDG, cosmic rays; recalled, not verified)',
    { min: 0, max: 100 },
  ),
  radius: quantity(
    5.2 * m,
    'cm',
    'Of the sphere whose muons are made, all of them; the default holds the whole yoke',
    { min: 1 * cm, max: 1000 * m },
  ),
  centreZ: quantity(56 * cm, 'cm', "Of the sphere, on the beams' axis"),
  timeMin: quantity(-16 * ns, 'ns', 'Earliest time at which a muon is nearest to the middle'),
  timeMax: quantity(
    16 * ns,
    'ns',
    'Latest such time, uniform between: one clock of the track trigger, against which cosmic ' +
      'rays come at any phase',
  ),
};

type CosmicsConfig = ConfigOf<typeof cosmicsSchema>;

/** Coefficients of the vertical intensity [cm⁻² s⁻¹ sr⁻¹ GeV⁻¹]. @see arXiv:hep-ph/0604145 */
const reyna = { intensity: 0.00253, powers: [0.2455, 1.288, -0.2555, 0.0209] } as const;
/** Below this the spectrum is flat [GeV]. @see PDG, cosmic rays: "almost flat below 1 GeV" */
const flatBelow = 1 * GeV;
const squareMetre = 1e4;
const nodeCount = 400;

/**
 * Vertical intensity of muons at sea level [m⁻² s⁻¹ sr⁻¹ GeV⁻¹].
 * @see D. Reyna, arXiv:hep-ph/0604145 (coefficients recalled, not verified; tests compare the
 * intensity above 1 GeV with the 70 m⁻² s⁻¹ sr⁻¹ of the PDG)
 */
export function verticalIntensity(momentum: number): number {
  const x = log10(Math.max(momentum, flatBelow));
  const [a, b, c, d] = reyna.powers;
  const power = a + x * (b + x * (c + x * d));
  return squareMetre * reyna.intensity * pow(10, -x * power);
}

/** The spectrum over ln p; its integral is the vertical intensity of all [m⁻² s⁻¹ sr⁻¹]. */
function spectrumOf({ minimum, maximum }: CosmicsConfig): TabulatedDensity {
  const [low, high] = [log(minimum), log(maximum)];
  const nodes = Array.from(
    { length: nodeCount },
    (_, node) => low + ((high - low) * node) / (nodeCount - 1),
  );
  return new TabulatedDensity(nodes, (x) => verticalIntensity(exp(x)) * exp(x));
}

/**
 * Muons a second through a horizontal square metre [Hz]: ∫ I cos²θ · cos θ dΩ = π/2 · I.
 */
export const horizontalRateHz = (config: CosmicsConfig): number =>
  (Math.PI / 2) * spectrumOf(config).integral;

/** Muons a second through the sphere [Hz]: ∫ I cos²θ dΩ = 2π/3 · I, on the area of its disc. */
export const sphereRateHz = (config: CosmicsConfig): number =>
  ((2 * Math.PI) / 3) * spectrumOf(config).integral * Math.PI * (config.radius / m) ** 2;

/** @throws GENERATOR_CONFIG */
function check({ minimum, maximum, timeMin, timeMax }: CosmicsConfig): void {
  const fail = (what: string): never => {
    throw new EmulatorError('GENERATOR_CONFIG', `generator "cosmics": ${what}`);
  };
  if (minimum >= maximum) fail(`minimum, maximum are ${minimum} and ${maximum} GeV`);
  if (timeMin > timeMax) fail(`timeMin, timeMax are ${timeMin} and ${timeMax} ns`);
}

const ofPdg = 'cos²θ: π/2 of the vertical intensity of the PDG, cosmic rays';

const configWith = (given: GivenOf<typeof cosmicsSchema>): CosmicsConfig =>
  parseConfig(cosmicsSchema, given, 'row of a rate');

const crossSections: readonly CrossSectionRow[] = [
  {
    definition: 'muons above 0.1 GeV through the sphere of 5.2 m around the detector, cos²θ',
    order: 'Reyna’s spectrum',
    value: () => sphereRateHz(configWith({})),
    unit: 'Hz',
    expected: null,
    tolerance: null,
    source: 'the sphere is a choice of ours; the intensity is compared by the square metre',
    parameters: {},
  },
  {
    definition: 'muons above 1 GeV through a horizontal square metre',
    order: 'Reyna’s spectrum',
    value: () => horizontalRateHz(configWith({ minimum: 1 * GeV })),
    unit: 'Hz',
    expected: (Math.PI / 2) * 70,
    tolerance: 0.1,
    source: `${ofPdg}, 70 m⁻² s⁻¹ sr⁻¹ above 1 GeV`,
    published: true,
  },
];

/** Generator `cosmics`: one muon an event, from anywhere above. */
export const cosmics: EventGenerator<typeof cosmicsSchema> = {
  name: 'cosmics',
  kind: 'sm',
  doc:
    'Cosmic muons at sea level, one an event: zenith angles as cos²θ, the vertical spectrum of ' +
    'Reyna (hep-ph/0604145) at all of them, flat below 1 GeV; all that cross a sphere around ' +
    'the detector, from where they enter it. No roof above, no electrons, no showers.',
  schema: cosmicsSchema,
  onPurpose: ['outside'],
  crossSections,
  rateHz: sphereRateHz,
  build(config, context) {
    check(config);
    const spectrum = spectrumOf(config);
    const stream = new RandomStream();
    const builder = new ParticleBuilder();
    const { radius, centreZ, timeMin, timeMax, hardening } = config;
    const positive = config.chargeRatio / (1 + config.chargeRatio);

    const drawMuon = (): void => {
      // Density cos²θ: its integral is cos³θ. Upward: (sin θ cos φ, cos θ, sin θ sin φ).
      const cosine = cbrt(stream.uniform());
      const sine = Math.sqrt(1 - cosine * cosine);
      const phi = 2 * Math.PI * stream.uniform();
      const [cosPhi, sinPhi] = [cos(phi), sin(phi)];
      const drawn = exp(spectrum.at(stream.uniform()));
      const p = hardening ? drawn / cosine : drawn;
      const energy = Math.sqrt(p * p + muonMass * muonMass);
      // Anywhere on the disc across the direction; its axes are level and along rising θ.
      const distance = radius * Math.sqrt(stream.uniform());
      const turn = 2 * Math.PI * stream.uniform();
      const level = distance * cos(turn);
      const tilted = distance * sin(turn);
      const above = Math.sqrt(radius * radius - distance * distance);
      const nearest = timeMin + (timeMax - timeMin) * stream.uniform();
      builder.push(
        stream.uniform() < positive ? -13 : 13,
        particleStatus.final,
        -1,
        -p * sine * cosPhi,
        -p * cosine,
        -p * sine * sinPhi,
        energy,
        above * sine * cosPhi - level * sinPhi + tilted * cosine * cosPhi,
        above * cosine - tilted * sine,
        centreZ + above * sine * sinPhi + level * cosPhi + tilted * cosine * sinPhi,
        nearest - (above * energy) / (p * speedOfLight),
      );
    };

    return (addresses) => {
      const eventCount = addresses.index.length;
      for (let event = 0; event < eventCount; event++) {
        seedAt(stream, context, addresses, event, purpose.generator);
        drawMuon();
        builder.endEvent();
      }
      return { weights: new Float64Array(eventCount).fill(1), particles: builder.take() };
    };
  },
};
