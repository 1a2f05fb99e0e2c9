// Makes the tables that follow from constants of the code and from the standard configuration:
// those that a chain asks for by `standingTable` until it has decided upon its first events.
import { createHash } from 'node:crypto';

const library = new URL('../../dist/emulator/library.js', import.meta.url);
const standingTable = new URL('../../dist/detector/base/standing-table.js', import.meta.url);
const sources = new URL('../../dist/emulator/sources/collision-classes.js', import.meta.url);
const detector = new URL('../../dist/detector/beams.js', import.meta.url);

/**
 * Runs the standard chain over a few events: single photons, tracks that leave something in every
 * subdetector, and all that a machine collides.
 */
async function decide() {
  const { allBits, emulatorConfig, ftdl, hits$, objects, physicsMenu } = await import(library);
  const { collisionClasses } = await import(sources);
  const { beams } = await import(detector);
  const conditions = emulatorConfig({});
  const samples = [
    { generator: 'gun', config: { pdg: 22 } },
    { generator: 'prongs', config: { particles: '13 -13 11 -11 211 -211' } },
    ...collisionClasses(beams(conditions.beams)).classes,
  ];
  for (const { generator, config } of samples)
    await hits$({ generator, config, events: 4, seed: 1, conditions })
      .pipe(objects(), allBits(conditions), ftdl(physicsMenu))
      .forEach(() => undefined);
}

const aligned = (bytes) => 8 * Math.ceil(bytes / 8);

/** Where each column of the tables lies among bytes, and the bytes. */
async function packed() {
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
  return { columns, bytes: Buffer.concat(parts) };
}

/**
 * A module that says where each column lies, and reads the file of the bytes: to parse them as
 * text would take each thread 4 ms. A page, and whoever has the module without the file, gets none.
 */
export const moduleText = (columns, file, size) => `export const shippedTables = {
  columns: ${JSON.stringify(columns)},
  read: () => {
    const { readFileSync } = globalThis.process?.getBuiltinModule?.('node:fs') ?? {};
    const path = new URL('${file}', import.meta.url);
    let bytes;
    try {
      bytes = readFileSync?.(path);
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
    if (bytes !== undefined && bytes.length !== ${size})
      throw new Error(path.pathname + ' has ' + bytes.length + ' bytes in place of ${size}: install or build the package again');
    return bytes;
  },
};
`;

/**
 * The tables as files: the bytes under a name of their own, so that no module meets those of
 * another build, and then the module that reads them.
 */
export async function tableFiles() {
  const { columns, bytes } = await packed();
  const file = `${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}.bin`;
  return [
    [file, bytes],
    ['module.js', moduleText(columns, file, bytes.length)],
  ];
}
