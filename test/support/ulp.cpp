// Largest error of a function's results, in units in the last place of the exact value, by
// quadruple precision. Reads x, y, z and the result as doubles from standard input until its end:
//   ulp FUNCTION < ROWS    prints the error and where it is.
#include <quadmath.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

using Quad = __float128;
using Function = Quad (*)(Quad, Quad, Quad);

static const std::map<std::string, Function> functions = {
    {"exp", [](Quad x, Quad, Quad) { return expq(x); }},
    {"expm1", [](Quad x, Quad, Quad) { return expm1q(x); }},
    {"log", [](Quad x, Quad, Quad) { return logq(x); }},
    {"log1p", [](Quad x, Quad, Quad) { return log1pq(x); }},
    {"log2", [](Quad x, Quad, Quad) { return log2q(x); }},
    {"log10", [](Quad x, Quad, Quad) { return log10q(x); }},
    {"pow", [](Quad x, Quad y, Quad) { return powq(x, y); }},
    {"sin", [](Quad x, Quad, Quad) { return sinq(x); }},
    {"cos", [](Quad x, Quad, Quad) { return cosq(x); }},
    {"tan", [](Quad x, Quad, Quad) { return tanq(x); }},
    {"asin", [](Quad x, Quad, Quad) { return asinq(x); }},
    {"acos", [](Quad x, Quad, Quad) { return acosq(x); }},
    {"atan", [](Quad x, Quad, Quad) { return atanq(x); }},
    {"atan2", [](Quad y, Quad x, Quad) { return atan2q(y, x); }},
    {"tanh", [](Quad x, Quad, Quad) { return tanhq(x); }},
    {"cbrt", [](Quad x, Quad, Quad) { return cbrtq(x); }},
    {"hypot", [](Quad x, Quad y, Quad z) { return sqrtq(x * x + y * y + z * z); }},
};

int main(int, char **arguments) {
  const Function exact = functions.at(arguments[1]);
  double row[4], where[3] = {}, worst = 0;
  while (std::fread(row, sizeof(double), 4, stdin) == 4) {
    const Quad value = exact(row[0], row[1], row[2]);
    int exponent;
    std::frexp(static_cast<double>(value), &exponent);
    const Quad unit = ldexpq(1, exponent - 53);
    const double error = static_cast<double>(fabsq(value - row[3]) / unit);
    if (error <= worst) continue;
    worst = error;
    for (int i = 0; i < 3; i++) where[i] = row[i];
  }
  std::printf("%.4f %.17g %.17g %.17g\n", worst, where[0], where[1], where[2]);
}
