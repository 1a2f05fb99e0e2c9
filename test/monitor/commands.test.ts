import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCommand } from '../../monitor/commands.js';
import { runs } from '../support/runs.js';

const read = (value: unknown) => readCommand(Buffer.from(JSON.stringify(value)));

describe('the body of a command', () => {
  it.each([
    { kind: 'start' },
    { kind: 'start', machine: 'design', machineSet: { 'ler.current': '0.8 A' }, menu: 'ecl' },
    { kind: 'start', card: 'single-photon', rate: '5 kHz', conditions: 'y5s' },
    { kind: 'stop' },
    { kind: 'pause', fromSlice: 20 },
    { kind: 'resume' },
    { kind: 'menu', name: 'ecl' },
    { kind: 'menu', text: 'extends: ecl' },
    { kind: 'prescales', prescales: { lml6: 2.5, stt: 0 }, fromSlice: 0 },
    { kind: 'thresholds', set: { 'bits.ecl.low': '1 GeV', 'gdl.edges.x': 3 } },
    { kind: 'machine', set: { 'her.injection.on': false } },
  ])('is read as it stands: %j', (command) => {
    expect(read(command)).toEqual({ command });
  });

  it.each([
    [{ kind: 'puase' }, 'key "kind": found "puase"; nearest is "pause"; expected one of start'],
    [{ kind: 7 }, 'key "kind": found 7; expected one of start'],
    [{}, 'key "kind": found nothing; expected one of'],
    [[], 'found []; expected a command such as'],
    [null, 'found null; expected a command such as'],
    [{ kind: 'stop', fromSlice: 3 }, 'key "fromSlice" is not known; expected no other key'],
    [{ kind: 'pause', fromslice: 3 }, 'key "fromslice" is not known; nearest is "fromSlice"'],
    [{ kind: 'pause', fromSlice: -1 }, 'key "fromSlice": found -1, expected the number of a slice'],
    [{ kind: 'pause', fromSlice: 1.5 }, 'key "fromSlice": found 1.5, expected'],
    [{ kind: 'resume', fromSlice: 2 ** 32 }, 'key "fromSlice": found 4294967296, expected'],
    [{ kind: 'menu' }, 'expected the key name (of a built-in menu) or text'],
    [{ kind: 'menu', name: 'ecl', text: 'x' }, 'found both name and text'],
    [{ kind: 'menu', name: 3 }, 'key "name": found 3, expected the name of a built-in menu'],
    [{ kind: 'prescales' }, 'key "prescales": found nothing, expected lines with numbers'],
    [{ kind: 'prescales', prescales: {} }, 'key "prescales": found {}, expected lines'],
    [{ kind: 'prescales', prescales: { lml6: -1 } }, 'key "prescales: lml6": found -1, expected'],
    [{ kind: 'prescales', prescales: { lml6: '2' } }, 'key "prescales: lml6": found "2"'],
    [{ kind: 'machine', set: { 'ler.current': null } }, 'key "set: ler.current": found null'],
    [{ kind: 'thresholds', set: [] }, 'key "set": found [], expected parameters'],
    [{ kind: 'start', menu: 'ecl', menuText: 'x' }, 'found both menu and menuText'],
    [{ kind: 'start', card: 'two-track', machine: 'design' }, 'found a card and a machine'],
    [{ kind: 'start', rate: 0 }, 'key "rate": found 0, expected a rate such as'],
  ])('is refused with what was found and expected: %j', (body, problem) => {
    expect(read(body)).toEqual({ problem: expect.stringContaining(problem) });
  });

  it('never throws, and gives a command of a known kind or a problem, whatever comes', () => {
    const kinds = ['start', 'stop', 'pause', 'resume', 'menu', 'prescales', 'thresholds'];
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
      fc
        .record(
          {
            kind: fc.constantFrom(...kinds, 'machine', '__proto__'),
            fromSlice: fc.anything(),
            set: fc.anything(),
            prescales: fc.anything(),
            text: fc.anything(),
          },
          { requiredKeys: ['kind'] },
        )
        .map((value) => Buffer.from(JSON.stringify(value) ?? '')),
    );
    fc.assert(
      fc.property(body, (bytes) => {
        const answer = readCommand(bytes);
        if ('problem' in answer) expect(answer.problem).toMatch(/\S/);
        else expect([...kinds, 'machine']).toContain(answer.command.kind);
      }),
      { numRuns: runs(500) },
    );
  });
});
