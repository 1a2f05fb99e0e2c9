// Native twin of the drift chamber: arcs to cells with drift times, and those to hits in TDC bins,
// as detector/cdc/crossings.wasm.ts, passage.wasm.ts and digitize.wasm.ts work it out.
#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

#include "turns.h"
#include "twin.h"

namespace {

/** A number and what was rounded off of it. */
struct Pair {
  double high, low;
};

/** a + b, |a| not below |b|. */
Pair sum(double a, double b) {
  const double high = a + b;
  return {high, b - (high - a)};
}

Pair product(double a, double b) {
  const double wideA = 134217729.0 * a;
  const double wideB = 134217729.0 * b;
  const double highA = wideA - (wideA - a);
  const double highB = wideB - (wideB - b);
  const double lowA = a - highA;
  const double lowB = b - highB;
  const double high = a * b;
  return {high, lowA * lowB - (high - highA * highB - lowA * highB - highA * lowB)};
}

/** atan(n/16), for n from 0 to 16. */
constexpr std::array<Pair, 17> sixteenths{{
    {0, 0},
    {0.06241880999595735, -1.5490756308295046e-18},
    {0.12435499454676144, -3.1253241424539383e-18},
    {0.18534794999569476, 4.180692268843079e-18},
    {0.24497866312686414, 1.0698755618734451e-17},
    {0.30288486837497142, -1.1010827903001369e-17},
    {0.35877067027057225, -2.4623815582638635e-17},
    {0.41241044159738732, -1.5876522277706891e-17},
    {0.46364760900080609, 2.2698777452961687e-17},
    {0.51238946031073773, -2.5462781472855804e-17},
    {0.55859931534356244, -5.4556305485916264e-18},
    {0.60228734613496415, 2.9504307372284023e-17},
    {0.64350110879328437, 1.5834785051444286e-17},
    {0.68231655487474807, 6.9432236715600077e-18},
    {0.71882999962162453, -2.1478388444456983e-17},
    {0.75315128096219441, -2.4256934659182068e-17},
    {0.78539816339744828, 3.061616997868383e-17},
}};

/** atan(y / x) for 0 ≤ y ≤ x. */
Pair arc(double y, double x) {
  const double step = std::nearbyint((16 * y) / x);
  const double c = step / 16;
  const auto [cx, cxLow] = product(c, x);
  const auto [cy, cyLow] = product(c, y);
  const auto [above, aboveRest] = sum(y > cx ? y : -cx, y > cx ? -cx : y);
  const double aboveLow = aboveRest - cxLow;
  const auto [below, belowRest] = sum(x, cy);
  const double belowLow = belowRest + cyLow;
  const double t = above / below;
  const auto [back, backLow] = product(t, below);
  const double tLow = (above - back - backLow + aboveLow - t * belowLow) / below;
  const double t2 = t * t;
  const double series =
      t2 * (-0.3333333333333333 +
            t2 * (0.2 + t2 * (-0.14285714285714285 +
                              t2 * (0.1111111111111111 - t2 * 0.09090909090909091))));
  const auto& [table, tableLow] = sixteenths[static_cast<int>(step)];
  const Pair total = step == 0 ? Pair{t, 0} : sum(table, t);
  const double rest = step == 0 ? 0 : total.low + tableLow;
  return sum(total.high, rest + (tLow + t * series));
}

/** Azimuth of a point that is on no axis, as elementary.wasm.ts rounds it. */
double azimuth(double y, double x) {
  const double across = std::abs(x);
  const double up = std::abs(y);
  Pair angle = arc(std::min(across, up), std::max(across, up));
  if (up > across) {
    const auto [high, low] = sum(1.5707963267948966, -angle.high);
    angle = {high, low + (6.123233995736766e-17 - angle.low)};
  }
  if (x < 0) {
    const auto [high, low] = sum(3.141592653589793, -angle.high);
    angle = {high, low + (1.2246467991473532e-16 - angle.low)};
  }
  return std::copysign(angle.high + angle.low, y);
}

double smallArctangent(double x) {
  const double square = x * x;
  return x * (1 - square * (1 / 3.0 - square * (1 / 5.0)));
}

struct Circle {
  double centreX, centreY, distance, radius, sense, closest, farthest, start;

