// Makes the tables that follow from constants of the code and from the standard configuration:
// those that a chain asks for by `standingTable` until it has decided upon its first events.

const library = new URL('../../dist/emulator/library.js', import.meta.url);
const standingTable = new URL('../../dist/detector/base/standing-table.js', import.meta.url);

/** Single photons, and tracks that leave something in every subdetector. */
const samples = [
  { generator: 'gun', config: { pdg: 22 } },
  { generator: 'prongs', config: { particles: '13 -13 11 -11 211 -211' } },
];

/** Runs the standard chain over a few events of each sample. */
async function decide() {
  const { allBits, emulatorConfig, ftdl, hits$, objects, physicsMenu } = await import(library);
  const conditions = emulatorConfig({});
  for (const sample of samples)
    await hits$({ ...sample, events: 16, seed: 1, conditions })
      .pipe(objects(), allBits(conditions), ftdl(physicsMenu))
      .forEach(() => undefined);
}

const aligned = (bytes) => 8 * Math.ceil(bytes / 8);

/** The tables as a module: where each column lies among bytes in base64. */
export async function tablesModule() {
  const { tablesMade } = await import(standingTable);
  const tables = [...(await tablesMade(decide))].sort(([a], [b]) => (a < b ? -1 : 1));
  const columns = [];
  const parts = [];
  let end = 0;
  for (const [table, held] of tables) {
    for (const [column, numbers] of Object.entries(held)) {
      const { buffer, byteOffset, byteLength, constructor, length } = numbers;
      columns.push({ table, column, kind: constructor.name, start: end, length });
      const part = Buffer.alloc(aligned(byteLength));
      part.set(new Uint8Array(buffer, byteOffset, byteLength));
      parts.push(part);
      end += part.length;
    }
  }
  return moduleText(columns, Buffer.concat(parts));
}

/** A module of such columns; of none while the tables are made. */
export const moduleText = (columns, bytes) =>
  `export const shippedTables = {\n  columns: ${JSON.stringify(columns)},\n` +
  `  base64:\n    '${bytes.toString('base64')}',\n};\n`;
