import { nominalConfig } from '../../../emulator/chain/parts.js';
import { playedMachine } from '../../../emulator/settings/played-machine.js';

/** 2022-peak with changes, of Bhabhas and what the LER's Touschek effect throws in alone. */
export function smallMachine(...machineSet: readonly string[]): ReturnType<typeof playedMachine> {
  const played = playedMachine({ machine: '2022-peak', machineSet }, nominalConfig());
  const classes = played.machine.classes.filter(({ source }) => [5, 111].includes(source));
  return { ...played, machine: { ...played.machine, classes } };
}
