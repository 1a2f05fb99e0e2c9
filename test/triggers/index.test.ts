import { describe, expect, expectTypeOf, it } from 'vitest';
import type { DetectorHits } from '../../detector/index.js';
import { bitPlugins, triggerStages } from '../../triggers/index.js';
import type { TriggerObjects } from '../../triggers/objects.js';
import {
  type BitPlugin,
  bitPlugin,
  triggerStage,
  type TriggerStage,
} from '../../triggers/plugins.js';

const names = triggerStages.map(({ name }) => name);

describe('the lists of the trigger', () => {
  it('name each stage once, and a stage reads objects of earlier stages only', () => {
    expect(new Set(names).size).toBe(names.length);
    triggerStages.forEach(({ name, uses }, place) => {
      for (const used of uses) expect(names.slice(0, place), name).toContain(used);
    });
  });

  it('let every stage read hits or objects, and every plugin read stages that exist', () => {
    for (const { reads, uses } of triggerStages)
      expect(reads.length + uses.length).toBeGreaterThan(0);
    for (const { name, reads } of bitPlugins) {
      expect(reads.length, name).toBeGreaterThan(0);
      for (const read of reads) expect(names, name).toContain(read);
    }
  });

  it('drive each input slot from one plugin', () => {
    const driven = bitPlugins.flatMap(({ drives }) => drives as readonly string[]);
    expect(driven.toSorted()).toEqual([...new Set(driven)].toSorted());
  });
});

describe('what a stage or plugin does not declare', () => {
  it('is not there for it to read', () => {
    const stage = triggerStage({
      name: 'grl',
      schema: {},
      reads: ['klm'],
      uses: ['cdc'],
      build: () => (batch, before) => {
        expectTypeOf<keyof typeof batch.hits>().toEqualTypeOf<'klm'>();
        expectTypeOf<keyof typeof before>().toEqualTypeOf<'cdc'>();
        return {} as TriggerObjects['grl'];
      },
    });
    type Reads = Pick<DetectorHits, 'klm'>;
    type Uses = Pick<TriggerObjects, 'cdc'>;
    expectTypeOf(stage).toExtend<
      TriggerStage<'grl', Record<never, never>, Reads, Uses, TriggerObjects['grl']>
    >();
    triggerStage({
      name: 'grl',
      schema: {},
      reads: [],
      uses: [],
      build: () => (batch, before) => {
        expectTypeOf<keyof typeof batch.hits>().toEqualTypeOf<never>();
        expectTypeOf<keyof typeof before>().toEqualTypeOf<never>();
        return {} as TriggerObjects['grl'];
      },
    });
    const plugin = bitPlugin({
      name: 'mine',
      schema: {},
      reads: ['top', 'cdc'],
      drives: ['plsin'],
      build: () => (objects) => {
        expectTypeOf<keyof typeof objects>().toEqualTypeOf<'top' | 'cdc'>();
      },
    });
    expectTypeOf(plugin).toExtend<BitPlugin<'top' | 'cdc', 'mine'>>();
  });
});
