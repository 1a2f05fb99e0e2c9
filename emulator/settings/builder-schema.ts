import { choice, type ConfigOf, quantity } from '../../detector/base/config.js';
import { ms } from '../../detector/base/units.js';
import type { ReadOutSubdetector } from '../../detector/event-sizes.js';

/** How often something is done to the fragments of a subdetector, for tests. */
const faultsOf = (name: ReadOutSubdetector) => {
  const share = (what: string) =>
    quantity(0, '', `Share of the fragments of ${name} that ${what}`, { min: 0, max: 1 });
  return {
    missing: share('never come'),
    late: share('come when the event builder no longer waits for them'),
    corrupt: share('have a flipped bit, or the number or the tick of another event, in turn'),
  };
};

/** Parameters of the event builder. */
export const builderSchema = {
  onError: choice(
    'flag',
    ['flag', 'stop'],
    'An event with a missing, late or corrupt fragment is recorded with a mark, or the run fails',
  ),
  timeout: quantity(
    100 * ms,
    'ms',
    'How long after its trigger a fragment is waited for (assumed)',
    {
      min: 0,
    },
  ),
  faults: {
    pxd: faultsOf('pxd'),
    svd: faultsOf('svd'),
    cdc: faultsOf('cdc'),
    top: faultsOf('top'),
    arich: faultsOf('arich'),
    ecl: faultsOf('ecl'),
    klm: faultsOf('klm'),
  } satisfies Record<ReadOutSubdetector, unknown>,
};

/** Parameters of the event builder, complete. */
export interface BuilderConfig extends ConfigOf<typeof builderSchema> {}
