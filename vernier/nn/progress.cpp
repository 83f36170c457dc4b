#include "vernier/nn/progress.hpp"

#include <fmt/core.h>

#include <string>

namespace vernier::nn {
namespace {

class ProgressCallback : public Callback {
 public:
  explicit ProgressCallback(std::function<void(std::string_view)> write) : write_(std::move(write)) {}

  void on_epoch_end(FitState& state, Logs& logs) override {
    const std::string total = std::to_string(state.epochs);
    std::string line = fmt::format("Epoch {:>{}}/{}", state.epoch + 1, total.size(), total);
    for (const auto& [name, value] : logs.items()) line += fmt::format("  {} {:.4g}", name, value);
    write_(line);
  }

 private:
  std::function<void(std::string_view)> write_;
};

}  // namespace

std::shared_ptr<Callback> Progress(std::function<void(std::string_view line)> write) {
  return std::make_shared<ProgressCallback>(std::move(write));
}

}  // namespace vernier::nn
