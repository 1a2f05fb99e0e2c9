import type { NamedColumns, Numbers } from './twin.js';

const padded = (length: number): number => 8 * Math.ceil(length / 8);

/** NumPy-like name of the type of an array's numbers: `f8`, `i2`, `u1`. */
function typeName(values: Numbers): string {
  const kind = values.constructor.name.charAt(0).toLowerCase();
  return `${kind}${values.BYTES_PER_ELEMENT}`;
}

/**
 * Columns as a twin reads them: a line that says what this is, a line for each column with its
 * name, type and length, an empty line; then the columns, lowest byte first. All begin at a
 * multiple of 8 bytes.
 */
export function twinInput(columns: NamedColumns): Buffer {
  const lines = Object.entries(columns).map(
    ([name, values]) => `${name} ${typeName(values)} ${values.length}\n`,
  );
  const header = Buffer.from(`b2l1 twin\n${lines.join('')}\n`);
  const parts = [
    header,
    ...Object.values(columns).map((values) =>
      Buffer.from(values.buffer, values.byteOffset, values.byteLength),
    ),
  ];
  return Buffer.concat(
    parts.flatMap((part) => [part, Buffer.alloc(padded(part.length) - part.length)]),
  );
}
