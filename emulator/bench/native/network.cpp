// Native twin of the neural z trigger's network: fixed point of the firmware, products of 16 bits,
// as triggers/cdc/neuro-network.ts and its kernel work it out.
#include <algorithm>
#include <cmath>

#include "twin.h"

namespace {

/** Nodes are padded with zeros to a multiple of this. */
constexpr int lanes = 8;

struct Layer {
  int stride;
  int nodes;
  std::vector<std::int16_t> weights;
  std::vector<std::int32_t> biases;
};

/** tanh(x/2) of whole sums, for sizes up to where it stays `largest`. */
struct Activation {
  int shift;
  int largest;
  std::vector<std::int16_t> table;
};

int padded(int count) { return (count + lanes - 1) / lanes * lanes; }

/** Nearest whole number, halves up. */
double rounded(double value) { return std::floor(value + 0.5); }

/** A layer from weights of single precision: of each node its inputs, then its bias. */
Layer makeLayer(const float*& weights, int inputs, int nodes, int weightBits, int nodeBits) {
  const double step = std::ldexp(1.0, weightBits);
  const auto whole = [&](float weight) {
    return std::clamp(rounded(weight * step), -63 * step, 63 * step);
  };
  Layer layer{padded(inputs), nodes, {}, {}};
  layer.weights.resize(static_cast<std::size_t>(layer.stride) * nodes);
  for (int node = 0; node < nodes; node++) {
    for (int input = 0; input < inputs; input++)
      layer.weights[static_cast<std::size_t>(node) * layer.stride + input] =
          static_cast<std::int16_t>(whole(*weights++));
    layer.biases.push_back(static_cast<std::int32_t>(std::ldexp(whole(*weights++), nodeBits)));
  }
  return layer;
}

Activation makeActivation(int nodeBits, int weightBits, int argumentBits) {
  const int largest = (1 << nodeBits) - 1;
  Activation made{nodeBits + weightBits - argumentBits, largest, {}};
  for (int x = 0; x < nodeBits << argumentBits; x++) {
    const double value = 1 - 2 / (std::exp(std::ldexp(x, -argumentBits)) + 1);
    made.table.push_back(static_cast<std::int16_t>(
        std::min<double>(largest, rounded(std::ldexp(value, nodeBits)))));
  }
  return made;
}

void evaluate(const Layer& layer, const Activation& activation, const std::int16_t* inputs,
              std::int16_t* outputs) {
  const std::int16_t* weights = layer.weights.data();
  const int length = static_cast<int>(activation.table.size());
  for (int node = 0; node < layer.nodes; node++, weights += layer.stride) {
    std::int32_t sum = 0;
    for (int input = 0; input < layer.stride; input++) sum += inputs[input] * weights[input];
    const int step = (sum + layer.biases[node]) >> activation.shift;
    const int size = std::abs(step);
    const int value = size < length ? activation.table[size] : activation.largest;
    outputs[node] = static_cast<std::int16_t>(step < 0 ? -value : value);
  }
}

}  // namespace

int main(int count, char** words) {
  const Twin twin(count, words);
  const auto inputs = twin.column<double>("inputs");
  const auto experts = twin.column<std::uint8_t>("experts");
  const int nodeBits = twin.number<std::int32_t>("nodeBits");
  const int weightBits = twin.number<std::int32_t>("weightBits");
  const auto hidden = twin.column<std::int32_t>("hiddenCounts");
  const int inputCount = static_cast<int>(inputs.size() / experts.size());
  const int outputCount = twin.number<std::int32_t>("outputCount");

  const float* weights = twin.column<float>("weights").data();
  std::vector<std::array<Layer, 2>> networks;
  for (const int nodes : hidden) {
    Layer first = makeLayer(weights, inputCount, nodes, weightBits, nodeBits);
    networks.push_back({first, makeLayer(weights, nodes, outputCount, weightBits, nodeBits)});
  }
  const Activation activation =
      makeActivation(nodeBits, weightBits, twin.number<std::int32_t>("argumentBits"));

  const double one = std::ldexp(1.0, nodeBits);
  const int widest = *std::max_element(hidden.begin(), hidden.end());
  std::vector<std::int16_t> nodes0(padded(inputCount)), nodes1(padded(widest)), last(outputCount);
  std::vector<double> outputs(experts.size() * outputCount);
  twin.measure([&] {
    for (std::size_t track = 0; track < experts.size(); track++) {
      const double* own = &inputs[track * inputCount];
      for (int input = 0; input < inputCount; input++)
        nodes0[input] =
            static_cast<std::int16_t>(std::clamp(std::trunc(own[input] * one), -one, one - 1));
      const auto& [first, second] = networks[experts[track]];
      evaluate(first, activation, nodes0.data(), nodes1.data());
      evaluate(second, activation, nodes1.data(), last.data());
      for (int output = 0; output < outputCount; output++)
        outputs[track * outputCount + output] = last[output] / one;
    }
  });
  twin.result("outputs", outputs);
}
