import { describe, expect, it } from 'vitest';
import { particleStatus } from '../../../detector/particles.js';
import { readAll, remarks, scratchFiles } from '../../support/event-files/read.js';

const write = scratchFiles();

/** A file with everything that generators put between the lines that count. */
const decorated = `<?xml version="1.0"?>
<!-- a comment before all -->
<LesHouchesEvents version="3.0">
<!--
a comment of two lines, with an <event> in it
-->
<header>
<MG5ProcCard> generate e+ e- > a ap </MG5ProcCard>
<event>
not an event: this is the header
</event>
</header>
<init>
# beams
11 -11 5.29 5.29 0 0 0 0 -4 1
1.5D+00 1.0D-02 1.5D+00 1
<generator name='ours' version='1'>text</generator>
</init>
<eventgroup>
<event npLO=" -1 " npNLO=" 1 ">
# a comment before the head
 3 1 +3.0000000e+00 1.0D+01 7.5e-03 1.2e-01

 11 -1 0 0 0 0 0. 0. 5.29 5.29 0. 0. 9.
# a comment between particles
 -11 -1 0 0 0 0 0. 0. -5.29 5.29 0. 0. 9.
 22 1 1 2 0 0 +3.0D+00 0 -4D0 5.0e0 0 0 9.
#aMCatNLO 1 2 3 4 5 6 7 8 9 10 11 12 13
<mgrwt>
<rscale> 0 0.91188000E+02</rscale>
</mgrwt>
<rwgt>
<wgt id='1001'> +2.9e+00 </wgt>
</rwgt>
<weights>
1 2 3 4 5 6 7 8 9 10 11 12 13
</weights>
</event>
</eventgroup>
<event>
3 1 6 10 0.0075 0.12
11 -9 0 0 0 0 0 0 5.29 5.29 0 0 9
-11 -9 0 0 0 0 0 0 -5.29 5.29 0 0 9
22 1 1 2 0 0 0 3 4 5 0 0 9
</event>
</LesHouchesEvents>
`;

describe('an LHE file', () => {
  it('is read past comments, headers, groups and further weights', async () => {
    const { events, failure, file } = await readAll(write('decorated.lhe', decorated), {
      frame: 'lab',
    });
    expect(failure).toBeUndefined();
    expect(file.format).toBe('LHE');
    expect(remarks(file)).toEqual([]);
    expect(events.map(({ weight }) => weight)).toEqual([1, 2]);
    expect(file.weightUnit).toBe(3);
    expect(events.map(({ particles }) => particles[2]!.momentum)).toEqual([
      [3, 0, -4],
      [0, 3, 4],
    ]);
    expect(events[1]!.particles.map(({ status }) => status)).toEqual([
      particleStatus.beam,
      particleStatus.beam,
      particleStatus.final,
    ]);
  });

  it('may be several files one after the other', async () => {
    expect((await readAll(write('two.lhe', decorated + decorated))).events).toHaveLength(4);
  });

  it('of weights ±X (unit weights with sign) is unweighted', async () => {
    const text = decorated.replace('3 1 6 10', '3 1 -3 10');
    expect((await readAll(write('signs.lhe', text))).events.map(({ weight }) => weight)).toEqual([
      1, -1,
    ]);
  });

  it('puts the daughters of a chain of decays where their mothers flew', async () => {
    const text = `<LesHouchesEvents version="1.0">
<event>
4 1 1 10 0 0
1000 2 0 0 0 0 3 0 4 13 12 24 9
2000 2 1 0 0 0 0 0 6 10 8 4 9
22 1 2 2 0 0 0 0 5 5 0 0 9
22 1 1 1 0 0 0 5 0 5 0 0 9
</event>
</LesHouchesEvents>
`;
    const { events } = await readAll(write('chain.lhe', text), { frame: 'lab' });
    // 24 mm of proper flight at (p, E)/m = (3, 0, 4, 13)/12, then 4 mm at (0, 0, 6, 10)/8.
    const vertices = events[0]!.particles.map(({ vertex }) =>
      vertex.map((value) => Number(value.toFixed(9))),
    );
    expect(vertices[1]).toEqual([0.6, 0, 0.8, Number((2.6 / 29.9792458).toFixed(9))]);
    expect(vertices[3]).toEqual(vertices[1]);
    expect(vertices[2]).toEqual([0.6, 0, 1.1, Number((3.1 / 29.9792458).toFixed(9))]);
  });
});

/** An event with these rows of particles: code, status, momentum, energy, mass, VTIMUP [mm]. */
const withLifetimes = (...rows: readonly (readonly number[])[]): string => {
  const lines = rows.map(([pdg, status, pz, energy, mass, lifetime]) =>
    [pdg, status, 0, 0, 0, 0, 0, 0, pz, energy, mass, lifetime, 9].join(' '),
  );
  return (
    '<LesHouchesEvents version="3.0">\n<init>\n11 -11 5.29 5.29 0 0 0 0 -4 1\n1 1 1 1\n</init>\n' +
    `<event>\n${rows.length} 1 1 10 0.0075 0.12\n${lines.join('\n')}\n</event>\n`.repeat(2) +
    '</LesHouchesEvents>\n'
  );
};

describe('the proper lifetime of a final particle in LHE (VTIMUP, c·tau in mm)', () => {
  const tau = [15, 1, 3, Math.hypot(3, 1.77693), 1.77693, 0.2];
  const file = withLifetimes([22, 1, -3, 3, 0, 0], tau);

  it('is how far what we decay flies: γβ times as far, in γ times as long', async () => {
    const { events, file: read } = await readAll(write('tau.lhe', file), { frame: 'lab' });
    for (const { particles } of events) {
      const product = particles.find(({ mother }) => mother === 1)!;
      expect(product.vertex[2]).toBeCloseTo((0.02 * 3) / 1.77693, 8);
      expect(product.vertex[3]).toBeCloseTo((0.02 * tau[3]!) / 1.77693 / 29.9792458, 8);
    }
    expect(remarks(read).map(({ code }) => code)).toEqual(['READER_DECAYED']);
  });

  it('is said to be idle where we decay nothing: K_S, stable ones, or as asked', async () => {
    const { file: off } = await readAll(write('tau.lhe', file), { frame: 'lab', decay: false });
    expect(remarks(off).map(({ code }) => code)).toEqual(['READER_UNDECAYED', 'READER_LIFETIME']);
    const others = withLifetimes(
      [310, 1, 3, Math.hypot(3, 0.4976), 0.4976, 7],
      [13, 1, 2, Math.hypot(2, 0.10566), 0.10566, 0],
      [22, 1, -3, 3, 0, 5],
      [-13, 1, 2, Math.hypot(2, 0.10566), 0.10566, 1e-105],
      [-9, -9, 3, 3, 0, 5],
    );
    const { file: read } = await readAll(write('ks.lhe', others), { frame: 'lab' });
    const idle = remarks(read).filter(({ code }) => code === 'READER_LIFETIME');
    expect(idle.map(({ message }) => message.slice(0, 24))).toEqual([
      '2 K_S0 (PDG code 310) ha',
      '2 gamma (PDG code 22) ha',
    ]);
  });
});