  void set(double x, double y, double ux, double uy, double curvature) {
    radius = std::abs(1 / curvature);
    centreX = x - uy / curvature;
    centreY = y + ux / curvature;
    distance = std::max(std::sqrt(centreX * centreX + centreY * centreY), 1e-9);
    farthest = distance + radius;
    sense = curvature > 0 ? 1 : -1;
    const double r2 = x * x + y * y;
    closest = (r2 + (2 * (ux * y - uy * x)) / curvature) / (distance + radius);
    const double turn = turnAt(std::sqrt(r2));
    start = x * ux + y * uy >= 0 ? turn : -turn;
  }

  double turnAt(double r) const {
    return turnOf((r * r - closest * closest) / (4 * distance * radius));
  }
};

struct Layer {
  double radius, middle, half, zBackward, placePerZ, twist, tangent, angle, perAngle, offset, slant,
      lengthPerZ;
  int firstWire, wires;
};

struct Crossing {
  int layer;
  double z, length, cell, low, high, path, outward, around, wires, short_, across, at, radial;
};

struct Chamber {
  std::vector<Layer> layers;
  std::vector<int> firstBeyond;
  double innermost, outermost;
  double logEfficient, density, resolution, timePerDistance, timeOnWire, speedOfLight;
  std::span<const float> quantiles;
};

/** Follows one arc after the other. */
class Passage {
 public:
  RandomStream random;
  std::vector<std::uint16_t> wires;
  std::vector<float> times;

  explicit Passage(const Chamber& of) : chamber(of), crossings(of.layers.size()) {}

  void startEvent(const std::uint32_t* state) {
    random = {state[0], state[1], state[2], state[3]};
    untilMiss = drawUntilMiss();
  }

  void follow(double x, double y, double z, double time, double px, double py, double pz,
              double curvature, double length, double mass) {
    if (!mayReachWires(x, y, x * px + y * py >= 0, curvature, length)) return;
    if (!startArc(x, y, z, px, py, pz, curvature)) return;
    const double pt = std::sqrt(px * px + py * py);
    const double p = std::sqrt(pt * pt + pz * pz);
    startTime = time;
    timePerLength = std::sqrt(p * p + mass * mass) / (pt * chamber.speedOfLight);
    const double end = circle.start + length / circle.radius;
    for (int half = static_cast<int>(std::floor(circle.start / pi)); half * pi < end; half++)
      hitCells(walk(half, end));
  }

 private:
  const Chamber& chamber;
  std::vector<Crossing> crossings;
  Circle circle;
  int untilMiss = 0;
  double startTime = 0, timePerLength = 0;
  double startZ = 0, slope = 0, stretch = 1, startDistance = 0;
  double lastTurn = 0, lastSinTurn = 0, lastCosTurn = 1;
  double lastPhi = 0, lastSinPhi = 0, lastCosPhi = 1;

  int drawUntilMiss() {
    return static_cast<int>(
        std::min(1e9, std::floor(std::log(random.uniform()) / chamber.logEfficient)));
  }

  bool mayReachWires(double x, double y, bool outward, double curvature, double length) const {
    const double r2 = x * x + y * y;
    const double missing = chamber.innermost - length;
    if (missing > 0 && r2 < missing * missing) return false;
    if (!(r2 > chamber.outermost * chamber.outermost)) return true;
    const double nearer = outward ? 0.5 * std::abs(curvature) * length * length : length;
    return !(std::sqrt(r2) - nearer > chamber.outermost);
  }

