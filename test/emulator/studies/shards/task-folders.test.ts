import { describe, expect, it } from 'vitest';
import { isOfTask, ranges, taskFolder } from '../../../../emulator/studies/shards/task-folders.js';

describe('tasks that share the shards of a study', () => {
  it('have each of them once, whatever their number', () => {
    for (const tasks of [1, 2, 3, 7, 30]) {
      const each = Array.from({ length: tasks }, (_, index) => ({ index, tasks }));
      const owners = Array.from({ length: 25 }, (_, slice) =>
        each.filter((task) => isOfTask(task, slice)),
      );
      expect(owners.every(({ length }) => length === 1)).toBe(true);
    }
    expect(taskFolder({ index: 2, tasks: 7 })).toBe('task-2-of-7');
  });

  it('are named as a batch system takes them', () => {
    expect(ranges([])).toBe('');
    expect(ranges([4])).toBe('4');
    expect(ranges([0, 1, 2, 5, 7, 8])).toBe('0-2,5,7-8');
  });
});
