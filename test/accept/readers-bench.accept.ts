import { expect } from 'vitest';
import { existsSync } from 'node:fs';
import { it } from 'vitest';
import { benchReaders } from '../../emulator/bench/readers.js';
import { cxx, describeWith } from '../support/components.js';
import { machine } from '../support/event-files/read.js';

const header = '/usr/include/HepMC3/GenEvent.h';
const library = existsSync(header) ? cxx : { missing: 'libhepmc3-dev is not installed' };

describeWith(library, 'the HepMC3 library', (compiler) => {
  it('finds as many events in the files of the bench as we do, and is compared', async () => {
    const { skipped, rows } = benchReaders({
      beams: machine,
      seed: 1,
      megabytes: 1,
      rounds: 1,
      compiler,
    });
    expect(skipped).toBeUndefined();
    // The library does not read LHE without what else its own writer puts there.
    for await (const { format, ratio } of rows)
      if (format !== 'LHE') expect(ratio, format).toBeGreaterThan(0);
  });
});
