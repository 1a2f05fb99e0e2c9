import { averageMix, type Background, rings } from './background.js';

/**
 * Injection: what of an injected bunch does not stay is lost within milliseconds, some of it each
 * time the bunch passes. With the charge lost a shot and the shots a second; when in time says
 * `InjectionBurst`. Many particles of one bunch come at once, so more of them belong together
 * (assumed).
 */
export const injection: readonly Background[] = rings.map(({ ring, title, lean, place }) => ({
  name: `injection, ${title}`,
  ring,
  share: `${ring}Injection`,
  number: 201 + place,
  isSingleBeam: true,
  law: ({ [ring]: { shotRate, lostOfShot } }) => shotRate * lostOfShot,
  mix: { ...averageMix, company: 0.3, lean },
}));
