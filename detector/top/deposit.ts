// kernel: every arc of every charged particle
import { TableBuilder } from '../base/columns.js';
import { purpose, RandomStream } from '../base/random.js';
import { type Addresses, type RunContext, seedAt } from '../event.js';
import type { Particles } from '../particles.js';
import type { Arcs } from '../propagation/arcs.js';
import { Crossing } from './crossing.js';
import { type TopDeposits, topDepositSchema } from './hits.js';
import { BarLight } from './light.js';
import type { TopConfig } from './schema.js';

/** Photons detected of charged particles that cross a bar outward. */
export function depositTop(config: TopConfig, context: RunContext) {
  const random = new RandomStream();
  const builder = new TableBuilder(topDepositSchema, 16384);
  const light = new BarLight(config, random);
  const crossing = new Crossing(context.particles);
  return (particles: Particles, addresses: Addresses, arcs: Arcs): TopDeposits => {
    const events = arcs.offsets.length - 1;
    for (let event = 0; event < events; event++) {
      let seeded = false;
      const lastArc = arcs.offsets[event + 1];
      for (let arc = arcs.offsets[event]; arc < lastArc; arc++) {
        if (!crossing.find(arcs, arc, particles.pdg[particles.offsets[event] + arcs.particle[arc]]))
          continue;
        if (!seeded) seedAt(random, context, addresses, event, purpose.topDeposit);
        seeded = true;
        light.shine(crossing);
        append(builder, light, crossing.module, arcs.particle[arc]);
      }
      builder.endEvent();
    }
    return builder.take();
  };
}

function append(
  builder: TableBuilder<typeof topDepositSchema>,
  light: BarLight,
  module: number,
  particle: number,
): void {
  const { count } = light;
  builder.reserve(count);
  const { columns, rowCount } = builder;
  for (let photon = 0; photon < count; photon++) {
    columns.module[rowCount + photon] = module;
    columns.pmt[rowCount + photon] = light.pmt[photon];
    columns.time[rowCount + photon] = light.time[photon];
    columns.particle[rowCount + photon] = particle;
  }
  builder.rowCount += count;
}
