import * as z from 'zod';

/** The shape of a `SlurmTask` in a file. */
export const slurmTaskShape = z.object({
  array: z.string().min(1),
  task: z.string().min(1),
  restarts: z.number().int().nonnegative(),
});
/**
 * A task of a job array, and how often the batch system has started it again.
 * @see man page of sbatch, output environment variables
 */
export type SlurmTask = z.infer<typeof slurmTaskShape>;

/** The task whose process this is; undefined outside of job arrays. */
export function slurmTask(environment: NodeJS.ProcessEnv): SlurmTask | undefined {
  const { SLURM_ARRAY_JOB_ID, SLURM_ARRAY_TASK_ID, SLURM_RESTART_COUNT = '0' } = environment;
  const parsed = slurmTaskShape.safeParse({
    array: SLURM_ARRAY_JOB_ID,
    task: SLURM_ARRAY_TASK_ID,
    restarts: Number(SLURM_RESTART_COUNT),
  });
  return parsed.data;
}

/**
 * Whether a process was an earlier start of this task: the batch system starts one again when the
 * last has ended, or its node was given up.
 */
export const isEarlierStart = (
  earlier: SlurmTask | undefined,
  now: SlurmTask | undefined,
): boolean =>
  earlier !== undefined &&
  now !== undefined &&
  earlier.array === now.array &&
  earlier.task === now.task &&
  earlier.restarts < now.restarts;
