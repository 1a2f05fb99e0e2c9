import { describe, expect, it } from 'vitest';
import { particleStatus } from '../../../detector/particles.js';
import { finals, readAll, remarks, scratchFiles } from '../../support/event-files/read.js';

const write = scratchFiles();
const read = (text: string) => readAll(write('events.hepevt', text), { frame: 'lab' });

describe('a HEPEVT file', () => {
  it('of six columns may have comments, commas and no line end', async () => {
    const { events, file } = await read(
      '# px py pz E m id\n2 # two photons\n0, 3, 4, 5, 0, 22\n0; -3; -4; 5; 0; 22\n1\n\t0 0 ' +
        '1.D0 1.00544 0.1056584 -13',
    );
    expect(
      events.map(({ particles }) => particles.map(({ pdg, momentum }) => [pdg, ...momentum])),
    ).toEqual([
      [
        [22, 0, 3, 4],
        [22, 0, -3, -4],
      ],
      [[-13, 0, 0, 1]],
    ]);
    expect(remarks(file).map(({ code }) => code)).toEqual([
      'READER_NO_VERTICES',
      'READER_NO_LINE_END',
    ]);
  });

  it('may number and weigh its events in their heads', async () => {
    const { events } = await read('17 1 0.5\n0 3 4 5 0 22\n19 1 -1.0\n0 3 4 5 0 22\n');
    expect(events.map(({ number, weight }) => [number, weight])).toEqual([
      [17, 1],
      [19, -2],
    ]);
  });

  it('of eight columns has daughters, and energy from the mass', async () => {
    const { events } = await read(
      '3\n2 111 2 3 0 3 4 0.135\n1 22 0 0 0 1.5 2 0\n1 22 0 0 0 1.5 2 0\n',
    );
    expect(events[0]!.particles.map(({ status, mother }) => [status, mother])).toEqual([
      [particleStatus.intermediate, -1],
      [particleStatus.final, 0],
      [particleStatus.final, 0],
    ]);
    expect(events[0]!.particles[0]!.energy).toBeCloseTo(Math.hypot(5, 0.135), 12);
    expect(finals(events[0]!)[0]!.energy).toBe(2.5);
  });

  it('may have mothers behind their daughters', async () => {
    const { events, failure } = await read(
      '4\n1 22 0 0 0 1.5 2 0\n1 22 0 0 0 1.5 2 0\n2 111 1 2 0 3 4 0.135\n2 310 3 3 0 3 4 0.4976\n',
    );
    expect(failure).toBeUndefined();
    expect(events[0]!.particles.map(({ status, mother }) => [status, mother])).toEqual([
      [particleStatus.final, 2],
      [particleStatus.final, 2],
      [particleStatus.intermediate, 3],
      [particleStatus.intermediate, -1],
    ]);
  });

  it('of nine columns has places in mm', async () => {
    const { events } = await read('1\n10 20 30 0 3 4 0 5 22\n');
    expect(events[0]!.particles[0]).toMatchObject({
      pdg: 22,
      momentum: [0, 3, 4],
      energy: 5,
      vertex: [1, 2, 3, 0],
    });
  });

  it('of fifteen columns follows daughters where mothers are not given', async () => {
    const tail = '0 3 4 5 0 0 0 0 0';
    const { events } = await read(
      `1 3\n1 111 0 0 2 3 ${tail}\n1 22 0 0 0 0 ${tail}\n1 22 0 0 0 0 ${tail}\n`,
    );
    expect(events[0]!.particles.map(({ mother }) => mother)).toEqual([-1, 0, 0]);
    expect(finals(events[0]!)).toHaveLength(2);
  });

  it('may have events without particles', async () => {
    const { events } = await read('0\n1\n0 3 4 5 0 22\n');
    expect(events.map(({ particles }) => particles.length)).toEqual([0, 1]);
  });

  it('with daughters in falling order has those two, not what stands between', async () => {
    const tail = '0 3 4 5 0 0 0 0 0';
    const { events } = await read(
      `1 4\n2 111 0 0 4 2 ${tail}\n${`1 22 0 0 0 0 ${tail}\n`.repeat(3)}`,
    );
    expect(events[0]!.particles.map(({ mother }) => mother)).toEqual([-1, 0, -1, 0]);
  });

  it('has beams of status 3 only where electrons have no mother', async () => {
    const row = (pdg: number, mother: number) => `3 ${pdg} ${mother} 0 0 0 0 3 4 5 0 0 0 0 0\n`;
    const { events } = await read(`1 4\n${row(11, 0)}${row(-11, 0)}${row(22, 0)}${row(11, 1)}`);
    expect(events[0]!.particles.map(({ status }) => status)).toEqual([
      particleStatus.beam,
      particleStatus.beam,
      particleStatus.intermediate,
      particleStatus.intermediate,
    ]);
  });
});
