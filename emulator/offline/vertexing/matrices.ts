/** Small symmetric matrices, row by row in one array. */

/** The inverse of a positive definite matrix with `n` rows, by Cholesky's decomposition. */
export function invertSymmetric(matrix: Float64Array, n: number): Float64Array {
  const lower = decompose(matrix, n);
  const inverse = new Float64Array(n * n);
  const column = new Float64Array(n);
  for (let unit = 0; unit < n; unit++) {
    for (let i = 0; i < n; i++) {
      let sum = i === unit ? 1 : 0;
      for (let k = 0; k < i; k++) sum -= lower[i * n + k]! * column[k]!;
      column[i] = sum / lower[i * n + i]!;
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = column[i]!;
      for (let k = i + 1; k < n; k++) sum -= lower[k * n + i]! * column[k]!;
      column[i] = sum / lower[i * n + i]!;
    }
    inverse.set(column, unit * n);
  }
  return inverse;
}

/** L with L Lᵀ equal to the matrix. @throws RangeError when it is not positive definite */
function decompose(matrix: Float64Array, n: number): Float64Array {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!;
      if (i !== j) lower[i * n + j] = sum / lower[j * n + j]!;
      else if (sum > 0) lower[i * n + i] = Math.sqrt(sum);
      else throw new RangeError('the matrix is not positive definite');
    }
  }
  return lower;
}

/**
 * Weighted linear least squares: the parameters p that make (m − A p)ᵀ V⁻¹ (m − A p) smallest, and
 * their covariance.
 * @param design A, one row per measurement; @param information of the parameters from elsewhere,
 * with what it says of them.
 */
export function leastSquares(
  design: readonly Float64Array[],
  covariance: Float64Array,
  measured: ArrayLike<number>,
  count: number,
  elsewhere: readonly {
    readonly parameter: number;
    readonly value: number;
    readonly sigma: number;
  }[] = [],
): { readonly parameters: Float64Array; readonly covariance: Float64Array } {
  const rows = design.length;
  const weights = invertSymmetric(covariance, rows);
  const normal = new Float64Array(count * count);
  const right = new Float64Array(count);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++) {
      const weight = weights[i * rows + j]!;
      for (let a = 0; a < count; a++) {
        const weighted = weight * design[i]![a]!;
        right[a] = right[a]! + weighted * measured[j]!;
        for (let b = 0; b < count; b++)
          normal[a * count + b] = normal[a * count + b]! + weighted * design[j]![b]!;
      }
    }
  }
  for (const { parameter, value, sigma } of elsewhere) {
    const weight = 1 / (sigma * sigma);
    normal[parameter * count + parameter] = normal[parameter * count + parameter]! + weight;
    right[parameter] = right[parameter]! + weight * value;
  }
  const found = invertSymmetric(normal, count);
  const parameters = Float64Array.from({ length: count }, (_, a) =>
    right.reduce((sum, value, b) => sum + found[a * count + b]! * value, 0),
  );
  return { parameters, covariance: found };
}
