import { type ConfigOf, type ConfigSchema, parseConfig } from '../../detector/base/config.js';
import { beamsSchema } from '../../detector/beams.js';
import { subdetectors } from '../../detector/index.js';
import { materialSchema } from '../../detector/material.js';
import { transportSchema } from '../../detector/propagation/transport.js';
import type { AnySubdetector } from '../../detector/subdetector.js';
import { bitPlugins, triggerStages } from '../../triggers/index.js';
import { decideSchema } from '../../triggers/gdl/decide.js';
import type { AnyBitPlugin, AnyTriggerStage } from '../../triggers/plugins.js';
import { pidSchema } from './pid-schema.js';

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

type SchemasByName<L extends readonly { readonly name: string; readonly schema: ConfigSchema }[]> =
  {
    readonly [E in L[number] as E['name']]: E['schema'];
  };

/**
 * Parameters of a chain: beams, material, transport, each subdetector by name, `triggers.NAME`,
 * `bits.NAME`, `gdl`; and `pid` for studies.
 */
type ChainSchema<P extends ChainParts> = {
  readonly beams: typeof beamsSchema;
  readonly material: typeof materialSchema;
  readonly transport: typeof transportSchema;
} & SchemasByName<P['subdetectors']> & {
    readonly triggers: SchemasByName<P['triggerStages']>;
    readonly bits: SchemasByName<P['bitPlugins']>;
    readonly gdl: typeof decideSchema;
    readonly pid: typeof pidSchema;
  };

/** The parameters of a chain made of these parts. */
export function chainSchema<const P extends ChainParts>(parts: P): ChainSchema<P> {
  return {
    beams: beamsSchema,
    material: materialSchema,
    transport: transportSchema,
    ...schemasByName(parts.subdetectors),
    triggers: schemasByName(parts.triggerStages),
    bits: schemasByName(parts.bitPlugins),
    gdl: decideSchema,
    pid: pidSchema,
  } as unknown as ChainSchema<P>;
}

function schemasByName(
  list: readonly { readonly name: string; readonly schema: ConfigSchema }[],
): Record<string, ConfigSchema> {
  return Object.fromEntries(list.map(({ name, schema }) => [name, schema]));
}

/** All parameters of the emulated experiment. */
export const emulatorSchema = chainSchema(standardParts);
/** A complete configuration of the experiment, every parameter in base units. */
export type EmulatorConfig = ConfigOf<typeof emulatorSchema>;

/** Every parameter at its nominal value. */
export function nominalConfig(): EmulatorConfig {
  return parseConfig(emulatorSchema, {}, 'nominal configuration');
}
