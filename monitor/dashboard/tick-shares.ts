import type { DaqData } from './messages.js';

type Group = NonNullable<DaqData['states']>[number]['group'];

/** Share of the run's ticks that some groups have; undefined where no ticks are counted. */
export function shareOfRun(daq: DaqData | undefined, groups: readonly Group[]): number | undefined {
  const ticks = daq?.ticks ?? 0;
  if (!daq?.states || ticks === 0) return undefined;
  const own = daq.states.filter(({ group }) => groups.includes(group));
  return own.reduce((sum, state) => sum + (state.ticks ?? 0), 0) / ticks;
}
