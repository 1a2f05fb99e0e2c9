import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { encode } from '@msgpack/msgpack';
import { stringify } from 'yaml';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmulatorError } from '../../detector/base/errors.js';
import { openRecording } from '../../emulator/daq/recording.js';
import { machineEpochs } from '../../emulator/settings/machine-changes.js';
import { loadMenu } from '../../emulator/settings/menu-source.js';
import { makeAccess } from '../../monitor/access.js';
import { readCommand } from '../../monitor/commands.js';
import type { RunSnapshot } from '../../monitor/ports.js';
import { compileMenu } from '../../triggers/gdl/menu.js';
import { eclMenu } from '../../triggers/menus/ecl.js';
import {
  collect,
  someEnd,
  syntheticBatch,
  syntheticRecorder,
  temporaryDirectory,
} from '../emulator/daq/support.js';
import { until } from '../monitor/support.js';
import { type Daemon, startDaemon } from '../support/command.js';
import { fiveEvents } from '../support/event-files/events.js';
import { readAll, scratchFiles } from '../support/event-files/read.js';
import { hepevtText, hepmc2Text, hepmc3Text, lheText } from '../support/event-files/texts.js';
import { makeDice, mutate, Tally } from '../support/hostile.js';

/** Longest that one input may take [ms]. */
const limit = 1000;
const tally = new Tally();
const scratch = temporaryDirectory();
const write = scratchFiles();

/** Hands changed inputs over; what is wrong with one must be said in an EmulatorError. */
async function feed(
  kind: string,
  { count, seeds }: { readonly count: number; readonly seeds: readonly (string | Uint8Array)[] },
  take: (input: Buffer) => unknown,
): Promise<void> {
  const dice = makeDice(count);
  const originals = seeds.map((seed) => Buffer.from(seed as Uint8Array));
  for (let n = 0; n < count; n++) {
    const input = mutate(dice.pick(originals), dice);
    // Of the processor: a busy host is slow, not hung.
    const began = process.cpuUsage();
    try {
      await take(input);
    } catch (error) {
      if (!(error instanceof EmulatorError))
        throw new Error(`${kind} ${JSON.stringify(input.toString('latin1'))}`, { cause: error });
    }
    const { user, system } = process.cpuUsage(began);
    tally.note(kind, (user + system) / 1000);
  }
}

describe('hostile files', () => {
  it('are recordings that are read or refused', async () => {
    const directory = join(scratch, 'recording');
    const recorder = syntheticRecorder(directory);
    await recorder.open();
    for (const slice of [0, 1, 2]) recorder.write(syntheticBatch(slice, 0, 6));
    await recorder.close(someEnd);
    const whole = readFileSync(join(directory, 'segment-000000.b2l1'));
    await feed('recordings', { count: 5000, seeds: [whole] }, async (input) => {
      const path = write('segment-000000.b2l1', input);
      const items = await collect((await openRecording(path)).items());
      expect(items.length).toBeLessThan(200);
    });
  });

  it('are event files that are read or refused', async () => {
    const seeds = [lheText, hepmc3Text, hepmc2Text, hepevtText].map((text) => text(fiveEvents));
    await feed('event files', { count: 8000, seeds }, async (input) => {
      const path = write('events.dat', input);
      await readAll(path, { frame: 'lab', vertex: 'auto', batchSize: 2, strict: false });
    });
  });

  it('are menus and changes that are taken whole or refused', async () => {
    const few = { ...eclMenu, lines: eclMenu.lines.slice(0, 4) };
    const change = 'extends: ecl\nprescales: {lml1: 2}\n';
    await feed('menus', { count: 5000, seeds: [stringify(few), change] }, (input) =>
      compileMenu(loadMenu(write('menu.yaml', input))),
    );
    const changes = '- {slice: 20, set: {ler.current: 0.5 A}}\n- {slice: 40, set: {scale: 2}}\n';
    await feed('changes', { count: 2000, seeds: [changes] }, (input) =>
      machineEpochs('2022-peak', [], write('changes.yaml', input)),
    );
  });

  it('are tokens that open nothing else', async () => {
    await feed('tokens at start', { count: 10_000, seeds: ['a-token.of~mine/0123='] }, (input) => {
      const text = input.toString('latin1');
      const { token } = makeAccess('127.0.0.1', text);
      expect(token).toBe(text);
    });
  });
});