  bool startArc(double x, double y, double z, double px, double py, double pz, double curvature) {
    const double pt = std::sqrt(px * px + py * py);
    circle.set(x, y, px / pt, py / pt, curvature);
    if (circle.farthest < chamber.innermost) return false;
    const double along = (x * circle.centreX + y * circle.centreY) / circle.distance;
    const double across = (y * circle.centreX - x * circle.centreY) / circle.distance;
    const double r = std::sqrt(x * x + y * y);
    startZ = z;
    slope = pz / pt;
    stretch = std::sqrt(pt * pt + pz * pz) / pt;
    startDistance = r;
    lastTurn = circle.start;
    lastSinTurn = (-circle.sense * across) / circle.radius;
    lastCosTurn = (circle.distance - along) / circle.radius;
    const bool near = r < 0.1;
    lastPhi = near ? azimuth(circle.centreY, circle.centreX) : azimuth(y, x);
    lastCosPhi = near ? 1 : along / r;
    lastSinPhi = near ? 0 : across / r;
    return true;
  }

  int walk(int halfTurn, double end) {
    const double sign = halfTurn % 2 == 0 ? 1 : -1;
    const int step = static_cast<int>(sign);
    const int layerCount = static_cast<int>(chamber.layers.size());
    const double base = (sign > 0 ? halfTurn : halfTurn + 1) * pi;
    const double start = circle.start;
    const double from = std::max(start, halfTurn * pi);
    const double to = std::min(end, (halfTurn + 1) * pi);
    const double sense = circle.sense, distance = circle.distance, radius = circle.radius;
    const double farthest = circle.farthest;
    const double z0 = startZ - slope * radius * start;
    const double zPerTurn = slope * radius;
    const double perRadius = 1 / radius;
    const double halfPerDistance = 1 / (2 * distance);
    const double inmost = std::abs(circle.closest);
    const double excess = circle.closest * farthest;
    double turn = lastTurn, sinTurn = lastSinTurn, cosTurn = lastCosTurn;
    double phi = lastPhi, sinPhi = lastSinPhi, cosPhi = lastCosPhi;
    double lastRadius = from == start ? startDistance : sign > 0 ? inmost : farthest;
    double lastZ = z0 + zPerTurn * from;
    double zPerRadius =
        from == start ? (sign * slope) / std::max(0.1, (std::abs(sinTurn) * distance) /
                                                           (lastRadius + 0.1 * 1e-6))
                      : 0;
    int count = 0;
    int layer = chamber.firstBeyond[std::min<std::size_t>(chamber.firstBeyond.size() - 1,
                                                          std::floor(10 * lastRadius))];
    if (sign < 0 && layer == layerCount) layer--;
    for (; layer >= 0 && layer < layerCount; layer += step) {
      const Layer& row = chamber.layers[layer];
      const bool isStereo = row.tangent != 0;
      double wireRadius = row.radius;
      double guess = lastZ + zPerRadius * (wireRadius - lastRadius);
      double at, along, aside, sinHere, cosHere, turnHere, z;
      for (int trial = 0; trial < 3; trial++) {
        if (isStereo) {
          const double across = row.tangent * ((guess - row.zBackward) * row.placePerZ - 1);
          const double square = std::min(across * across, row.tangent * row.tangent);
          wireRadius = row.middle * (1 + square * (0.5 - 0.125 * square));
        }
        at = std::min(farthest, std::max(inmost, wireRadius));
        along = (at * at + excess) * halfPerDistance;
        aside = std::sqrt(std::max(0.0, at * at - along * along));
        sinHere = sign * aside * perRadius;
        cosHere = (distance - along) * perRadius;
        turnHere = cosHere * cosTurn + sinHere * sinTurn > 0.88
                       ? turn + smallArcsine(sinHere * cosTurn - cosHere * sinTurn)
                       : base + sign * circle.turnAt(at);
        z = z0 + zPerTurn * turnHere;
        if (!isStereo || std::abs(z - guess) < 0.3) break;
        guess = z;
      }
      if (at == wireRadius) {
        if (turnHere < from) continue;
        if (turnHere > to) break;
      } else if ((wireRadius > at) == (sign < 0)) {
        continue;
      } else if (sign > 0 ? !(wireRadius - row.half < farthest && to - base >= pi)
                          : !(wireRadius + row.half > inmost && to - base >= 0)) {
        break;
      }
      const double inverse = 1 / at;
      const double cosHerePhi = along * inverse;
      const double sinHerePhi = -sense * sign * aside * inverse;
      const double sinStep = sinHerePhi * cosPhi - cosHerePhi * sinPhi;
      const double cosStep = cosHerePhi * cosPhi + sinHerePhi * sinPhi;
      phi += cosStep > 0.88 ? smallArcsine(sinStep) : azimuth(sinStep, cosStep);
      turn = turnHere;
      sinTurn = sinHere;
      cosTurn = cosHere;
      sinPhi = sinHerePhi;
      cosPhi = cosHerePhi;
      const double radial = aside * inverse * distance * perRadius;
      lastRadius = at;
      lastZ = z;
      zPerRadius = sign * slope * (1 / std::max(0.1, radial));
      const double place = (z - row.zBackward) * row.placePerZ - 1;
      if (std::abs(place) > 1) continue;
      Crossing& here = crossings[count++];
      here.layer = layer;
      here.z = z;
      here.length = (turn - start) * radius;
      here.cell = phi;
      here.outward = at - distance * cosPhi;
      here.around = distance * sinPhi;
      here.wires = wireRadius;
      here.short_ = wireRadius - at;
      here.across = isStereo ? row.tangent * place : 0;
      here.at = at;
      here.radial = radial;
    }
    lastTurn = turn;
    lastSinTurn = sinTurn;
    lastCosTurn = cosTurn;
    lastPhi = phi;
    lastSinPhi = sinPhi;
    lastCosPhi = cosPhi;
    cellsCrossed(count, -sense * sign);
    return count;
  }

