import { readFileSync } from 'node:fs';

/** A place in a bundle, as it stands in a stack: address of the file, line, column. */
const bundledPlace = /(file:\S*\/dist\/bundle\/[\w-]+\.js):(\d+):\d+/g;
/** What the bundler writes above each module. */
const moduleHead = /^\/\/ (?:dist\/)?(\S+\.js)$/;

/**
 * A stack in which each place in a bundle has the module before it that it was made of:
 * `emulator/chain/chain.js in file:///…/dist/bundle/worker.js:24311:9`.
 * @see D-248
 */
export function withSourceNames(stack: string): string {
  return stack.replaceAll(bundledPlace, (place, file: string, line: string) => {
    const source = moduleAt(file, Number(line));
    return source === undefined ? place : `${source} in ${place}`;
  });
}

/** The module that a line of a bundle belongs to. */
function moduleAt(file: string, line: number): string | undefined {
  let text: string;
  try {
    text = readFileSync(new URL(file), 'utf8');
  } catch {
    // Whatever has become of the bundle: the stack is worth showing as it is.
    return undefined;
  }
  const head = text
    .split('\n')
    .slice(0, line)
    .findLast((row) => moduleHead.test(row));
  return head === undefined ? undefined : moduleHead.exec(head)![1];
}