describe('hostile bodies', () => {
  const commands = [
    '{"kind": "stop"}',
    '{"kind": "start", "machine": "2022-peak", "machineSet": {"ler.current": "0.5 A"}}',
    '{"kind": "prescales", "prescales": {"lml6": 2}, "fromSlice": 100}',
    '{"kind": "menu", "name": "ecl"}',
    '{"kind": "machine", "set": {"ler.current": "0.5 A"}}',
  ];
  it('are commands that are read whole or named as wrong', async () => {
    await feed('commands by themselves', { count: 20_000, seeds: commands }, (input) => {
      const read = readCommand(input);
      if ('problem' in read) expect(read.problem.length).toBeGreaterThan(10);
      else expect(JSON.parse(input.toString())).toMatchObject(read.command);
    });
  });
});

describe('a daemon under hostile inputs', () => {
  let daemon: Daemon;
  let before: RunSnapshot;
  const snapshot = async (): Promise<RunSnapshot> =>
    (await (await fetch(`${daemon.origin}/api/snapshot`)).json()) as RunSnapshot;
  /** What no stranger may change. */
  const stateOf = ({ run, lines, machine }: RunSnapshot) => ({
    run: [run.id, run.state, run.menu, run.conditions, run.seed, run.source, run.pace],
    prescales: lines.map(({ name, prescale }) => [name, prescale]),
    epoch: machine?.epoch,
  });
  const isHealthy = async (kind: string, count: number): Promise<void> => {
    const began = performance.now();
    expect((await fetch(`${daemon.origin}/healthz`)).status).toBe(200);
    tally.note(kind, performance.now() - began, count);
  };

  beforeAll(async () => {
    daemon = await startDaemon('--workers', '1', '--no-probes');
    const isReady = async () => (await fetch(`${daemon.origin}/readyz`)).status === 200;
    await until(isReady, 'the first slice', 90_000);
    before = await snapshot();
  });
  afterAll(async () => {
    const { code, stderr } = await daemon.stop();
    expect(code, stderr).toBe(0);
  });

  /** Many at a time. */
  async function inParallel(count: number, lanes: number, one: (n: number) => Promise<unknown>) {
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < count) await one(next++);
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  /** Bytes on a connection of their own, until the other side has said something or ended it. */
  async function sayRaw(bytes: Uint8Array, ends: boolean): Promise<string> {
    const socket = connect(daemon.port, '127.0.0.1');
    const said = Promise.race([once(socket, 'data'), once(socket, 'close')]).catch(() => []);
    if (ends) socket.end(bytes);
    else socket.write(bytes);
    const [answer] = (await said) as [unknown];
    socket.destroy();
    return String(answer);
  }

  it('answers heads that are no HTTP, and goes on', async () => {
    const dice = makeDice(1);
    const host = `Host: 127.0.0.1:${daemon.port}`;
    const heads = [
      `GET /metrics HTTP/1.1\r\n${host}\r\n\r\n`,
      `GET /api/history?from=-10&columns=l1,events HTTP/1.1\r\n${host}\r\n\r\n`,
      `GET /api/event?address=1:0:0 HTTP/1.0\r\n${host}\r\n\r\n`,
      `POST /api/command HTTP/1.1\r\n${host}\r\nContent-Type: application/json\r\n` +
        'Authorization: Bearer wrong-token\r\nContent-Length: 16\r\n\r\n{"kind": "stop"}',
      `GET /ws HTTP/1.1\r\n${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    ].map((head) => Buffer.from(head));
    for (let round = 0; round < 10; round++) {
      await inParallel(500, 16, () => sayRaw(mutate(dice.pick(heads), dice), true));
      await isHealthy('heads of requests', 500);
    }
  });

  it('refuses commands that are none, and wrong tokens', async () => {
    const dice = makeDice(2);
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    const bodies = [
      '{"kind": "stop"}',
      '{"kind": "start", "machine": "2022-peak", "machineSet": {"ler.current": "0.5 A"}}',
      '{"kind": "prescales", "prescales": {"lml6": 2}, "fromSlice": 100}',
      '{"kind": "menu", "name": "ecl"}',
      '{"kind": "machine", "set": {"ler.current": "0.5 A"}}',
    ].map((body) => Buffer.from(body));
    const post = (body: Buffer, token: string): Promise<number> =>
      new Promise((done) => {
        const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
        const asked = request(
          { port: daemon.port, host: '127.0.0.1', path: '/api/command', method: 'POST', agent },
          (response) => {
            response.resume().on('end', () => done(response.statusCode ?? 0));
          },
        );
        for (const [name, value] of Object.entries(headers)) asked.setHeader(name, value);
        asked.on('error', () => done(0));
        asked.end(body);
      });
    const answers = new Map<number, number>();
    // An address that asks more than a thousand times a second loses its connections.
    await setTimeout(1000);
    for (let round = 0; round < 10; round++) {
      const paced = setTimeout(600);
      await inParallel(500, 8, async (n) => {
        const body = mutate(dice.pick(bodies), dice);
        const isRight = n % 2 === 0;
        // With the right token a command that can be read would be obeyed, rightly.
        if (isRight && 'command' in readCommand(body)) return;
        const token = isRight
          ? daemon.token
          : `${daemon.token.slice(0, -1)}${dice.pick(['', '!'])}`;
        const status = await post(body, token);
        answers.set(status, (answers.get(status) ?? 0) + 1);
        if (status !== 0) expect(status).toBe(isRight ? 400 : 401);
      });
      await paced;
      await isHealthy('commands, with the right token and wrong ones', 500);
    }
    agent.destroy();
    expect(new Set(answers.keys())).toEqual(new Set([400, 401]));
  });

  /** A client that says so much, then goes; one that is sent away has said enough. */
  async function clientSays(protocol: string, messages: readonly (string | Buffer)[]) {
    const socket = new WebSocket(`ws://127.0.0.1:${daemon.port}/ws`, protocol);
    const closed = new Promise((done) => socket.on('close', done).on('error', done));
    await Promise.race([once(socket, 'open'), closed]);
    for (const message of messages) if (socket.readyState === socket.OPEN) socket.send(message);
    socket.close();
    await closed;
    socket.terminate();
  }

  it('complains of messages that it cannot read', async () => {
    const dice = makeDice(3);
    const said = [
      { subscribe: ['run', 'rates'], everyMs: 100 },
      { unsubscribe: ['run'] },
      { subscribe: ['events', 'history', 'metrics', 'messages', 'daq'], everyMs: 60_000 },
    ];
    const plain = said.map((message) => Buffer.from(JSON.stringify(message)));
    const packed = said.map((message) => Buffer.from(encode(message)));
    // Fewer than a client may send at once.
    const perClient = 90;
    for (let round = 0; round < 25; round++) {
      await inParallel(20, 8, async (n) => {
        const isPlain = n % 2 === 0;
        const messages = Array.from({ length: perClient }, () => {
          const message = mutate(dice.pick(isPlain ? plain : packed), dice);
          return isPlain ? message.toString() : message;
        });
        await clientSays(isPlain ? 'b2l1.v1.json' : 'b2l1.v1.msgpack', messages);
      });
      await isHealthy('messages of clients', 20 * perClient);
    }
  });

  it('ends connections whose frames are none', async () => {
    const dice = makeDice(4);
    const handshake =
      `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${daemon.port}\r\nUpgrade: websocket\r\n` +
      'Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
    const text = Buffer.from('{"subscribe": ["run"]}');
    const frame = Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), text]);
    for (let round = 0; round < 4; round++) {
      await inParallel(500, 16, () =>
        sayRaw(Buffer.concat([Buffer.from(handshake), mutate(frame, dice)]), true),
      );
      await isHealthy('frames of the feed', 500);
    }
  });

  it('is in the state that it was in', async () => {
    const now = await snapshot();
    expect(stateOf(now)).toEqual(stateOf(before));
    expect(now.run.emulatedSeconds).toBeGreaterThan(before.run.emulatedSeconds);
    console.log(`hostile inputs:\n${tally.text()}`);
    expect(tally.total).toBeGreaterThanOrEqual(100_000);
    expect(tally.longest).toBeLessThan(limit);
  });
});
