// Times training on the cases that other trainers are timed on. Commands on standard input, one JSON line each on
// standard output; README.md beside this file lists them.
#include <fmt/core.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "benchmarks/training/peak.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/json.hpp"
#include "vernier/base/rng.hpp"
#include "vernier/nn/callbacks/lambda_callback.hpp"
#include "vernier/nn/sequential.hpp"
#include "vernier/tensor/kernels.hpp"

namespace {

using vernier::Index;
using vernier::Json;
using vernier::Shape;
using vernier::Tensor;
namespace nn = vernier::nn;

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Case {
  Index batch;
  Index samples;
  Shape sample;
  Json layers;
  std::string loss;
  double multiply_adds;  // of one step: forward and all backward products but the gradient of the data
};

Case dense_case(Index batch, Index samples, const std::vector<Index>& widths) {
  const bool binary = widths.back() == 1;
  Case c{batch, samples, {widths.front()}, Json::array(), {}, 0};
  for (std::size_t i = 1; i < widths.size(); ++i) {
    const char* activation = i + 1 < widths.size() ? "relu" : binary ? "sigmoid" : "softmax";
    c.layers.push_back({{"dense", {{"units", widths[i]}, {"activation", activation}}}});
    c.multiply_adds += static_cast<double>(batch * widths[i - 1] * widths[i]) * (i == 1 ? 2.0 : 3.0);
  }
  c.loss = binary ? "binary_crossentropy" : "sparse_categorical_crossentropy";
  return c;
}

/// 28 x 28 images of one channel, two convolutions each followed by pooling, two dense layers.
Case image_case() {
  constexpr Index batch = 64;
  const auto windows = [](Index side, Index channels, Index filters) { return side * side * 9 * channels * filters; };
  return {batch,
          6400,
          {28, 28, 1},
          {{{"conv2d", {{"filters", 32}, {"kernel_size", 3}, {"activation", "relu"}}}},
           {{"max_pooling2d", {{"pool_size", 2}}}},
           {{"conv2d", {{"filters", 64}, {"kernel_size", 3}, {"activation", "relu"}}}},
           {{"max_pooling2d", {{"pool_size", 2}}}},
           "flatten",
           {{"dense", {{"units", 128}, {"activation", "relu"}}}},
           {{"dense", {{"units", 10}, {"activation", "softmax"}}}}},
          "sparse_categorical_crossentropy",
          static_cast<double>(batch * (2 * windows(26, 1, 32) + 3 * (windows(11, 32, 64) + 1600 * 128 + 128 * 10)))};
}

Case recurrent_case(const std::string& layer, Index gates) {
  constexpr Index batch = 32, steps = 50, features = 32, units = 64;
  return {batch,
          4800,
          {steps, features},
          {{{layer, {{"units", units}}}}, {{"dense", {{"units", 1}}}}},
          "mean_squared_error",
          static_cast<double>(batch * steps * gates * units * (2 * features + 3 * units))};
}

const Case& find_case(const std::string& name) {
  static const std::map<std::string, Case> cases{{"a", dense_case(32, 800, {100, 64, 1})},
                                                 {"b", dense_case(128, 60000, {784, 512, 10})},
                                                 {"c", dense_case(128, 25600, {784, 512, 512, 10})},
                                                 {"d", image_case()},
                                                 {"e", recurrent_case("lstm", 4)},
                                                 {"f", recurrent_case("gru", 3)}};
  const auto found = cases.find(name);
  if (found == cases.end()) throw vernier::NotFound("unknown case '" + name + "'", "a to f");
  return found->second;
}

struct Bench {
  explicit Bench(const Case& c)
      : spec(c), x(c.sample.with_front(c.samples)), y({c.samples, 1}), model(nn::Sequential::from_config(c.layers)) {
    vernier::Rng rng(1);
    for (float& value : x.values()) value = static_cast<float>(rng.uniform());
    const Shape sample = c.sample;
    model.build(std::span<const Shape>(&sample, 1));
    const Index outputs = model.output_shape().back();
    for (float& value : y.values()) {
      value = static_cast<float>(rng.below(outputs == 1 ? 2 : static_cast<std::uint64_t>(outputs)));
    }
    model.compile({.optimizer = "adam", .loss = c.loss});
    for (int i = 0; i < 3; ++i) step(0);
  }
  void step(Index k) {
    const Index first = k % (spec.samples / spec.batch) * spec.batch;
    (void)model.train_on_batch(x.slice(first, first + spec.batch), y.slice(first, first + spec.batch));
  }

