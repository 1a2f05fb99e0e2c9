// Native twin of the flight of charged particles through the layers in front of the calorimeter, as
// detector/propagation/transport.wasm.ts and its like work it out: the same steps in the same
// order, but that the kernel draws the angles of a layer ahead (D-511), which gains nothing here.
// Hard photons are drawn, not kept; a flight ends at a decay, a stop or an interaction.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "turns.h"
#include "twin.h"

namespace {

constexpr double twoPi = 2 * pi;

/** Masses, constants and rules, in the order of the input. */
struct Rules {
  double field, curvatureConstant, speedOfLight, maxPath, stopped;
  double bethe, electronMass, lightest, freshness;
  double tableStart, tableDensity, lastPlace;
  double perSpeedOfLight;
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

constexpr double minCurvature = 2e-10;
constexpr double maxRadius = 1 / minCurvature;

struct Track {
  const Rules& rules;
  double x, y, z, time, px, py, pz, mass, charge;
  Stopping stopping;
  double p, pt, perPt, perMass, energy, slope, curvature, bending, perBending, radiusPerPt;
  double radius, farthest, closest, start, reach, perReach;
  double stoppingMomentum = 0, depth = 0, square = 0;

  void setOut() {
    p = std::sqrt(px * px + py * py + pz * pz);
    energy = std::sqrt(p * p + mass * mass);
    perMass = 1 / mass;
    bending = -charge * rules.curvatureConstant * rules.field;
    perBending = 1 / bending;
  }

  void turnOver() {
    pt = std::sqrt(px * px + py * py);
    perPt = 1 / pt;
    curvature = bending * perPt;
    radiusPerPt = perBending;
    double turning = radiusPerPt * pt;
    if (!(std::abs(curvature) > minCurvature)) {
      curvature = minCurvature;
      turning = maxRadius;
      radiusPerPt = maxRadius * perPt;
    }
    radius = std::abs(turning);
    const double centreX = x - py * radiusPerPt;
    const double centreY = y + px * radiusPerPt;
    const double distance = std::max(std::sqrt(centreX * centreX + centreY * centreY), 1e-9);
    farthest = distance + radius;
    const double r2 = x * x + y * y;
    closest = (r2 + 2 * radiusPerPt * (px * y - py * x)) / farthest;
    reach = 4 * distance * radius;
    perReach = 1 / reach;
    const double turn = turnOf((r2 - closest * closest) * perReach);
    slope = pz * perPt;
    start = x * px + y * py >= 0 ? turn : -turn;
  }

  void move(double length) {
    const double turn = curvature * length;
    const bool isSmall = std::abs(turn) < 0.5;
    const double half = isSmall ? smallSine(turn / 2) : std::sin(turn / 2);
    const double versine = 2 * half * half;
    const double cosine = 1 - versine;
    const double sine = isSmall ? 2 * half * std::sqrt(1 - half * half) : std::sin(turn);
    const double along = sine * radiusPerPt;
    const double across = versine * radiusPerPt;
    x += along * px - across * py;
    y += along * py + across * px;
    z += slope * length;
    time += length * energy * perPt * rules.perSpeedOfLight;
    const double turned = cosine * px - sine * py;
    py = cosine * py + sine * px;
    px = turned;
  }

  double obliqueThickness(double thickness, bool isDisc, double at) const {
    const double obliquity = isDisc ? p / std::abs(pz) : (p * at) / std::abs(x * px + y * py);
    return thickness * std::min(20.0, obliquity);
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
    const double next = std::sqrt(left * left - mass * mass);
    const double factor = next / p;
    px *= factor;
    py *= factor;
    pz *= factor;
    p = next;
    energy = left;
    return true;
  }

  void scatter(double thickness, RandomStream& random) {
    depth += thickness;
    const double now = highlandSquare(depth);
    const double width =
        0.0136 * std::abs(charge) * std::sqrt(std::max(0.0, now - square)) * (energy / (p * p));
    square = now;
    const double across = std::sqrt(px * px + py * py);
    const double perAcross = 1 / across;
    const double inPhi = width * random.gaussian();
    const double inTheta = width * random.gaussian();
    const double norm = 1 / std::sqrt(1 + inPhi * inPhi + inTheta * inTheta);
    const double aside = inPhi * p * perAcross;
    const double along = inTheta * pz * perAcross;
    const double nextX = norm * (px - aside * py + along * px);
    const double nextY = norm * (py + aside * px + along * py);
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
    const double perSlope = 1 / slope;
    const int step = slope > 0 ? 1 : -1;
    for (int at = slope > 0 ? zone : zone - 1; at >= 0 && at < static_cast<int>(discs.size());
         at += step) {
      const Surface& surface = discs[at];
      const double reach = (surface.position - helix.z) * perSlope;
      if (!(reach < length)) return;
      const bool atFront = surface.thickness == 0;
      if (!atFront) {
        const double sine = std::sin((helix.start + reach * std::abs(helix.curvature)) / 2);
        const double r2 = helix.closest * helix.closest + helix.reach * sine * sine;
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
    const double inmost = std::abs(helix.closest);
    const double inmost2 = helix.closest * helix.closest;
    bool outward = helix.start >= 0;
    double base = 0;
    int at = ring;
    for (int idle = 0; idle < 2;) {
      const int cylinder = outward ? at : at - 1;
      if (cylinder >= static_cast<int>(cylinders.size())) break;
      const Surface& surface = cylinders[std::max(0, cylinder)];
      if (cylinder < 0 || (outward ? helix.farthest < surface.position : inmost > surface.position)) {
        if (outward) base += twoPi;
        outward = !outward;
        idle++;
        continue;
      }
      idle = 0;
      const double turn = turnOf((surface.position * surface.position - inmost2) * helix.perReach);
      const double reach =
          std::max(0.0, (outward ? base + turn : base - turn) - helix.start) * helix.radius;
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
    const double pathToDecay = life * p * track.perMass;
    surfaces.next(track, (std::min(path, pathToDecay) * track.pt) / p);
    const double length = surfaces.length;
    arcs.push(track, number, length);
    track.move(length);
    if (surfaces.kind == Kind::front || surfaces.kind == Kind::none) return;
    surfaces.pass(track);
    path -= length * p * track.perPt;
    life -= length * track.mass * track.perPt;
    const Material& material = *surfaces.found->material;
    const double crossed =
        track.obliqueThickness(surfaces.found->thickness, surfaces.kind == Kind::disc,
                               surfaces.found->position);
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
  std::memcpy(&rules, constants.data(), constants.size_bytes());
  rules.perSpeedOfLight = 1 / rules.speedOfLight;
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
      Track track{rules,  own[0], own[1], own[2], own[3], own[4],
                  own[5], own[6], own[7], own[8], {rules}};
      track.setOut();
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
