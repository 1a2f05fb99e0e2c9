import { readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { ConfigOf } from '../../../detector/base/config.js';
import type { CdcConfig, cdcSchema } from '../../../detector/cdc/schema.js';
import type { EclConfig, eclSchema } from '../../../detector/ecl/schema.js';
import type { EclBitsConfig } from '../../../triggers/bits/ecl.js';
import type { NetworkSet } from '../../../triggers/cdc/network-set.js';
import type { NeuroConfig } from '../../../triggers/cdc/neuro.js';
import type { EclTriggerConfig } from '../../../triggers/ecl/ecl-trigger.js';
import type { DecideConfig } from '../../../triggers/gdl/decide.js';
import type { GrlConfig } from '../../../triggers/grl/grl.js';
import type { KlmMatchingConfig } from '../../../triggers/grl/klm-matching.js';
import type { KlmTriggerConfig } from '../../../triggers/klm/klm-trigger.js';
import type { SinglePhotonConfig } from '../../../triggers/lines/single-photon.js';
import type { TopMatchingConfig } from '../../../triggers/top/cdc-matching.js';
import type { TopTriggerConfig } from '../../../triggers/top/top-trigger.js';
import type { EmulatorConfig } from '../../../emulator/chain/parts.js';

const root = new URL('../../../', import.meta.url);

describe('the configuration of the experiment', () => {
  it('has the values that the parts declare, each of its own type', () => {
    expectTypeOf<EmulatorConfig['cdc']>().toEqualTypeOf<ConfigOf<typeof cdcSchema>>();
    expectTypeOf<EmulatorConfig['ecl']>().toEqualTypeOf<ConfigOf<typeof eclSchema>>();
    expectTypeOf<EmulatorConfig['ecl']['geometry']>().toEqualTypeOf<'offset' | 'projective'>();
    expectTypeOf<EmulatorConfig['klm']['clusters']>().toEqualTypeOf<boolean>();
    expectTypeOf<EmulatorConfig['beams']['spot']['sigmaZ']>().toEqualTypeOf<number>();
    expectTypeOf<EmulatorConfig['pxd']['occupancy']['layer1']>().toEqualTypeOf<number>();
    expectTypeOf<EmulatorConfig['triggers']['neuro']['networks']>().toEqualTypeOf<
      'standard' | NetworkSet
    >();
    expectTypeOf<EmulatorConfig['triggers']['cdc']['method']>().toEqualTypeOf<
      'hough2d' | 'hough3d'
    >();
    expectTypeOf<EmulatorConfig['bits']['nn-single-track']['singleMomentum']>().toBeNumber();
    expectTypeOf<keyof EmulatorConfig['bits']['klm']>().toBeNever();
  });

  it('calls the configuration of each part by its name', () => {
    expectTypeOf<EmulatorConfig['cdc']>().toExtend<CdcConfig>();
    expectTypeOf<EmulatorConfig['ecl']>().toExtend<EclConfig>();
    expectTypeOf<EmulatorConfig['triggers']['neuro']>().toExtend<NeuroConfig>();
    expectTypeOf<EmulatorConfig['triggers']['ecl']>().toExtend<EclTriggerConfig>();
    expectTypeOf<EmulatorConfig['triggers']['grl']>().toExtend<GrlConfig>();
    expectTypeOf<EmulatorConfig['triggers']['klm']>().toExtend<KlmTriggerConfig>();
    expectTypeOf<EmulatorConfig['triggers']['klmMatches']>().toExtend<KlmMatchingConfig>();
    expectTypeOf<EmulatorConfig['triggers']['top']>().toExtend<TopTriggerConfig>();
    expectTypeOf<EmulatorConfig['triggers']['topMatches']>().toExtend<TopMatchingConfig>();
    expectTypeOf<EmulatorConfig['bits']['ecl']>().toExtend<EclBitsConfig>();
    expectTypeOf<EmulatorConfig['bits']['single-photon']>().toExtend<SinglePhotonConfig>();
    expectTypeOf<EmulatorConfig['gdl']>().toExtend<DecideConfig>();
  });

  it('is declared in a page: no parameter is spelled out', () => {
    const declaration = readFileSync(new URL('dist/emulator/chain/parts.d.ts', root), 'utf8');
    expect(declaration.split('\n').length).toBeLessThan(100);
    expect(declaration).not.toContain('Parameter<');
  });
});
