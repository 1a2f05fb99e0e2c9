import { expect, it } from 'vitest';
import { slurmTask } from '../../../emulator/files/slurm-task.js';

it('is known in job arrays alone, with how often it was started again', () => {
  const array = { SLURM_ARRAY_JOB_ID: '812', SLURM_ARRAY_TASK_ID: '3' };
  expect(slurmTask(array)).toEqual({ array: '812', task: '3', restarts: 0 });
  expect(slurmTask({ ...array, SLURM_RESTART_COUNT: '2' })?.restarts).toBe(2);
  for (const environment of [
    {},
    { SLURM_ARRAY_TASK_ID: '3' },
    { ...array, SLURM_ARRAY_JOB_ID: '' },
    { ...array, SLURM_RESTART_COUNT: 'two' },
  ])
    expect(slurmTask(environment)).toBeUndefined();
});
