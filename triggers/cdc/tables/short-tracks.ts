import type { ShortTrackPattern } from '../short-tracks.js';

export const shortTrackPatterns: readonly ShortTrackPattern[] = [];
