/**
 * What the KLM trigger has found in a batch, one element per event. Masks hold one bit per sector
 * as the hardware numbers them: barrel sector k at azimuth 45° · k; endcap quadrants from 0°, the
 * forward ones mirrored (0 and 1, 2 and 3 exchanged).
 */
export interface KlmObjects {
  readonly barrelForward: Uint8Array;
  readonly barrelBackward: Uint8Array;
  readonly endcapForward: Uint8Array;
  readonly endcapBackward: Uint8Array;
  /** Bit s set when section s (see `sections`) has two neighbours that fired only together. */
  readonly pairs: Uint8Array;
  /** Sectors fired in the barrel and in the endcaps, forward and backward ones counted apart. */
  readonly barrelCount: Uint8Array;
  readonly endcapCount: Uint8Array;
  /**
   * 1 when sectors of opposite azimuth fired: of the barrel; one forward and one backward of the
   * endcaps.
   */
  readonly barrelBackToBack: Uint8Array;
  readonly endcapBackToBack: Uint8Array;
}