  void cellsCrossed(int count, double sense) {
    const double excess = circle.closest * circle.farthest;
    const double perRadius = 1 / circle.radius;
    for (int crossing = 0; crossing < count; crossing++) {
      Crossing& here = crossings[crossing];
      const Layer& row = chamber.layers[here.layer];
      const double twist = row.tangent != 0 ? row.twist + smallArctangent(here.across) : 0;
      const double cell = (here.cell - twist) * row.perAngle - row.offset;
      here.cell = cell;
      if (here.radial <= 0.6) {
        obliqueCells(here, row, sense * row.perAngle);
        continue;
      }
      const double inverse = 1 / here.at;
      const double perRadial = 1 / here.radial;
      const double sideways = (here.at - excess * inverse) * 0.5 * perRadius;
      const double twistPerLength = slope * row.twist * row.placePerZ;
      const double reach = std::abs(circle.sense * sideways * inverse - twistPerLength) *
                           row.half * perRadial * row.perAngle;
      here.low = cell - reach;
      here.high = cell + reach;
      here.path = 2 * row.half * perRadial * stretch;
    }
  }

  void obliqueCells(Crossing& here, const Layer& row, double perAlpha) const {
    const double middle = here.cell - perAlpha * alphaAt(here.wires - here.short_);
    const double inner = std::max(here.wires - row.half, std::abs(circle.closest));
    const double outer = std::min(here.wires + row.half, circle.farthest);
    const double path = stretch * circle.radius * (circle.turnAt(outer) - circle.turnAt(inner));
    const double near = alphaAt(inner);
    const double far = alphaAt(outer);
    const double one = here.short_ < 0 ? far : near;
    const double other = here.short_ == 0 ? far : one > pi / 2 ? 2 * pi - one : -one;
    here.low = middle + std::min(perAlpha * one, perAlpha * other);
    here.high = middle + std::max(perAlpha * one, perAlpha * other);
    here.path = here.short_ == 0 ? path : 2 * path;
  }

  double alphaAt(double r) const {
    const double distance = circle.distance, radius = circle.radius;
    return pi / 2 - arcsine((r * r + distance * distance - radius * radius) / (2 * r * distance));
  }

