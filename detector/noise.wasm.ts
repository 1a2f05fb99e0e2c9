// kernel: every noise hit of every event; AssemblyScript
import { log } from './base/elementary.wasm';
import { RandomStream } from './base/random.wasm';

/**
 * Neighbouring channels: the first, the one after the last, how far apart hits are, and the uniform
 * number below which the first hit surely lies behind the last channel.
 */
class ChannelGroup {
  first: f64;
  end: f64;
  step: f64;
  none: f64;
}

/**
 * Draws the hits of an event, a channel and a uniform number in [0, 1) each, and returns how many
 * there are: `level` times as many as the groups say in the mean. With room for less the stream is
 * left as it was.
 */
export function drawNoiseHits(
  stream: usize,
  groups: usize,
  groupCount: i32,
  level: f64,
  channels: usize,
  fractions: usize,
  room: u32,
): u32 {
  const random = changetype<RandomStream>(stream);
  const s0 = random.s0;
  const s1 = random.s1;
  const s2 = random.s2;
  const s3 = random.s3;
  let count: u32 = 0;
  for (let at = 0; at < groupCount; at++) {
    const group = changetype<ChannelGroup>(groups + <usize>at * offsetof<ChannelGroup>());
    const end = group.end;
    const step = group.step / level;
    const draw = random.uniform();
    // With more hits than the group says the first one may lie before.
    if (level <= 1 && draw < group.none) continue;
    let place = group.first - log(draw) * step;
    while (place < end) {
      const channel = i32(place);
      if (count < room) {
        store<i32>(channels + ((<usize>count) << 2), channel);
        store<f64>(fractions + ((<usize>count) << 3), place - f64(channel));
      }
      count++;
      place -= log(random.uniform()) * step;
    }
  }
  if (count > room) {
    random.s0 = s0;
    random.s1 = s1;
    random.s2 = s2;
    random.s3 = s3;
  }
  return count;
}
