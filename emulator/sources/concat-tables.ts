import { ParticleBuilder, type Particles } from '../../detector/particles.js';

/** Tables of particles as one, a table's events after those of the table before. */
export function concatTables(tables: readonly Particles[]): Particles {
  const empty = new ParticleBuilder(1).take();
  const events = tables.reduce((sum, { offsets }) => sum + offsets.length - 1, 0);
  const offsets = new Uint32Array(events + 1);
  let [event, row] = [0, 0];
  for (const table of tables) {
    const { length } = table.offsets;
    for (let own = 1; own < length; own++) offsets[++event] = row + table.offsets[own]!;
    row += table.offsets[length - 1]!;
  }
  const columns = Object.entries(empty)
    .filter(([name]) => name !== 'offsets')
    .map(([name, column]) => {
      const Column = column.constructor as new (length: number) => typeof column;
      const joined = new Column(row);
      let at = 0;
      for (const table of tables) {
        const own = table[name as keyof Particles];
        joined.set(own as never, at);
        at += own.length;
      }
      return [name, joined] as const;
    });
  return { ...Object.fromEntries(columns), offsets } as unknown as Particles;
}
