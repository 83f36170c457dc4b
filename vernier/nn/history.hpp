#pragma once
// What a fit leaves behind. Source: keras/src/callbacks/history.py, Keras 3.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "vernier/base/json.hpp"
#include "vernier/nn/callbacks/callback.hpp"

namespace vernier::nn {

/// The logs of every epoch, as series. A plain value.
class History {
 public:
  /// Appends one epoch's logs. A name that is missing in an epoch is NaN there.
  void append(std::int64_t epoch, const Logs& logs);

  /// The epochs that ran, counted from 0.
  [[nodiscard]] const std::vector<std::int64_t>& epochs() const { return epochs_; }
  /// Names in the order of Keras: by the alphabet, then what callbacks added.
  [[nodiscard]] std::vector<std::string> names() const;
  [[nodiscard]] bool contains(std::string_view name) const;
  /// One number an epoch. Throws NotFound that names the nearest known series.
  [[nodiscard]] const std::vector<double>& at(std::string_view name) const;
  /// The value of the last epoch.
  [[nodiscard]] double last(std::string_view name) const;
  /// The best value of a series (lowest of a loss, highest of an accuracy; NaN never wins) and its row in `epochs()`.
  /// Throws InvalidArgument when the name does not say which way is better, InvalidState when no epoch has a number.
  [[nodiscard]] double best(std::string_view name) const;
  [[nodiscard]] std::size_t best_index(std::string_view name) const;

  /// {"loss": [...], "val_loss": [...]}; numbers that JSON lacks (NaN, infinities) are null.
  [[nodiscard]] Json to_json() const;

  /// The stop token of FitOptions ended the fit. The epoch it cut short is not in the series.
  bool interrupted = false;
  std::vector<std::string> warnings{};

 private:
  std::vector<std::int64_t> epochs_;
  std::vector<std::pair<std::string, std::vector<double>>> series_;
};

}  // namespace vernier::nn
