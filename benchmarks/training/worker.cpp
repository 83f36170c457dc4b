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

#include "benchmarks/training/cases.hpp"
#include "benchmarks/training/peak.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/json.hpp"
#include "vernier/base/rng.hpp"
#include "vernier/nn/callbacks/lambda_callback.hpp"
#include "vernier/nn/model.hpp"
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

class Bench {
 public:
  explicit Bench(const Case& c) : spec(c), y({c.samples, 1}), model(nn::Model::from_config(c.model)) {
    vernier::Rng rng(1);
    for (const Shape& sample : c.inputs) {
      Tensor& x = x_.emplace_back(sample.with_front(c.samples));
      for (float& value : x.values()) {
        value = static_cast<float>(c.ids > 0 ? static_cast<double>(rng.below(static_cast<std::uint64_t>(c.ids)))
                                             : rng.uniform());
      }
    }
    model.build(c.inputs);
    const Index outputs = model.output_shape().back();
    for (float& value : y.values()) {
      value = static_cast<float>(rng.below(outputs == 1 ? 2 : static_cast<std::uint64_t>(outputs)));
    }
    model.compile({.optimizer = "adam", .loss = c.loss, .dtype_policy = c.dtype_policy});
    for (int i = 0; i < 3; ++i) step(0);
  }
  [[nodiscard]] nn::Inputs x() const {
    std::vector<vernier::ConstView> views;
    for (const Tensor& tensor : x_) views.push_back(tensor.view());
    return nn::Inputs(views);
  }
  void step(Index k) {
    const Index first = k % (spec.samples / spec.batch) * spec.batch;
    (void)model.train_on_batch(x().slice(first, first + spec.batch), y.slice(first, first + spec.batch));
  }

  Case spec;
  Tensor y;
  nn::Model model;

 private:
  std::vector<Tensor> x_;
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
      return {{"gflops", peak * 2e-9}, {"us", find_case(name, false).multiply_adds / peak * 1e6}};
    }
    words >> variant >> name >> amount;
    if (command == "build") return build(variant, name);
    Bench& bench = *benches_.at(variant + name);
    if (command == "step") return step(bench, amount);
    if (command == "fit") return fit(bench, static_cast<std::int64_t>(amount), variant);
    throw vernier::InvalidArgument("unknown command '" + command + "'", "build, step, fit, limit, rss or quit");
  }

 private:
  Json build(const std::string& variant, const std::string& name) {
    const double start = seconds_now();
    auto bench = std::make_unique<Bench>(find_case(name, variant == "lazy"));
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
  static Json fit(Bench& bench, std::int64_t epochs, const std::string& variant) {
    const bool validation = variant == "validation";
    std::vector<double> times;
    double begun = 0;
    auto timer = std::make_shared<nn::LambdaCallback>(nn::LambdaCallback::Functions{
        .epoch_begin = [&](nn::FitState&) { begun = seconds_now(); },
        .epoch_end = [&](nn::FitState&, nn::Logs&) { times.push_back(seconds_now() - begun); }});
    const double start = seconds_now();
    bench.model.fit(bench.x(), bench.y,
                    {.batch_size = bench.spec.batch,
                     .epochs = epochs,
                     .validation_split = validation ? 0.2 : 0.0,
                     .threads = variant == "two_threads" ? 2U : 1U,
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
