import { purpose } from '../base/random.js';
import type { PartLevels } from '../diffuse-levels.js';
import type { Addresses, RunContext } from '../event.js';
import type { Noise } from '../noise.js';
import type { DepositTable } from '../overlay.js';
import type { AnyMasking } from './channels.js';
import type { MaskEntries } from './entries.js';
import { channelLevels, hotGroups } from './levels.js';
import { ChannelDraws, loseRows, type RowTable } from './loss.js';

/** Name of the hits of hot channels among the origins of deposit lists. */
export const hotOrigin = 'hot channels';

/** What a mask does to a subdetector. */
interface Imperfection {
  /** Hits that channels make by themselves, if any do. */
  readonly hot: Noise<DepositTable> | undefined;
  /** Hits of deposits as far as channels work. */
  readonly digitize: Digitize;
}

type Digitize = (
  lists: readonly DepositTable[],
  addresses: Addresses,
  levels?: PartLevels,
) => unknown;

/** The front end of a subdetector. */
interface Front {
  readonly config: unknown;
  readonly context: RunContext;
  readonly read: Digitize;
}

/** What a mask does to a subdetector that digitizes by `read`; undefined when it has none. */
export function imperfection(
  masking: AnyMasking | undefined,
  entries: MaskEntries | undefined,
  { config, context, read }: Front,
): Imperfection | undefined {
  if (masking === undefined || entries === undefined || entries === 'none') return undefined;
  const { channels, loses, hotWindow, hotHits } = masking;
  const { efficiency, rate } = channelLevels(channels, entries);
  const groups = hotGroups(rate, hotWindow(config as never));
  const hot = hotHits(config as never, context, groups, purpose.hotChannels);
  const draws = new ChannelDraws(efficiency, context, channels.number, loses.what === 'events');
  const lose = <T extends RowTable>(tables: readonly T[], addresses: Addresses): readonly T[] =>
    loseRows(
      tables.map((table) => ({ table, channelOf: loses.channelOf(table as never) })),
      draws,
      addresses,
    );
  return {
    hot: hot && ((addresses) => hot({ ...addresses, source: channels.number })),
    digitize:
      loses.what === 'hits'
        ? (lists, addresses, levels) =>
            lose([read(lists, addresses, levels) as RowTable], addresses)[0]
        : (lists, addresses, levels) => read(lose(lists, addresses), addresses, levels),
  };
}
