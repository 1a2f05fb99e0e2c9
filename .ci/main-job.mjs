// The main job for some seconds: the daemon starts, is ready, is scraped, and ends by itself.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const daemon = spawn(
  process.execPath,
  ['dist/bundle/b2l1.js', 'run', '--duration', '30s', '--port', '0'],
  {
    stdio: ['ignore', 'pipe', 'pipe'],
  },
);
const exited = once(daemon, 'exit');
const giveUp = setTimeout(() => daemon.kill('SIGKILL'), 60_000);

/** Echoes what the daemon says; resolves with the address it announces. */
const announced = new Promise((resolve, reject) => {
  for (const stream of [daemon.stdout, daemon.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      console.log(`  ${line.replace(/#\S+/, '#…')}`);
      const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
      if (origin) resolve(origin[0]);
    });
  }
  daemon.on('exit', (code) =>
    reject(new Error(`the daemon ended with ${code} before it named its address`)),
  );
});

/** The body at `url`, asked again until it is answered with 200. */
async function get(url) {
  for (;;) {
    const response = await fetch(url);
    if (response.ok) return response.text();
    if (daemon.exitCode !== null) throw new Error(`${url} answered ${response.status} to the end`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

try {
  const origin = await announced;
  await get(`${origin}/readyz`);
  const metrics = await get(`${origin}/metrics`);
  if (!/^b2l1_\w+/m.test(metrics)) throw new Error('/metrics holds no sample of b2l1');
  const [code, signal] = await exited;
  if (code !== 0) throw new Error(`the daemon ended with ${code ?? signal}`);
  console.log('main job: ready, scraped, ended by itself');
} catch (error) {
  console.error(`main job: ${error.message}`);
  process.exitCode = 1;
  daemon.kill();
} finally {
  clearTimeout(giveUp);
}
