import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EmulatorError } from '../../../detector/base/errors.js';
import { kHz } from '../../../detector/base/units.js';
import { inputWords, outputWords } from '../../../triggers/batches.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';
import type { HitTree } from '../../../emulator/chain/kept-hits.js';
import type { OverlaidParticles } from '../../../emulator/chain/user-overlay.js';
import { loadOverlay } from '../../../emulator/daq/overlay-file.js';
import { overlaidRecording } from '../../../emulator/daq/overlaid-recording.js';
import type { Recording } from '../../../emulator/daq/recording.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { fiveEvents } from '../../support/event-files/events.js';
import { scratchFiles } from '../../support/event-files/read.js';
import { hepevtText, hepmc3Text, lheText } from '../../support/event-files/texts.js';
import { runs } from '../../support/runs.js';

const write = scratchFiles();
const options = { config: emulatorConfig(), seed: 1 };
const load = (asked: string) => loadOverlay(asked, options);
const particlesOf = async (asked: string) =>
  (await load(asked)).overlay.content as OverlaidParticles;
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: unknown) => (error as EmulatorError).code,
  );

describe('an event file over events', () => {
  const text = hepmc3Text(fiveEvents.map((event) => ({ ...event, weight: 1 })));
  const path = write('five.hepmc3', text);

  it('comes at its rate, with the hash of its bytes', async () => {
    const { overlay, notes } = await load(`${path},rate=20kHz`);
    expect(overlay.name).toBe(`${path},rate=20kHz`);
    expect(overlay.hash).toBe(createHash('sha256').update(text).digest('hex'));
    const { rate, events, particles } = overlay.content as OverlaidParticles;
    expect(rate).toBeCloseTo(20 * kHz, 15);
    expect(events).toBe(5);
    expect(particles.offsets.length).toBe(6);
    expect(particles.px.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(notes[0]).toMatchObject({ code: 'OVERLAY_LAID', count: 5 });
    expect(notes[0]!.message).toContain('at 20 kHz');
  });

  it('is in the laboratory unless it is said to be elsewhere', async () => {
    const lab = await particlesOf(`${path},rate=1kHz`);
    const cms = await particlesOf(`${path},rate=1kHz,frame=cms`);
    expect(lab.particles.pz).not.toEqual(cms.particles.pz);
  });

  it('decays what is short-lived in it, unless the run does not', async () => {
    const taus = write('taus.hepevt', '1\n0 3 4 5.306346 1.77686 15\n');
    const kinds = async (decay: boolean) => {
      const { overlay } = await loadOverlay(`${taus},rate=1kHz`, { ...options, decay });
      return [...(overlay.content as OverlaidParticles).particles.pdg];
    };
    expect(await kinds(false)).toEqual([15]);
    expect((await kinds(true)).length).toBeGreaterThan(2);
  });

  it('has sums of weights where these differ, and refuses negative ones', async () => {
    const [first, second] = fiveEvents;
    const weighted = (weights: readonly [number, number]) =>
      write(
        `weights-${weights.join('_')}.lhe`,
        lheText([
          { ...first!, weight: weights[0] },
          { ...second!, weight: weights[1] },
        ]),
      );
    expect((await particlesOf(`${weighted([2, 2])},rate=1kHz`)).sums).toBeUndefined();
    const { sums } = await particlesOf(`${weighted([2, 6])},rate=1kHz`);
    expect(sums![1]! / sums![0]!).toBeCloseTo(4, 12);
    const negative = `${weighted([1, -1])},rate=1kHz`;
    await expect(load(negative)).rejects.toThrow('event 2 has the weight -1');
    expect(await codeOf(load(negative))).toBe('OVERLAY_WEIGHTS');
  });

  it('is refused without a rate, with lines, and from standard input', async () => {
    expect(await codeOf(load(path))).toBe('OVERLAY_OPTIONS');
    expect(await codeOf(load(`${path},rate=0Hz`))).toBe('OVERLAY_OPTIONS');
    expect(await codeOf(load(`${path},rate=1kHz,lines=stt`))).toBe('OVERLAY_OPTIONS');
    expect(await codeOf(load('-,rate=1kHz'))).toBe('OVERLAY_OPTIONS');
    expect(await codeOf(load(`${path},rat=1kHz`))).toBe('CONFIG_UNKNOWN_KEY');
    expect(await codeOf(load(`${path},rate=1 GeV`))).toBe('CONFIG_BAD_VALUE');
    expect(await codeOf(load(`${path}x,rate=1kHz`))).toBe('READER_OPEN');
    expect(await codeOf(load(`${write('empty.lhe', '')},rate=1kHz`))).toBe('READER_EMPTY');
  });

  it('of any bytes is read or refused with a code', async () => {
    const texts = [text, lheText(fiveEvents), hepevtText(fiveEvents)];
    let file = 0;
    const change = fc.tuple(fc.constantFrom(...texts), fc.nat(), fc.nat(20), fc.string());
    await fc.assert(
      fc.asyncProperty(change, async ([whole, at, length, put]) => {
        const from = at % whole.length;
        const bytes = whole.slice(0, from) + put + whole.slice(from + length);
        const asked = `${write(`odd-${file++ % 4}`, bytes)},rate=5kHz`;
        const result = await load(asked).catch((error: unknown) => error);
        if (result instanceof Error) expect(result).toBeInstanceOf(EmulatorError);
      }),
      { numRuns: runs(60) },
    );
  });
});

describe('a recording over events', () => {
  const lineOf = (name: string) => physicsMenu.lines.find((line) => line.name === name)!.number;

  /** Five events; the second and fourth accepted by `bg`, all by `hie`. */
  function recordingOf(hits: HitTree): Recording {
    const psnmBits = new Uint32Array(5 * outputWords);
    const set = (event: number, number: number) => {
      psnmBits[event * outputWords + (number >>> 5)]! |= 1 << (number & 31);
    };
    for (let event = 0; event < 5; event++) set(event, lineOf('hie'));
    for (const event of [1, 3]) set(event, lineOf('bg'));
    const record = {
      kind: 'events',
      index: Uint32Array.of(0, 1, 2, 3, 4),
      inputBits: new Uint32Array(5 * inputWords),
      ftdlBits: psnmBits,
      psnmBits,
      hits,
    };
    return {
      path: 'run-000001',
      run: { menu: physicsMenu },
      items: async function* () {
        yield record;
        yield record;
      },
    } as unknown as Recording;
  }
  const cdc = (wires: readonly number[]) => ({
    cdc: {
      offsets: Uint32Array.of(0, 1, 2, 3, 4, 5),
      wire: Uint16Array.from(wires),
      tdc: Int16Array.of(1, 2, 3, 4, 5),
    },
  });
  const good = recordingOf(cdc([10, 11, 12, 13, 14]));

  it('gives its random and delayed-Bhabha events, or those of lines that are named', async () => {
    const { trees, events, chosen, cut } = await overlaidRecording(good, '', 1e9);
    expect(events).toBe(4);
    expect(chosen).toEqual(['random', 'bg', 'poisson', 'poissonv']);
    expect(trees[0]).toEqual({
      cdc: {
        offsets: Uint32Array.of(0, 1, 2),
        wire: Uint16Array.of(11, 13),
        tdc: Int16Array.of(2, 4),
      },
    });
    expect(cut).toBe(false);
    expect((await overlaidRecording(good, 'hie+bg', 1e9)).events).toBe(10);
  });

  it('is cut where it is too large to be shared', async () => {
    const { events, cut } = await overlaidRecording(good, '', 10);
    expect(events).toBe(2);
    expect(cut).toBe(true);
  });

  it('is read no further than it is taken', async () => {
    let read = 0;
    const items = async function* () {
      for await (const item of good.items()) {
        read++;
        yield item;
      }
    };
    await overlaidRecording({ ...good, items }, '', 10);
    expect(read).toBe(1);
  });

  it('is refused without such events, and with lines that its menu lacks', async () => {
    expect(await codeOf(overlaidRecording(good, 'stt', 1e9))).toBe('OVERLAY_EMPTY');
    await expect(overlaidRecording(good, 'hei', 1e9)).rejects.toThrow('nearest is "hie"');
  });

  it('is refused with hits of channels that do not exist', async () => {
    const wire = recordingOf(cdc([10, 14336, 12, 13, 14]));
    await expect(overlaidRecording(wire, '', 1e9)).rejects.toThrow('hits of cdc: wire 14336');
    // The event that has it is not taken.
    const other = recordingOf(cdc([14336, 11, 12, 13, 14]));
    expect((await overlaidRecording(other, '', 1e9)).events).toBe(4);
    const top = (time: number) => ({
      top: {
        offsets: Uint32Array.of(0, 1, 2, 3, 4, 5),
        module: Uint8Array.of(1, 2, 3, 4, 5),
        pmt: Uint8Array.of(1, 2, 3, 4, 5),
        time: Float32Array.of(1, 2, 3, time, 5),
      },
    });
    expect(await codeOf(overlaidRecording(recordingOf(top(Number.NaN)), '', 1e9))).toBe(
      'OVERLAY_HITS',
    );
    expect(await codeOf(overlaidRecording(recordingOf(top(-50)), '', 1e9))).toBe('none');
    const { wire: _, ...rest } = cdc([1, 2, 3, 4, 5]).cdc;
    expect(await codeOf(overlaidRecording(recordingOf({ cdc: rest }), '', 1e9))).toBe(
      'OVERLAY_HITS',
    );
    const ecl = { ecl: { crystals: cdc([1, 2, 3, 4, 5]).cdc } };
    expect(await codeOf(overlaidRecording(recordingOf(ecl), '', 1e9))).toBe('OVERLAY_HITS');
  });
});
