// Native twin of the flight of charged particles through the layers in front of the calorimeter, as
// detector/propagation/transport.wasm.ts and its like work it out: the same steps in the same
// order. Hard photons are drawn, not kept; a flight ends at a decay, a stop or an interaction.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "twin.h"

namespace {

constexpr double pi = std::numbers::pi;
constexpr double twoPi = 2 * pi;

/** Masses, constants and rules, in the order of the input. */
struct Rules {
  double field, curvatureConstant, speedOfLight, maxPath, stopped;
  double bethe, electronMass, lightest, freshness;
  double tableStart, tableDensity, lastPlace;
};

/** xoshiro128**. */
struct RandomStream {
  std::uint32_t s0, s1, s2, s3;
  bool hasSpare = false;
  double spare = 0;

  static std::uint32_t rotated(std::uint32_t value, int by) {
    return (value << by) | (value >> (32 - by));
  }

  std::uint32_t bits() {
    const std::uint32_t result = rotated(s1 * 5, 7) * 9;
    const std::uint32_t shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = rotated(s3, 11);
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

double smallArcsine(double x) {
  const double z = x * x;
  const double z2 = z * z;
  const double low =
      0.166666658951 + 0.0750012699231 * z + z2 * (0.0445934510972 + 0.0311408025363 * z);
  return x + x * z * (low + z2 * z2 * (0.0170495452674 + 0.0337449863612 * z));
}

/** asin(x) of x ≥ 0, clamped. */
double arcsine(double x) {
  if (x <= 0.5) return smallArcsine(x);
  return pi / 2 - 2 * smallArcsine(std::sqrt(std::max(0.0, (1 - x) / 2)));
}

double turnOf(double square) {
  return square <= 0 ? 0 : square >= 1 ? pi : 2 * arcsine(std::sqrt(square));
}

struct Circle {
  double distance, radius, closest, start;

  void set(double x, double y, double ux, double uy, double curvature) {
    radius = std::abs(1 / curvature);
    const double centreX = x - uy / curvature;
    const double centreY = y + ux / curvature;
    distance = std::max(std::sqrt(centreX * centreX + centreY * centreY), 1e-9);
    const double r2 = x * x + y * y;
    closest = (r2 + (2 * (ux * y - uy * x)) / curvature) / (distance + radius);
    const double r = std::sqrt(r2);
    const double turn = turnOf((r * r - closest * closest) / (4 * distance * radius));
    start = x * ux + y * uy >= 0 ? turn : -turn;
  }
};

struct Material {
  double electrons, pionDepth, nuclearDepth;
  const double* screening;
};

struct Stopping {
  const Rules& rules;
  double factor = 0, logarithm = 0, rest = 0, logBetaGamma = 0;

  void set(double mass, double momentum, double charge) {
    const double electronMass = rules.electronMass;
    const double gamma = std::sqrt(momentum * momentum + mass * mass) / mass;
    const double betaGamma2 = (momentum * momentum) / (mass * mass);
    const double beta2 = betaGamma2 / (gamma * gamma);
    logBetaGamma = std::log(betaGamma2) / 2;
    factor = (rules.bethe * charge * charge) / (2 * beta2);
    if (mass < rules.lightest) {
      const double share = (gamma - 1) / gamma;
      logarithm = std::log((electronMass * electronMass * betaGamma2 * (gamma - 1)) / 2);
      rest = 1 - beta2 - ((2 * gamma - 1) / (gamma * gamma)) * std::numbers::ln2 +
             (share * share) / 8;
      return;
    }
    const double ratio = electronMass / mass;
    const double maxTransfer =
        (2 * electronMass * betaGamma2) / (1 + 2 * gamma * ratio + ratio * ratio);
    logarithm = std::log(2 * electronMass * betaGamma2 * maxTransfer);
    rest = -2 * beta2;
  }

  double per(const Material& material) const {
    const double place = std::max(
        0.0, std::min(rules.lastPlace, (logBetaGamma - rules.tableStart) * rules.tableDensity));
    const double index = std::floor(place);
    const double* element = material.screening + static_cast<int>(index);
    const double screened = element[0] + (place - index) * (element[1] - element[0]);
    return std::max(0.0, material.electrons * factor * (logarithm + rest - screened));
  }
};

double highlandSquare(double depth) {
  const double factor = 1 + 0.038 * std::log(std::max(depth, 1e-4));
  return depth * factor * factor;
}

double smallSine(double x) {
  const double square = x * x;
  return x * (1 - square * (1.0 / 6) *
                      (1 - square * (1.0 / 20) * (1 - square * (1.0 / 42) * (1 - square * (1.0 / 72)))));
}

struct Track {
  const Rules& rules;
  double x, y, z, time, px, py, pz, mass, charge;
  double p, pt, energy, slope, curvature;
  double stoppingMomentum, depth, square;
  Circle circle;
  Stopping stopping;

  void turnOver() {
    pt = std::sqrt(px * px + py * py);
    p = std::sqrt(pt * pt + pz * pz);
    energy = std::sqrt(p * p + mass * mass);
    slope = pz / pt;
    const double bend = (-charge * rules.curvatureConstant * rules.field) / pt;
    curvature = std::abs(bend) > 2e-10 ? bend : 2e-10;
    circle.set(x, y, px / pt, py / pt, curvature);
  }

  void move(double length) {
    const double turn = curvature * length;
    const bool isSmall = std::abs(turn) < 0.5;
    const double half = isSmall ? smallSine(turn / 2) : std::sin(turn / 2);
    const double cosine = 1 - 2 * half * half;
    const double sine = isSmall ? 2 * half * std::sqrt(1 - half * half) : std::sin(turn);
    const double perTurn = 1 / (curvature * pt);
    const double along = sine * perTurn;
    const double across = 2 * half * half * perTurn;
    x += along * px - across * py;
    y += along * py + across * px;
    z += slope * length;
    time += (length * energy) / (pt * rules.speedOfLight);
    const double turned = cosine * px - sine * py;
    py = cosine * py + sine * px;
    px = turned;
  }

  double obliqueThickness(double thickness, bool isDisc) const {
    const double cosine =
        isDisc ? std::abs(pz) / p : std::abs(x * px + y * py) / (p * std::sqrt(x * x + y * y));
    return thickness * std::min(20.0, 1 / cosine);
  }

  double ionization(double thickness, const Material& material) {
    if (std::abs(p - stoppingMomentum) > rules.freshness * p) {
      stopping.set(mass, p, charge);
      stoppingMomentum = p;
    }
    return thickness * stopping.per(material);
  }

  bool slow(double loss, double least) {
    const double left = energy - loss;
    if (left < mass + least) return false;
    const double factor = std::sqrt(left * left - mass * mass) / p;
    px *= factor;
    py *= factor;
    pz *= factor;
    p *= factor;
    energy = left;
    return true;
  }

  void scatter(double thickness, RandomStream& random) {
    depth += thickness;
    const double now = highlandSquare(depth);
    const double betaP = (p * p) / energy;
    const double width =
        (0.0136 * std::abs(charge) * std::sqrt(std::max(0.0, now - square))) / betaP;
    square = now;
    const double across = std::sqrt(px * px + py * py);
    const double inPhi = width * random.gaussian();
    const double inTheta = width * random.gaussian();
    const double norm = 1 / std::sqrt(1 + inPhi * inPhi + inTheta * inTheta);
    const double nextX = norm * (px - (inPhi * p * py) / across + (inTheta * pz * px) / across);
    const double nextY = norm * (py + (inPhi * p * px) / across + (inTheta * pz * py) / across);
    pz = norm * (pz - inTheta * across);
    px = nextX;
    py = nextY;
  }
};

struct Surface {
  double position, low, high, thickness;
  const Material* material;
};

enum class Kind { none, cylinder, disc, front };

struct Surfaces {
  std::vector<Surface> cylinders, discs;
  Kind kind = Kind::none;
  double length = 0;
  const Surface* found = nullptr;
  int ring = 0, zone = 0, disc = -1;

  static int countBelow(const std::vector<Surface>& surfaces, double value) {
    int count = 0;
    while (count < static_cast<int>(surfaces.size()) && surfaces[count].position < value) count++;
    return count;
  }

  void enter(double x, double y, double z) {
    ring = countBelow(cylinders, std::sqrt(x * x + y * y));
    zone = countBelow(discs, z);
  }

  void next(const Track& helix, double longest) {
    kind = Kind::none;
    length = longest;
    disc = -1;
    const int before = ring;
    nextCylinder(helix);
    nextDisc(helix);
    if (disc < 0) return;
    ring = before;
    nextCylinder(helix);
  }

  void nextDisc(const Track& helix) {
    const double slope = helix.slope;
    if (slope == 0) return;
    const Circle& circle = helix.circle;
    const int step = slope > 0 ? 1 : -1;
    for (int at = slope > 0 ? zone : zone - 1; at >= 0 && at < static_cast<int>(discs.size());
         at += step) {
      const Surface& surface = discs[at];
      const double reach = (surface.position - helix.z) / slope;
      if (!(reach < length)) return;
      const bool atFront = surface.thickness == 0;
      if (!atFront) {
        const double sine = std::sin((circle.start + reach / circle.radius) / 2);
        const double r2 =
            circle.closest * circle.closest + 4 * circle.distance * circle.radius * sine * sine;
        if (r2 < surface.low * surface.low || r2 > surface.high * surface.high) continue;
      }
      kind = atFront ? Kind::front : Kind::disc;
      disc = at;
      length = std::max(0.0, reach);
      found = &surface;
      return;
    }
  }

  void nextCylinder(const Track& helix) {
    const Circle& circle = helix.circle;
    const double farthest = circle.distance + circle.radius;
    const double inmost = std::abs(circle.closest);
    const double inmost2 = circle.closest * circle.closest;
    const double scale = 4 * circle.distance * circle.radius;
    bool outward = circle.start >= 0;
    double base = 0;
    int at = ring;
    for (int idle = 0; idle < 2;) {
      const int cylinder = outward ? at : at - 1;
      if (cylinder >= static_cast<int>(cylinders.size())) break;
      const Surface& surface = cylinders[std::max(0, cylinder)];
      if (cylinder < 0 || (outward ? farthest < surface.position : inmost > surface.position)) {
        if (outward) base += twoPi;
        outward = !outward;
        idle++;
        continue;
      }
      idle = 0;
      const double turn = turnOf((surface.position * surface.position - inmost2) / scale);
      const double reach =
          std::max(0.0, (outward ? base + turn : base - turn) - circle.start) * circle.radius;
      if (!(reach < length)) break;
      at = outward ? cylinder + 1 : cylinder;
      const double z = helix.z + helix.slope * reach;
      if (z < surface.low || z > surface.high) continue;
      kind = surface.thickness == 0 ? Kind::front : Kind::cylinder;
      disc = -1;
      length = reach;
      found = &surface;
      break;
    }
    ring = at;
  }

  void pass(const Track& helix) {
    if (disc >= 0)
      zone = helix.slope > 0 ? disc + 1 : disc;
    else if (helix.slope > 0)
      while (zone < static_cast<int>(discs.size()) && discs[zone].position < helix.z) zone++;
    else
      while (zone > 0 && discs[zone - 1].position > helix.z) zone--;
  }
};

struct Arcs {
  std::vector<std::uint16_t> particle;
  std::vector<float> x, y, z, time, px, py, pz, curvature, length;
  std::size_t rows = 0;

  void push(const Track& track, int number, double own) {
    if (rows == particle.size()) {
      particle.resize(2 * rows + 1024);
      for (auto* column : {&x, &y, &z, &time, &px, &py, &pz, &curvature, &length})
        column->resize(particle.size());
    }
    const std::size_t row = rows++;
    particle[row] = static_cast<std::uint16_t>(number);
    x[row] = static_cast<float>(track.x);
    y[row] = static_cast<float>(track.y);
    z[row] = static_cast<float>(track.z);
    time[row] = static_cast<float>(track.time);
    px[row] = static_cast<float>(track.px);
    py[row] = static_cast<float>(track.py);
    pz[row] = static_cast<float>(track.pz);
    curvature[row] = static_cast<float>(track.curvature);
    length[row] = static_cast<float>(own);
  }
};

/** Follows one particle until it reaches the front, decays, stops, interacts or has gone too far. */
void fly(Track& track, Surfaces& surfaces, RandomStream& random, const Rules& rules, int number,
         double lifetime, double nuclearLeft, Arcs& arcs) {
  double life = lifetime * random.exponential();
  random.exponential();
  double path = rules.maxPath;
  for (;;) {
    track.turnOver();
    const double p = track.p;
    const double stretch = p / track.pt;
    const double pathToDecay = (life * p) / track.mass;
    surfaces.next(track, std::min(path, pathToDecay) / stretch);
    const double length = surfaces.length;
    arcs.push(track, number, length);
    track.move(length);
    if (surfaces.kind == Kind::front || surfaces.kind == Kind::none) return;
    surfaces.pass(track);
    path -= length * stretch;
    life -= (length * stretch * track.mass) / p;
    const Material& material = *surfaces.found->material;
    const double crossed =
        track.obliqueThickness(surfaces.found->thickness, surfaces.kind == Kind::disc);
    if (!track.slow(track.ionization(crossed, material), rules.stopped)) return;
    nuclearLeft -= crossed * material.pionDepth;
    if (!(nuclearLeft >= 0)) return;
    track.scatter(crossed, random);
  }
}

}  // namespace

int main(int count, char** words) {
  const Twin twin(count, words);
  const auto constants = twin.column<double>("rules");
  Rules rules;
  std::memcpy(&rules, constants.data(), sizeof rules);
  const auto flights = twin.column<double>("flights");
  const auto states = twin.column<std::uint32_t>("states");
  const auto numbers = twin.column<std::int32_t>("numbers");
  const auto depths = twin.column<double>("materials");
  const auto screening = twin.column<double>("screening");
  const std::size_t tableLength = screening.size() / (depths.size() / 3);
  std::vector<Material> materials;
  for (std::size_t at = 0; at < depths.size(); at += 3)
    materials.push_back({depths[at], depths[at + 1], depths[at + 2],
                         screening.data() + at / 3 * tableLength});
  const auto surfacesOf = [&](const std::string& name) {
    const auto own = twin.column<double>(name);
    std::vector<Surface> made;
    for (std::size_t at = 0; at < own.size(); at += 5)
      made.push_back({own[at], own[at + 1], own[at + 2], own[at + 3],
                      &materials[static_cast<std::size_t>(own[at + 4])]});
    return made;
  };
  Surfaces surfaces{surfacesOf("cylinders"), surfacesOf("discs")};

  Arcs arcs;
  twin.measure([&] {
    arcs.rows = 0;
    for (std::size_t flight = 0; flight < numbers.size(); flight++) {
      const double* own = &flights[flight * 11];
      Track track{rules,  own[0], own[1], own[2], own[3], own[4], own[5], own[6], own[7], own[8],
                  0,      0,      0,      0,      0,      0,      0,      0,      {},     {rules}};
      const std::uint32_t* words = &states[flight * 4];
      RandomStream random{words[0], words[1], words[2], words[3]};
      surfaces.enter(track.x, track.y, track.z);
      fly(track, surfaces, random, rules, numbers[flight], own[9], own[10], arcs);
    }
  });
  const auto result = [&](const char* name, auto& column) {
    column.resize(arcs.rows);
    twin.result(name, column);
  };
  result("particle", arcs.particle);
  result("x", arcs.x);
  result("y", arcs.y);
  result("z", arcs.z);
  result("time", arcs.time);
  result("px", arcs.px);
  result("py", arcs.py);
  result("pz", arcs.pz);
  result("curvature", arcs.curvature);
  result("length", arcs.length);
}
