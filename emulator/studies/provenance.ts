import type { ChainSetup } from '../chain/chain.js';
import type { EmulatorConfig } from '../chain/parts.js';
import type { CardSetup } from './card.js';
import {
  fingerprintOf,
  hashOf,
  parametersOf,
  programHash,
  settingsOf,
} from './shards/fingerprint.js';

/**
 * What results were made with: all that decides on them, and nothing else, so that the same study
 * has the same bytes wherever it was run (D-405).
 */
export interface Provenance {
  /** Hash of the compiled program: cards, tables and networks are part of it. */
  readonly program: string;
  readonly run?: number;
  /** Name and hash. */
  readonly card?: string;
  /** Name, version and hash. */
  readonly menu?: string;
  /** Hash of `parameters`. */
  readonly conditions: string;
  /**
   * Every parameter of detector, trigger and machine by its path; long ones as a hash.
   */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Of a study, or of a user's events. */
export function provenanceOf(setup: CardSetup): Provenance {
  const { program, card: hash, menu, parameters } = fingerprintOf(setup);
  const card = setup.card.content === undefined ? hash : `${setup.card.name} ${hash}`;
  return { program, run: setup.run, card, menu, conditions: hashOf(parameters), parameters };
}

/** Of events that no card names, such as those of rates. */
export function provenanceOfEvents(setup: ChainSetup): Provenance {
  const { menu, parameters } = settingsOf(setup);
  const { run } = setup;
  return { program: programHash(), run, menu, conditions: hashOf(parameters), parameters };
}

/** Of results at several values of one parameter: what they share, and all of its values. */
export function provenanceOfScan(
  path: string,
  values: readonly string[],
  all: readonly Provenance[],
): Provenance {
  const [first] = all;
  const isOfMachine = Object.hasOwn(first!.parameters, `machine.${path}`);
  const key = isOfMachine ? `machine.${path}` : path;
  const shared = Object.entries(first!.parameters).filter(
    ([name, value]) =>
      name !== key &&
      !name.startsWith(`${key}.`) &&
      all.every(({ parameters }) => parameters[name] === value),
  );
  const parameters = { ...Object.fromEntries(shared), [key]: `scanned: ${values.join(', ')}` };
  return { ...first!, conditions: hashOf(parameters), parameters };
}

/** Of what needs no events. */
export function provenanceOfConfig(config: EmulatorConfig): Provenance {
  const parameters = parametersOf(config);
  return { program: programHash(), conditions: hashOf(parameters), parameters };
}

/** The short of it, where a whole configuration has no room; its hash stays. */
export const briefProvenance = (
  provenance: Provenance,
): Readonly<Record<string, string | number>> => {
  const { program, run, card, menu, conditions } = provenance;
  return {
    program,
    ...(run !== undefined && { run }),
    ...(card !== undefined && { card }),
    ...(menu !== undefined && { menu }),
    conditions,
  };
};
