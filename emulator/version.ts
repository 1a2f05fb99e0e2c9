import { readFileSync } from 'node:fs';

/** Version of this package, as in its package.json. */
export const version: string = (
  JSON.parse(readFileSync(new URL(import.meta.resolve('belle2-l1/package.json')), 'utf8')) as {
    readonly version: string;
  }
).version;
