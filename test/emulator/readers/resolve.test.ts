import { describe, expect, it } from 'vitest';
import { particleStatus } from '../../../detector/particles.js';
import { finals, readAll, scratchFiles } from '../../support/event-files/read.js';

const write = scratchFiles();

const hepmc3 = (vertices: number, ...lines: string[]) =>
  write(
    'secondaries.hepmc',
    [
      'HepMC::Version 3.02.05',
      'HepMC::Asciiv3-START_EVENT_LISTING',
      `E 0 ${vertices} ${lines.filter((line) => line.startsWith('P')).length}`,
      'U GEV CM',
      ...lines,
      'HepMC::Asciiv3-END_EVENT_LISTING',
      '',
    ].join('\n'),
  );

const read = (path: string) => readAll(path, { frame: 'lab' });

describe('particles of another detector simulation', () => {
  it('are left out below one that our detector tracks', async () => {
    const { events, file } = await read(
      hepmc3(
        2,
        'P 1 0 22 0 3 4 5 0 1',
        'V -1 0 [1] @ 0 6 8 10',
        'P 2 -1 11 0 1.5 2 2.5 0.000511 201',
        'P 3 -1 -11 0 1.5 2 2.5 0.000511 201',
        'V -2 0 [2] @ 0 12 16 20',
        'P 4 -2 22 0 0.6 0.8 1 0 201',
      ),
    );
    expect(finals(events[0]!).map(({ pdg }) => pdg)).toEqual([22]);
    expect(events[0]!.particles[1]).toMatchObject({
      status: particleStatus.intermediate,
      mother: 0,
      vertex: [0, 6, 8, expect.closeTo(10 / 29.9792458, 9)],
    });
    expect(file.counts).toMatchObject({ tracked: 1, secondaries: 3, replaced: 0 });
  });

  it('are tracked where their ancestors are not', async () => {
    const { events } = await read(
      hepmc3(
        1,
        'P 1 0 310 0 3 4 5.02 0.4976 2',
        'V -1 0 [1] @ 0 6 8 10',
        'P 2 -1 211 0 1.5 2 2.504 0.13957 201',
      ),
    );
    expect(finals(events[0]!).map(({ pdg }) => pdg)).toEqual([211]);
  });

  it('are known by barcodes above 200000 in HepMC2', async () => {
    const text = `HepMC::Version 2.06.09
HepMC::IO_GenEvent-START_EVENT_LISTING
E 5 0 0 0 0 0 0 2 0 0 0 0
U GEV MM
V -1 0 0 0 0 0 0 1 0
P 10001 22 0 3 4 5 0 1 0 0 -200001 0
V -200001 0 0 60 80 100 0 1 0
P 200001 11 0 3 4 5 0 1 0 0 0 0
HepMC::IO_GenEvent-END_EVENT_LISTING
`;
    const { events, file } = await read(write('geant.hepmc2', text));
    expect(finals(events[0]!).map(({ pdg }) => pdg)).toEqual([22]);
    expect(file.counts.secondaries).toBe(1);
    expect(events[0]!.number).toBe(5);
  });
});

describe('a particle called stable that has daughters', () => {
  it('is replaced by them when a generator made them', async () => {
    const { events, file } = await read(
      hepmc3(
        1,
        'P 1 0 111 0 3 4 5.002 0.135 1',
        'P 2 1 22 0 1.5 2 2.5 0 1',
        'P 3 1 22 0 1.5 2 2.5 0 1',
      ),
    );
    expect(finals(events[0]!).map(({ pdg }) => pdg)).toEqual([22, 22]);
    expect(file.counts).toMatchObject({ tracked: 2, replaced: 1 });
  });

  it('ends together with all that go into its vertex', async () => {
    const { events } = await read(
      hepmc3(
        1,
        'P 1 0 11 0 0 5 5 0 1',
        'P 2 0 -11 0 0 -5 5 0 1',
        'V -1 0 [1,2]',
        'P 3 -1 22 0 3 4 5 0 1',
      ),
    );
    expect(finals(events[0]!).map(({ pdg }) => pdg)).toEqual([22]);
  });
});

describe('a particle', () => {
  it('without momentum is not tracked', async () => {
    const { events, file } = await read(hepmc3(0, 'P 1 0 2112 0 0 0 0.9396 0.9396 1'));
    expect(finals(events[0]!)).toEqual([]);
    expect([...file.counts.decays.atRest]).toEqual([[2112, 1]]);
  });

  it('whose energy was rounded below its momentum gets energy = momentum', async () => {
    const { events } = await read(hepmc3(0, 'P 1 0 22 0 3 4 4.999 0 1'));
    expect(events[0]!.particles[0]!.energy).toBe(5);
  });

  it('from a vertex without a place is where its mother was made', async () => {
    const { events } = await read(
      hepmc3(
        2,
        'P 1 0 511 0 3 4 7 5.28 2',
        'V -1 0 [1] @ 0 0.3 0.4 0.7',
        'P 2 -1 111 0 3 4 5.002 0.135 2',
        'P 3 2 22 0 3 4 5 0 1',
      ),
    );
    expect(events[0]!.particles[2]!.vertex.slice(0, 3)).toEqual([0, 0.3, 0.4]);
  });
});
