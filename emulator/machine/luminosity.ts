import { EmulatorError, nearestHint } from '../../detector/base/errors.js';

/** The machine at a time of which its luminosity is known. */
export interface MachinePreset {
  readonly name: string;
  /** [cm⁻² s⁻¹] */
  readonly luminosity: number;
  readonly source: string;
}

/** Machines by name; the first is what is meant where nothing is said. */
export const machinePresets: readonly MachinePreset[] = [
  {
    name: '2022-peak',
    luminosity: 4.65e34,
    source: '8 June 2022: arXiv:2406.19421',
  },
  {
    name: '2020-peak',
    luminosity: 2.4e34,
    source: '21 June 2020: KEK, press release of 26 June 2020',
  },
  {
    name: '2024-peak',
    luminosity: 5.1e34,
    source: '27 December 2024: KEK (recalled, not verified)',
  },
  {
    name: 'design',
    luminosity: 6e35,
    source: 'target of the upgrade, 6.3e35 in arXiv:2302.01566',
  },
];

/** A luminosity as people write it: `4.65e34 cm⁻² s⁻¹`. */
export const luminosityText = ({ luminosity }: MachinePreset): string =>
  `${luminosity.toExponential().replace('+', '')} cm⁻² s⁻¹`;

/** @throws MACHINE_UNKNOWN */
export function machinePreset(name: string): MachinePreset {
  const found = machinePresets.find((preset) => preset.name === name);
  if (found !== undefined) return found;
  const names = machinePresets.map((preset) => preset.name);
  throw new EmulatorError(
    'MACHINE_UNKNOWN',
    `machine "${name}" does not exist${nearestHint(name, names)}; there are ${names.join(', ')}`,
  );
}
