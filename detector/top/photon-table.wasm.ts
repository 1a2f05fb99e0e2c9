// AssemblyScript: photons in the memory of the kernels.

/** Rows and columns of photons, of deposits and of hits alike, as kernel-table.ts lays them out. */
export class PhotonTable {
  count: u32;
  room: u32;
  module: usize;
  pmt: usize;
  time: usize;
}

/** Deposits, which name their particle. */
export class DepositTable extends PhotonTable {
  particle: usize;
}
