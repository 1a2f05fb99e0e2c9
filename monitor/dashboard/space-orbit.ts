import { PerspectiveCamera, Vector3 } from 'three';

/** Where the eye is: angles about the beam line [rad], distance from what it looks at [cm]. */
interface Orbit {
  azimuth: number;
  elevation: number;
  distance: number;
}

/** Views by name: from the side, along the beam as the transverse drawing, across it. */
const viewpoints = {
  reset: { azimuth: 0.9, elevation: 0.35, distance: 620 },
  transverse: { azimuth: 0, elevation: 0, distance: 560 },
  longitudinal: { azimuth: -Math.PI / 2, elevation: 0, distance: 640 },
} as const satisfies Readonly<Record<string, Orbit>>;
/** Name of a view. */
export type Viewpoint = keyof typeof viewpoints;

const nearest = 40;
const farthest = 1500;
/** Turn of a key [rad] and of a pointer that moves a pixel; zoom of a key. */
const keyTurn = Math.PI / 36;
const pointerTurn = 0.006;
const zoomFactor = 1.15;
/** The eye stays a little below the pole, where up is not defined [rad]. */
const steepest = Math.PI / 2 - 0.02;
/** What it looks at: the middle of the chamber [cm]. */
const centre = new Vector3(0, 0, 40);

/** A camera that is turned about the detector by pointer, wheel, keys and buttons. */
interface OrbitCamera {
  readonly camera: PerspectiveCamera;
  readonly go: (to: Viewpoint) => void;
  readonly zoom: (factor: number) => void;
  readonly resize: (aspect: number) => void;
}

/** @param onChange the picture must be drawn again */
export function makeOrbit(host: HTMLElement, onChange: () => void): OrbitCamera {
  const camera = new PerspectiveCamera(40, 1, 1, 4000);
  const orbit: Orbit = { ...viewpoints.reset };
  const place = (): void => {
    const { azimuth, elevation, distance } = orbit;
    const flat = distance * Math.cos(elevation);
    camera.position
      .set(-flat * Math.sin(azimuth), distance * Math.sin(elevation), flat * Math.cos(azimuth))
      .add(centre);
    camera.lookAt(centre);
    // For tests and for whoever is curious.
    host.dataset.view = `${azimuth.toFixed(2)} ${elevation.toFixed(2)} ${distance.toFixed(0)}`;
    onChange();
  };
  const turn = (byAzimuth: number, byElevation: number): void => {
    orbit.azimuth += byAzimuth;
    orbit.elevation = Math.min(steepest, Math.max(-steepest, orbit.elevation + byElevation));
    place();
  };
  const zoom = (factor: number): void => {
    orbit.distance = Math.min(farthest, Math.max(nearest, orbit.distance * factor));
    place();
  };
  const go = (to: Viewpoint): void => {
    Object.assign(orbit, viewpoints[to]);
    place();
  };
  host.addEventListener('pointerdown', (event) => {
    if (event.button === 0 && event.target instanceof HTMLCanvasElement)
      host.setPointerCapture(event.pointerId);
  });
  host.addEventListener('pointermove', ({ pointerId, movementX, movementY }) => {
    if (host.hasPointerCapture(pointerId)) turn(pointerTurn * movementX, pointerTurn * movementY);
  });
  host.addEventListener(
    'wheel',
    (event) => {
      // Without focus the wheel scrolls the page, as everywhere else on it.
      if (document.activeElement !== host) return;
      event.preventDefault();
      zoom(event.deltaY > 0 ? zoomFactor : 1 / zoomFactor);
    },
    { passive: false },
  );
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => turn(keyTurn, 0),
    ArrowRight: () => turn(-keyTurn, 0),
    ArrowUp: () => turn(0, keyTurn),
    ArrowDown: () => turn(0, -keyTurn),
    '+': () => zoom(1 / zoomFactor),
    '-': () => zoom(zoomFactor),
    Home: () => go('reset'),
    '0': () => go('reset'),
  };
  host.addEventListener('keydown', (event) => {
    if (!Object.hasOwn(keys, event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    keys[event.key]!();
  });
  place();
  return {
    camera,
    go,
    zoom,
    resize: (aspect) => {
      camera.aspect = aspect;
      camera.updateProjectionMatrix();
    },
  };
}
