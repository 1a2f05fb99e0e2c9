import { describe, expect, it } from 'vitest';
import { showStudy } from '../../../../emulator/writers/study-report.js';
import { cosmicRays } from '../../../../emulator/studies/cards/cosmics.js';
import { readingOf, runCard } from '../run-card.js';

describe('cosmic muons', async () => {
  const result = await runCard('cosmics', 8192);

  it('fire the KLM some thousand times a second, tracks and their matches 10 to 150 times', () => {
    // Recalled: 10–100 Hz in lines of the KLM and of single tracks; klmhit is masked.
    expect(readingOf(result, 'klmhit,')).toBeGreaterThan(2000);
    expect(readingOf(result, 'klmhit,')).toBeLessThan(10_000);
    for (const line of ['f,', 'cdcklm1,', 'nn-single-track,', 'stt,']) {
      expect(readingOf(result, line), line).toBeGreaterThan(3);
      expect(readingOf(result, line), line).toBeLessThan(150);
    }
  });

  it('come with their rates, in the document and for people', () => {
    const [yoke, chamber] = result.points;
    expect(yoke?.rateHz).toBeGreaterThan(10_000);
    expect(chamber?.rateHz).toBeCloseTo(
      readingOf(result, 'muons through the sphere around the c'),
      6,
    );
    const rate = yoke?.rateHz?.toFixed(1);
    expect(showStudy(result, cosmicRays)).toContain(
      `point yoke: generator cosmics, 4096 events of ${rate} Hz`,
    );
  });

  it('have as many Hz on a line as the share of its muons times their rate', () => {
    const total = result.curves
      .filter(({ id, line }) => id === 'p, yoke' && line === 'klmhit')
      .flatMap(({ fired }) => fired)
      .reduce((sum, count) => sum + count, 0);
    const rate = result.points[0]!.rateHz!;
    expect(readingOf(result, 'klmhit,')).toBeCloseTo((total / 4096) * rate, 6);
  });
});
