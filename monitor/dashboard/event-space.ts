import { Color, Group, type Object3D, Scene, WebGLRenderer } from 'three';
import type { EventStep } from '../explanation.js';
import { nightPalette, paperPalette } from '../display/palette.js';
import type { EventDisplay } from '../ports.js';
import { detectorLines } from './space-detector.js';
import { cssColor } from './palette.js';
import { eventObjects } from './space-event.js';
import { makeOrbit, type Viewpoint } from './space-orbit.js';
import { pointedObjects } from './space-pointed.js';

/** The event in three dimensions: loaded when it is asked for, since three.js is large. */
export interface EventSpace {
  readonly show: (event: EventDisplay) => void;
  /** What this step has made is shown alone; all with undefined. */
  readonly step: (step: EventStep | undefined) => void;
  readonly go: (to: Viewpoint) => void;
  /** What is pointed at, as it is called in the drawings: none of an empty name. */
  readonly point: (names: string) => void;
  /** In the colours of the present scheme. */
  readonly restyle: () => void;
}

/** Height of the picture for its width, and the largest [px]. */
const heightShare = 0.62;
const maxHeight = 640;

/** Steps that single out objects; of the others all are shown. */
const drawnSteps: readonly (EventStep | undefined)[] = [
  'particles',
  'hits',
  'segments',
  'tracks',
  'matches',
];

// long: closures over scene and event; what they do is a few lines each.
/** Makes the picture in `host`, which takes the keys. */
export function makeEventSpace(host: HTMLElement): EventSpace {
  const canvas = document.createElement('canvas');
  canvas.ariaHidden = 'true';
  host.replaceChildren(canvas);
  const renderer = new WebGLRenderer({ canvas, antialias: true });
  const scene = new Scene();
  const content = new Group();
  /** What is pointed at, over all else. */
  const pointed = new Group();
  scene.add(content, pointed);
  let shown: EventDisplay | undefined;
  let step: EventStep | undefined;
  let names = '';
  let asked = false;

  /** At most once a frame. */
  const draw = (): void => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      renderer.render(scene, orbit.camera);
      host.dataset.drawn = String(Number(host.dataset.drawn ?? 0) + 1);
    });
  };
  const orbit = makeOrbit(host, () => draw());
  const single = (): void => {
    const isDrawn = drawnSteps.includes(step);
    content.traverse((object) => {
      if (object.name !== '')
        object.visible = !isDrawn || object.name.split(' ').includes(step ?? '');
    });
  };
  const setOff = (): void => {
    pointed.traverse(release);
    pointed.clear();
    if (shown !== undefined && names !== '')
      pointed.add(pointedObjects(shown, names, cssColor('--focus')));
    host.dataset.pointed = names;
  };
  const build = (): void => {
    const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
    const palette = isDark ? nightPalette : paperPalette;
    content.traverse(release);
    content.clear();
    renderer.setClearColor(new Color(palette.ground));
    content.add(...detectorLines(palette));
    if (shown !== undefined) content.add(eventObjects(shown, palette));
    single();
    setOff();
    draw();
  };
  const resize = (): void => {
    const width = host.clientWidth;
    if (width === 0) return;
    const height = Math.min(maxHeight, Math.round(heightShare * width));
    renderer.setPixelRatio(Math.min(2, devicePixelRatio));
    renderer.setSize(width, height);
    orbit.resize(width / height);
    draw();
  };
  new ResizeObserver(resize).observe(host);
  resize();
  return {
    show: (event) => {
      shown = event;
      build();
    },
    step: (next) => {
      step = next;
      single();
      draw();
    },
    point: (next) => {
      names = next;
      setOff();
      draw();
    },
    go: orbit.go,
    restyle: build,
  };
}

/** Gives back what the graphics card holds of an object. */
function release({ geometry, material }: Object3D): void {
  geometry?.dispose();
  material?.dispose();
}
