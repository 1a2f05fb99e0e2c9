/**
 * What the page uses of three.js 0.187, which comes without types: the community's bring 20 MB of
 * packages that nothing else needs.
 */
declare module 'three' {
  /** A point or direction. */
  export class Vector3 {
    constructor(x?: number, y?: number, z?: number);
    x: number;
    y: number;
    z: number;
    set(x: number, y: number, z: number): this;
    copy(from: Vector3): this;
    add(other: Vector3): this;
    addScaledVector(other: Vector3, factor: number): this;
    crossVectors(a: Vector3, b: Vector3): this;
    normalize(): this;
    project(camera: PerspectiveCamera): this;
  }
  export class Matrix4 {
    makeBasis(x: Vector3, y: Vector3, z: Vector3): this;
    scale(by: Vector3): this;
    setPosition(x: number, y: number, z: number): this;
  }
  export class Color {
    constructor(color: string);
  }
  export class BufferGeometry {
    setAttribute(name: 'position' | 'color', attribute: Float32BufferAttribute): this;
    dispose(): void;
  }
  export class BoxGeometry extends BufferGeometry {
    constructor(width: number, height: number, depth: number);
  }
  export class OctahedronGeometry extends BufferGeometry {
    constructor(radius: number);
  }
  export class Float32BufferAttribute {
    constructor(values: ArrayLike<number>, size: number);
  }
  export class CatmullRomCurve3 {
    /** Catmull-Rom with a tension of 0 goes straight from point to point. */
    constructor(
      points: readonly Vector3[],
      closed?: boolean,
      type?: 'centripetal' | 'catmullrom',
      tension?: number,
    );
  }
  export class TubeGeometry extends BufferGeometry {
    constructor(path: CatmullRomCurve3, segments: number, radius: number, sides: number);
  }
  interface Look {
    readonly color?: Color | string;
    readonly vertexColors?: boolean;
    readonly transparent?: boolean;
    readonly opacity?: number;
    readonly wireframe?: boolean;
    readonly depthWrite?: boolean;
    readonly depthTest?: boolean;
    readonly size?: number;
    readonly sizeAttenuation?: boolean;
    readonly dashSize?: number;
    readonly gapSize?: number;
  }
  export class Material {
    constructor(look?: Look);
    dispose(): void;
  }
  export class LineBasicMaterial extends Material {}
  export class LineDashedMaterial extends Material {}
  export class MeshBasicMaterial extends Material {}
  export class PointsMaterial extends Material {}
  export class Object3D {
    readonly children: readonly Object3D[];
    readonly position: Vector3;
    readonly geometry?: BufferGeometry;
    readonly material?: Material;
    name: string;
    visible: boolean;
    renderOrder: number;
    add(...children: readonly Object3D[]): this;
    clear(): this;
    lookAt(target: Vector3): void;
    traverse(visit: (child: Object3D) => void): void;
  }
  export class Scene extends Object3D {}
  export class Group extends Object3D {}
  export class Line extends Object3D {
    constructor(geometry: BufferGeometry, material: Material);
    computeLineDistances(): this;
  }
  export class LineSegments extends Line {}
  export class Mesh extends Object3D {
    constructor(geometry: BufferGeometry, material: Material);
  }
  export class InstancedMesh extends Mesh {
    constructor(geometry: BufferGeometry, material: Material, count: number);
    setMatrixAt(at: number, matrix: Matrix4): void;
    setColorAt(at: number, color: Color): void;
  }
  export class Points extends Object3D {
    constructor(geometry: BufferGeometry, material: Material);
  }
  export class PerspectiveCamera extends Object3D {
    constructor(fov: number, aspect: number, near: number, far: number);
    aspect: number;
    updateProjectionMatrix(): void;
  }
  export class WebGLRenderer {
    constructor(options: { readonly canvas: HTMLCanvasElement; readonly antialias: boolean });
    setPixelRatio(ratio: number): void;
    setSize(width: number, height: number): void;
    setClearColor(color: Color | string): void;
    render(scene: Scene, camera: PerspectiveCamera): void;
    dispose(): void;
  }
}
