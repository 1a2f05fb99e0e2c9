// kernel: every noise hit of every event; AssemblyScript
import { DepositTable } from './photon-table.wasm';

/**
 * Writes hits of noise behind the rows of a table that has room for them; photodetectors are
 * channels, so many a module. Times are those of a window, by the fraction of it that has passed;
 * none is of a particle.
 */
export function writeTopNoise(
  channels: usize,
  fractions: usize,
  count: u32,
  table: usize,
  pmtsOfModule: u32,
  windowStart: f64,
  windowLength: f64,
  noParticle: u32,
): void {
  const photons = changetype<DepositTable>(table);
  const row = <usize>photons.count;
  const modules = photons.module + row;
  const pmts = photons.pmt + row;
  const times = photons.time + (row << 2);
  const particles = photons.particle + (row << 1);
  for (let hit: usize = 0; hit < <usize>count; hit++) {
    const channel = load<u32>(channels + (hit << 2));
    const module = channel / pmtsOfModule;
    store<u8>(modules + hit, module);
    store<u8>(pmts + hit, channel - module * pmtsOfModule);
    const fraction = load<f64>(fractions + (hit << 3));
    store<f32>(times + (hit << 2), f32(windowStart + fraction * windowLength));
    store<u16>(particles + (hit << 1), noParticle);
  }
}
