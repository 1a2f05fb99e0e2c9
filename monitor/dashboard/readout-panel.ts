import { byId } from './dom.js';
import { showFactList } from './fact-list.js';
import { formatCount, formatKnownRate, formatShare, formatThree } from './format.js';
import type { DaqData } from './messages.js';
import { bufferName } from './names.js';
import { type Cell, fillRows } from './table-rows.js';

/** Triggers out, their timing, the buffers they fill, and the links their data go over. */
export function showReadout(daq: DaqData): void {
  showTriggers(daq);
  showTiming(daq);
  showBuffers(daq);
  showLinks(daq);
}

function showTriggers({ issued, readOut, recentIssued, recentReadOut, ...daq }: DaqData): void {
  const seconds = (daq.recentTicks ?? 0) / (daq.tickRate ?? 1);
  const rate = (count: number | null | undefined): string =>
    formatKnownRate(seconds > 0 ? (count ?? 0) / seconds : undefined);
  const lost = (issued ?? 0) - (readOut ?? 0);
  const recentLost = (recentIssued ?? 0) - (recentReadOut ?? 0);
  const part = (some: number, all: number | null | undefined): string =>
    all ? ` (${formatShare(some / all)})` : '';
  showFactList('triggers', [
    ['L1 accepts, last minute of beam', rate(recentIssued)],
    ['Read out, last minute', rate(recentReadOut)],
    ['Lost, last minute', `${formatCount(recentLost)}${part(recentLost, recentIssued)}`],
    ['L1 accepts, whole run', formatCount(issued ?? 0)],
    ['Read out, whole run', formatCount(readOut ?? 0)],
    ['Lost, whole run', `${formatCount(lost)}${part(lost, issued)}`],
    ['Latency, collision to front ends', `${formatThree((daq.latency ?? 0) / 1000)} µs`],
  ]);
}

const timingLabels = ['Timing source', 'Quality', 'Accepts', 'Mean offset', 'Jitter (RMS)'];

function showTiming({ timing = [] }: DaqData): void {
  const nanoseconds = (value: number | null): string =>
    value === null ? '–' : `${formatThree(value)} ns`;
  byId('timing-empty').hidden = timing.length > 0;
  fillRows(
    byId('timing-rows'),
    timingLabels,
    timing.map(({ source, quality, accepts, mean, rms }) => [
      { text: source },
      { text: quality, isWords: true },
      { text: formatCount(accepts ?? 0) },
      { text: nanoseconds(mean) },
      { text: nanoseconds(rms) },
    ]),
  );
}

const bufferLabels = ['Buffer', 'Mean', 'Highest', 'Full at'];

function showBuffers({ buffers = [], inFlight }: DaqData): void {
  byId('buffers-empty').hidden = buffers.length > 0;
  const rows = buffers.map(({ name, unit, capacity, mean, highest }) => {
    const of = (value: number | null) => ({
      text: formatThree(value ?? 0),
      bar: capacity ? (value ?? 0) / capacity : 0,
    });
    return [
      { text: bufferName(name) },
      of(mean),
      of(highest),
      { text: `${formatCount(capacity ?? 0)} ${unit}` },
    ];
  });
  fillRows(byId('buffer-rows'), bufferLabels, [...pipelineRow(inFlight), ...rows]);
}

/** Accepts on their way to the front ends, any number: nothing stops triggers for them. */
const pipelineRow = (inFlight: DaqData['inFlight']): readonly (readonly Cell[])[] =>
  inFlight === undefined || inFlight === null
    ? []
    : [
        [
          { text: 'latency: accepts in flight' },
          { text: formatThree(inFlight.mean ?? 0) },
          { text: formatThree(inFlight.highest ?? 0) },
          { text: 'never' },
        ],
      ];

const linkLabels = ['Subdetector', 'Event', 'Data', 'Load', 'Links'];

function showLinks({ links = [] }: DaqData): void {
  byId('links-empty').hidden = links.length > 0;
  byId('links-note').hidden = !links.some(({ isStandIn }) => isStandIn);
  fillRows(
    byId('link-rows'),
    linkLabels,
    links.map(({ name, links: count, rate, capacity, eventBytes, isStandIn }) => {
      const part = capacity ? (rate ?? 0) / capacity : 0;
      return [
        { text: isStandIn ? `${name} *` : name },
        { text: formatBytes(eventBytes ?? 0) },
        { text: `${formatThree(rate ?? 0)} MB/s` },
        { text: formatShare(part), bar: part },
        { text: formatCount(count ?? 0) },
      ];
    }),
  );
}

/** A size in kB from a thousand bytes on. */
const formatBytes = (bytes: number): string =>
  bytes >= 1000 ? `${formatThree(bytes / 1000)} kB` : `${Math.round(bytes)} B`;
