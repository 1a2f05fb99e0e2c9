import type { ChannelField, Channels } from './channels.js';

/** Numbers from and to, both included. */
export type Range = readonly [from: number, to: number];

/** Ranges by field; a channel is meant when every field named has its number. */
export type Selection = Readonly<Record<string, readonly Range[]>>;

/** What the channels may be chosen by. */
export const fieldsOf = ({ count, fields }: Channels): Channels['fields'] => ({
  ...fields,
  channel: { min: 0, max: count - 1, of: (channel) => channel },
});

/** A field that is named, with the numbers that are meant. */
interface Condition extends ChannelField {
  readonly block: number;
  readonly ranges: readonly Range[];
}

/** Calls for each channel that is meant. */
export function forChannels(
  channels: Channels,
  select: Selection,
  mark: (channel: number) => void,
): void {
  const { count, exists } = channels;
  const conditions: readonly Condition[] = Object.entries(fieldsOf(channels)).flatMap(
    ([name, field]) =>
      Object.hasOwn(select, name) ? [{ block: 1, ...field, ranges: select[name] }] : [],
  );
  for (let channel = 0; channel < count; ) {
    const skipped = skippedFrom(channel, conditions);
    if (skipped === 0 && exists?.(channel) !== false) mark(channel);
    channel += Math.max(1, skipped);
  }
}

/**
 * How many channels from one on are not meant, as far as one field tells; 0 when this one is.
 * Fields of blocks leave blocks out as a whole: a detector may have millions of channels.
 */
function skippedFrom(channel: number, conditions: readonly Condition[]): number {
  for (const { of, block, ranges } of conditions)
    if (!isIn(of(channel), ranges)) return block - (channel % block);
  return 0;
}

function isIn(number: number, ranges: readonly Range[]): boolean {
  for (const [from, to] of ranges) if (number >= from && number <= to) return true;
  return false;
}