  Case spec;
  Tensor x;
  Tensor y;
  nn::Sequential model;
};

class Worker {
 public:
  Json answer(const std::string& line) {
    std::istringstream words(line);
    std::string command, variant, name;
    double amount = 0;
    words >> command;
    if (command == "rss") {
      rusage usage{};
      getrusage(RUSAGE_SELF, &usage);
      return {{"rss_mb", static_cast<double>(usage.ru_maxrss) / 1024.0}};
    }
    if (command == "limit") {
      words >> name >> amount;
      const double peak = measure_peak(amount > 0 ? amount : 0.5);
      return {{"gflops", peak * 2e-9}, {"us", find_case(name).multiply_adds / peak * 1e6}};
    }
    words >> variant >> name >> amount;
    if (command == "build") return build(variant, name);
    Bench& bench = *benches_.at(variant + name);
    if (command == "step") return step(bench, amount);
    if (command == "fit") return fit(bench, static_cast<std::int64_t>(amount), variant == "validation");
    throw vernier::InvalidArgument("unknown command '" + command + "'", "build, step, fit, limit, rss or quit");
  }

 private:
  Json build(const std::string& variant, const std::string& name) {
    const double start = seconds_now();
    auto bench = std::make_unique<Bench>(find_case(name));
    const Index parameters = bench->model.parameter_count();
    benches_[variant + name] = std::move(bench);
    return {{"build_s", seconds_now() - start}, {"params", parameters}};
  }
  static Json step(Bench& bench, double seconds) {
    Index count = 0;
    const double start = seconds_now();
    double now = start;
    while (now < start + seconds) {
      for (int i = 0; i < 8; ++i) bench.step(count++);
      now = seconds_now();
    }
    return {{"us", (now - start) / static_cast<double>(count) * 1e6}, {"n", count}};
  }
  static Json fit(Bench& bench, std::int64_t epochs, bool validation) {
    std::vector<double> times;
    double begun = 0;
    auto timer = std::make_shared<nn::LambdaCallback>(nn::LambdaCallback::Functions{
        .epoch_begin = [&](nn::FitState&) { begun = seconds_now(); },
        .epoch_end = [&](nn::FitState&, nn::Logs&) { times.push_back(seconds_now() - begun); }});
    const double start = seconds_now();
    bench.model.fit(bench.x, bench.y,
                    {.batch_size = bench.spec.batch,
                     .epochs = epochs,
                     .validation_split = validation ? 0.2 : 0.0,
                     .callbacks = {timer}});
    const Index samples = validation ? bench.spec.samples * 4 / 5 : bench.spec.samples;
    return {{"epoch_s", times},
            {"total_s", seconds_now() - start},
            {"steps", (samples + bench.spec.batch - 1) / bench.spec.batch}};
  }

  std::map<std::string, std::unique_ptr<Bench>> benches_;
};

}  // namespace

int main() {
  Worker worker;
  std::cout << Json{{"fw", "vernier"}, {"instruction_set", vernier::kernels::instruction_set()}}.dump() << std::endl;
  for (std::string line; std::getline(std::cin, line) && line != "quit";) {
    if (line.empty()) continue;
    try {
      std::cout << worker.answer(line).dump() << std::endl;
    } catch (const std::exception& error) {
      std::cout << Json{{"error", error.what()}}.dump() << std::endl;
    }
  }
}
