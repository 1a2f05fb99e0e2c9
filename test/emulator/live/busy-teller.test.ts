import { expect, it } from 'vitest';
import { busyTeller } from '../../../emulator/live/busy-teller.js';
import { quietLog } from '../../monitor/synthetic-run.js';

it('slices that a slow host gives up are told at once, then once a minute all together', () => {
  const told: string[] = [];
  let now = 0;
  const log = { ...quietLog, warn: (message: string) => void told.push(message) };
  const tell = busyTeller({ clock: { now: () => now }, log }, 'seeds');
  const slower = 'were not taken; the host is slower than the beam';
  tell(2, 32, 320_000);
  expect(told).toEqual([`busy: slices 2 to 33 with 320000 seeds ${slower}`]);
  now = 1000;
  tell(35, 10, 100_000);
  now = 59_999;
  tell(47, 5, 50_000);
  expect(told).toHaveLength(1);
  now = 60_000;
  tell(53, 1, 10_000);
  expect(told.slice(1)).toEqual([`busy: 16 of slices 35 to 53 with 160000 seeds ${slower}`]);
  now = 119_999;
  tell(60, 1, 10_000);
  expect(told).toHaveLength(2);
});
