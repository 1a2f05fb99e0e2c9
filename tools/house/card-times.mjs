// Processor time of each built-in card: user and system of one `b2l1 study CARD`, all its threads.
// Exits 1 when one takes more than 60 s of two cores. Wall time is told, never held: that is the
// host's.
//   node tools/house/card-times.mjs [--events 20000] [CARD …]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const cli = fileURLToPath(new URL('../../dist/bundle/b2l1.js', import.meta.url));

/** What 60 s of two cores are [s of processor time]. */
export const maxProcessorSeconds = 120;

/** Runs the built command; bash tells the processor time of it and of all that it started. */
export async function timed(args) {
  const began = performance.now();
  const script = 'TIMEFORMAT="processor %U %S"; time "$@"';
  const command = ['-c', script, 'bash', process.execPath, cli, ...args];
  const child = spawn('bash', command, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (piece) => void (stdout += piece));
  child.stderr.setEncoding('utf8').on('data', (piece) => void (stderr += piece));
  const [code] = await once(child, 'close');
  const [, user, system] = /processor ([\d.]+) ([\d.]+)\n$/.exec(stderr);
  return {
    code,
    stdout,
    stderr,
    processorSeconds: Number(user) + Number(system),
    wallSeconds: (performance.now() - began) / 1000,
  };
}

async function main() {
  const { values, positionals } = parseArgs({
    options: { events: { type: 'string', default: '20000' } },
    allowPositionals: true,
  });
  const { cards } = await import('../../dist/emulator/studies/cards/index.js');
  const names = positionals.length > 0 ? positionals : cards.map(({ name }) => name);
  console.log('card'.padEnd(26), 'processor [s]', 'wall [s]', `of ${values.events} events`);
  const failed = [];
  for (const name of names) {
    const asked = ['study', name, '--events', values.events, '--workers', '2', '--json'];
    const { code, stderr, processorSeconds, wallSeconds } = await timed(asked);
    if (code !== 0) console.error(stderr);
    if (code !== 0 || processorSeconds > maxProcessorSeconds) failed.push(name);
    console.log(
      name.padEnd(26),
      processorSeconds.toFixed(1).padStart(13),
      wallSeconds.toFixed(1).padStart(8),
    );
  }
  console.log(
    failed.length === 0
      ? `${names.length} cards, each within ${maxProcessorSeconds} s of processor time`
      : `failed, or above ${maxProcessorSeconds} s of processor time: ${failed.join(', ')}`,
  );
  process.exitCode = failed.length === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
