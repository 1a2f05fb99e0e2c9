import { type ConfigSchema, flag, parseConfig, type SchemaOf } from '../../detector/base/config.js';
import { type BeamsConfig, beamsSchema } from '../../detector/beams.js';
import { subdetectors } from '../../detector/index.js';
import { type MaskEntries, maskSchema } from '../../detector/mask/entries.js';
import { type OwnParticles, ownParticles } from '../../detector/own-particles.js';
import { type MaterialConfig, materialSchema } from '../../detector/material.js';
import { type TransportConfig, transportSchema } from '../../detector/propagation/schema.js';
import type { AnySubdetector } from '../../detector/subdetector.js';
import { bitPlugins, triggerStages } from '../../triggers/index.js';
import { type DecideConfig, decideSchema } from '../../triggers/gdl/decide.js';
import type { AnyBitPlugin, AnyTriggerStage } from '../../triggers/plugins.js';
import { type PidConfig, pidSchema } from './pid-schema.js';

/**
 * What a chain is made of: three lists. Adding a subdetector or a trigger adds an entry; the chain
 * does not change.
 */
export interface ChainParts {
  readonly subdetectors: readonly AnySubdetector[];
  readonly triggerStages: readonly AnyTriggerStage[];
  readonly bitPlugins: readonly AnyBitPlugin[];
}

/** The detector and trigger of Belle II as far as they are emulated. */
export const standardParts = {
  subdetectors,
  triggerStages,
  bitPlugins,
} as const satisfies ChainParts;

/** What a function that is built from a configuration takes. */
type Taken<F> = F extends (config: infer Config, ...rest: never[]) => unknown ? Config : never;

/** Configurations of a list of parts by name. */
type ConfigsByName<L extends readonly { readonly name: string; readonly build: unknown }[]> = {
  readonly [E in L[number] as E['name']]: Taken<E['build']>;
};

/**
 * Configuration of a chain: beams, material, transport, a user's own particles, dead and hot
 * channels by subdetector under `mask`, which subdetectors may be simulated, each subdetector by
 * name, `triggers.NAME`, `bits.NAME`, `gdl`; and `pid` for studies.
 */
type ChainConfig<P extends ChainParts> = {
  readonly beams: BeamsConfig;
  readonly material: MaterialConfig;
  readonly transport: TransportConfig;
  readonly particles: OwnParticles;
  readonly mask: { readonly [E in P['subdetectors'][number] as E['name']]: MaskEntries };
  readonly simulated: { readonly [E in P['subdetectors'][number] as E['name']]: boolean };
} & {
  readonly [E in P['subdetectors'][number] as E['name']]: Taken<E['deposit']>;
} & {
  readonly triggers: ConfigsByName<P['triggerStages']>;
  readonly bits: ConfigsByName<P['bitPlugins']>;
  readonly gdl: DecideConfig;
  readonly pid: PidConfig;
};

/** The parameters of a chain made of these parts. */
export function chainSchema<const P extends ChainParts>(parts: P): SchemaOf<ChainConfig<P>> {
  return {
    beams: beamsSchema,
    material: materialSchema,
    transport: transportSchema,
    particles: ownParticles,
    mask: maskSchema(parts.subdetectors),
    simulated: Object.fromEntries(
      parts.subdetectors.map(({ name }) => [
        name,
        flag(true, `Whether ${name} may be simulated; without it nothing that it decides is known`),
      ]),
    ),
    ...schemasByName(parts.subdetectors),
    triggers: schemasByName(parts.triggerStages),
    bits: schemasByName(parts.bitPlugins),
    gdl: decideSchema,
    pid: pidSchema,
  } as unknown as SchemaOf<ChainConfig<P>>;
}

function schemasByName(
  list: readonly { readonly name: string; readonly schema: ConfigSchema }[],
): Record<string, ConfigSchema> {
  return Object.fromEntries(list.map(({ name, schema }) => [name, schema]));
}

/** Subdetectors that a configuration allows to be simulated. */
export const simulatedIn = (
  { simulated }: { readonly simulated: Readonly<Record<string, boolean>> },
  { subdetectors: all }: Pick<ChainParts, 'subdetectors'> = standardParts,
): ReadonlySet<string> =>
  new Set(all.map(({ name }) => name).filter((name) => simulated[name] !== false));

/** A complete configuration of the experiment, every parameter in base units. */
export interface EmulatorConfig extends ChainConfig<typeof standardParts> {}

/** All parameters of the emulated experiment. */
export const emulatorSchema: SchemaOf<EmulatorConfig> = chainSchema(standardParts);

/** Every parameter at its nominal value. */
export function nominalConfig(): EmulatorConfig {
  return parseConfig(emulatorSchema, {}, 'nominal configuration');
}
