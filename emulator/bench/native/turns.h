// What the twins of transport and chamber share with random.wasm.ts and arcsine.wasm.ts: the stream
// of random numbers, and turns on a circle.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

inline constexpr double pi = std::numbers::pi;

/** xoshiro128**. */
struct RandomStream {
  std::uint32_t s0, s1, s2, s3;
  bool hasSpare = false;
  double spare = 0;

  std::uint32_t bits() {
    const std::uint32_t result = std::rotl(s1 * 5, 7) * 9;
    const std::uint32_t shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = std::rotl(s3, 11);
    return result;
  }

  double uniform() { return (bits() + 0.5) * 0x1p-32; }

  double uniformFine() {
    const std::uint32_t high = bits() >> 5;
    const std::uint32_t low = bits() >> 7;
    return (high * 0x1p25 + low + 0.5) * 0x1p-52;
  }

  double gaussian() {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    double x, y, radius2;
    do {
      x = 2 * uniform() - 1;
      y = 2 * uniform() - 1;
      radius2 = x * x + y * y;
    } while (radius2 >= 1 || radius2 == 0);
    const double scale = std::sqrt((-2 * std::log(radius2)) / radius2);
    spare = y * scale;
    hasSpare = true;
    return x * scale;
  }

  double exponential() { return -std::log(uniformFine()); }
};

inline double smallArcsine(double x) {
  const double z = x * x;
  const double z2 = z * z;
  const double low =
      0.166666658951 + 0.0750012699231 * z + z2 * (0.0445934510972 + 0.0311408025363 * z);
  return x + x * z * (low + z2 * z2 * (0.0170495452674 + 0.0337449863612 * z));
}

/** asin(x), clamped. */
inline double arcsine(double x) {
  const double size = std::abs(x);
  if (size <= 0.5) return smallArcsine(x);
  const double angle = pi / 2 - 2 * smallArcsine(std::sqrt(std::max(0.0, (1 - size) / 2)));
  return x < 0 ? -angle : angle;
}

/** Turn of which the squared sine of the half is given, clamped to 0 … π. */
inline double turnOf(double square) {
  return square <= 0 ? 0 : square >= 1 ? pi : 2 * arcsine(std::sqrt(square));
}