  static bool isBelowExponential(double value, double x) {
    return value * (1 + x * (1 + x * (0.5 + x * (1 / 6.0)))) < 1 && value < std::exp(-x);
  }

  void hitCells(int count) {
    for (int crossing = 0; crossing < count; crossing++) {
      const Crossing& here = crossings[crossing];
      const Layer& layer = chamber.layers[here.layer];
      const double perCell = here.path / (here.high - here.low);
      const int first = static_cast<int>(std::floor(here.low + 0.5));
      const int last =
          std::min(static_cast<int>(std::floor(here.high + 0.5)), first + layer.wires - 1);
      const double arrival = startTime + here.length * timePerLength +
                             (here.z - layer.zBackward) * layer.lengthPerZ * chamber.timeOnWire;
      int number = first % layer.wires;
      if (number < 0) number += layer.wires;
      for (int cell = first; cell <= last; cell++) {
        const int wire = layer.firstWire + number;
        if (++number == layer.wires) number = 0;
        if (untilMiss-- == 0) {
          untilMiss = drawUntilMiss();
          continue;
        }
        if (first != last) {
          const double inCell =
              perCell * (std::min(here.high, cell + 0.5) - std::max(here.low, cell - 0.5));
          if (inCell < 0.4 && isBelowExponential(random.uniform(), chamber.density * inCell))
            continue;
        }
        const std::uint32_t draw = random.bits();
        const double away = closestApproach(here, layer, (cell - here.cell) * layer.angle);
        const double smear =
            chamber.resolution * chamber.quantiles[draw & (chamber.quantiles.size() - 1)];
        wires.push_back(static_cast<std::uint16_t>(wire));
        times.push_back(
            static_cast<float>(arrival + std::abs(away + smear) * chamber.timePerDistance));
      }
    }
  }

  double closestApproach(const Crossing& here, const Layer& layer, double turn) const {
    const double sense = circle.sense;
    const double turn2 = turn * turn;
    const double toCentre = here.outward + here.short_ -
                            here.wires * turn2 * (0.5 - turn2 * (1 / 24.0 - turn2 * (1 / 720.0)));
    const double aside =
        here.around + here.wires * turn * (1 - turn2 * (1 / 6.0 - turn2 * (1 / 120.0)));
    const double distance = std::sqrt(toCentre * toCentre + aside * aside);
    const double miss = distance - circle.radius;
    if (layer.slant == 0) return miss;
    const double inverse = sense / distance;
    const double ux = -aside * inverse;
    const double uy = toCentre * inverse;
    const double tilt = here.across - turn;
    const double wx = layer.slant * tilt;
    const double wy = layer.slant * (1 - 0.5 * tilt * tilt);
    const double along = 1 - slope * (ux * wx + uy * wy);
    const double skew = (ux * wy - uy * wx) / along;
    const double further = -(here.outward * ux + here.around * uy);
    const double square = (1 + slope * slope) * skew * skew;
    return (miss - sense * slope * further * skew) *
           (1 - square * (0.5 - square * (0.375 - 0.3125 * square)));
  }
};

/** Hits of an event by wire, each wire's in order of time. */
class Digitizer {
 public:
  std::vector<std::uint16_t> wires;
  std::vector<std::int16_t> bins;

  Digitizer(int wireCount, double width, double first, double end)
      : binWidth(width), firstBin(first), endBin(end), heads(wireCount), touched(wireCount / 64) {}

  void add(std::uint16_t wire, double time) {
    const double bin = std::floor(time / binWidth);
    if (!(bin >= firstBin && bin < endBin)) return;
    const int entry = static_cast<int>(entries.size());
    entries.push_back({static_cast<int>(bin), -1});
    const std::uint64_t bit = std::uint64_t{1} << (wire & 63);
    int* place = &heads[wire];
    if ((touched[wire >> 6] & bit) == 0) {
      touched[wire >> 6] |= bit;
    } else {
      while (*place >= 0 && entries[*place].bin <= entries[entry].bin)
        place = &entries[*place].next;
      entries[entry].next = *place;
    }
    *place = entry;
  }

