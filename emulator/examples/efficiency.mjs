import { efficiency, fileEvents$, fires, response } from 'belle2-l1';

fileEvents$(process.argv[2] ?? 'emulator/examples/events.lhe')
  .pipe(response(), fires('single-photon'), efficiency())
  .subscribe(({ fired, selected, low, high, notes }) => {
    for (const { message } of notes) console.error(message);
    console.log(`single-photon: ${fired} of ${selected}, ${low.toFixed(3)} to ${high.toFixed(3)}`);
  });
