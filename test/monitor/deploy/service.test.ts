import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { b2l1 } from '../../support/command.js';
import { describeWith, systemdAnalyze } from '../../support/components.js';
import { deployed } from './rules.js';

const path = deployed('belle2-l1.service');
const unit = readFileSync(path, 'utf8');

describe('the unit for systemd', () => {
  it('starts the daemon with options that it has', async () => {
    const [, started = ''] = /^ExecStart=\/usr\/bin\/env b2l1 (.*)$/m.exec(unit) ?? [];
    const [command, ...words] = started.split(' ');
    expect(command).toBe('run');
    const { stdout } = await b2l1('run', '--help');
    const options = words.filter((word) => word.startsWith('--'));
    expect(options).toEqual(['--port', '--record', '--token-file']);
    for (const option of options) expect(stdout).toContain(`${option} <`);
  });

  it('has freed memory given back, by settings that glibc knows', () => {
    const [, settings = ''] = /^Environment=(.*)$/m.exec(unit) ?? [];
    expect(settings.split(' ').map((setting) => setting.replace(/=\d+$/, ''))).toEqual([
      'MALLOC_ARENA_MAX',
      'MALLOC_MMAP_THRESHOLD_',
      'MALLOC_TRIM_THRESHOLD_',
    ]);
  });
});

describeWith(systemdAnalyze, 'systemd-analyze', (analyze) => {
  const run = promisify(execFile);

  it('has no finding in the unit', async () => {
    const { stdout, stderr } = await run(analyze, ['verify', path]);
    expect(stdout + stderr).toBe('');
  });

  it('calls it well protected', async () => {
    const { stdout } = await run(analyze, ['security', '--offline=true', path]);
    // From 0, safe, to 10.
    const [, exposure = '10'] = /exposure level for \S+: ([\d.]+)/.exec(stdout) ?? [];
    expect(Number(exposure)).toBeLessThan(2);
  });
});
