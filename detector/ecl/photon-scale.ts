/**
 * Energy read per energy deposited, of crystals and of trigger cells. Derived from photons of 1 GeV
 * in our own simulation, isotropic in the laboratory between 40° and 120°, through the material in
 * front: the median sum of all crystals over the threshold of the read-out is 1 GeV.
 * Made by: b2l1 derive calorimeter-scale --seed 1 --tracks 100000
 * with version 0.1.0, from 100000 photons.
 */
export const photonScale = 1.0289;