  void write() {
    for (std::size_t word = 0; word < touched.size(); word++) {
      for (std::uint64_t set = touched[word]; set != 0; set &= set - 1) {
        const int wire = static_cast<int>(64 * word) + std::countr_zero(set);
        int window = -1 << 20;
        for (int at = heads[wire]; at >= 0; at = entries[at].next) {
          if (entries[at].bin >> 5 == window) continue;
          window = entries[at].bin >> 5;
          wires.push_back(static_cast<std::uint16_t>(wire));
          bins.push_back(static_cast<std::int16_t>(entries[at].bin));
        }
      }
      touched[word] = 0;
    }
    entries.clear();
  }

 private:
  struct Entry {
    int bin, next;
  };
  double binWidth, firstBin, endBin;
  std::vector<int> heads;
  std::vector<std::uint64_t> touched;
  std::vector<Entry> entries;
};

Chamber readChamber(const Twin& twin) {
  Chamber made;
  const auto numbers = twin.column<double>("layers");
  const auto wires = twin.column<std::int32_t>("wires");
  int firstWire = 0;
  for (std::size_t layer = 0; layer < wires.size(); layer++) {
    const double* row = &numbers[12 * layer];
    made.layers.push_back({row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8],
                           row[9], row[10], row[11], firstWire, wires[layer]});
    firstWire += wires[layer];
  }
  const auto& layers = made.layers;
  for (int millimetre = 0; millimetre < 1300; millimetre++)
    made.firstBeyond.push_back(static_cast<int>(
        std::ranges::find_if(layers, [&](auto& of) { return of.radius > millimetre * 0.1; }) -
        layers.begin()));
  made.innermost = layers.front().radius - layers.front().half;
  made.outermost = layers.back().radius + layers.back().half;
  const auto response = twin.column<double>("response");
  made.logEfficient = response[0];
  made.density = response[1];
  made.resolution = response[2];
  made.timePerDistance = response[3];
  made.timeOnWire = response[4];
  made.speedOfLight = response[5];
  made.quantiles = twin.column<float>("quantiles");
  return made;
}

}  // namespace

int main(int count, char** words) {
  const Twin twin(count, words);
  const Chamber chamber = readChamber(twin);
  const auto offsets = twin.column<std::uint32_t>("offsets");
  const auto states = twin.column<std::uint32_t>("states");
  const auto x = twin.column<float>("x"), y = twin.column<float>("y"), z = twin.column<float>("z");
  const auto time = twin.column<float>("time"), curvature = twin.column<float>("curvature");
  const auto px = twin.column<float>("px"), py = twin.column<float>("py");
  const auto pz = twin.column<float>("pz"), length = twin.column<float>("length");
  const auto mass = twin.column<double>("mass");
  const auto window = twin.column<double>("window");
  const int wireCount = chamber.layers.back().firstWire + chamber.layers.back().wires;

  Passage passage(chamber);
  Digitizer digitizer(wireCount, window[0], window[1], window[2]);
  twin.measure([&] {
    passage.wires.clear();
    passage.times.clear();
    digitizer.wires.clear();
    digitizer.bins.clear();
    for (std::size_t event = 0; event + 1 < offsets.size(); event++) {
      const std::size_t first = passage.wires.size();
      passage.startEvent(&states[4 * event]);
      for (std::uint32_t arc = offsets[event]; arc < offsets[event + 1]; arc++)
        passage.follow(x[arc], y[arc], z[arc], time[arc], px[arc], py[arc], pz[arc],
                       curvature[arc], length[arc], mass[arc]);
      for (std::size_t row = first; row < passage.wires.size(); row++)
        digitizer.add(passage.wires[row], passage.times[row]);
      digitizer.write();
    }
  });
  twin.result("wires", passage.wires);
  twin.result("times", passage.times);
  twin.result("hitWires", digitizer.wires);
  twin.result("bins", digitizer.bins);
}
