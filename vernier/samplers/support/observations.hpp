#pragma once
// The trials of a history as rows of coordinates with their standing: what a model of the losses is made from.
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "vernier/samplers/support/encoder.hpp"
#include "vernier/samplers/support/standing.hpp"

namespace vernier {

/// One row for each trial that has a record in the settled prefix, in the order of its first one.
///
/// A fold over that prefix: update() takes in the records that are new and begins anew where the history is not a
/// continuation of the one before. A cold instance ends up with the same rows.
class Observations {
 public:
  struct Trial {
    TrialNumber number = 0;
    std::vector<float> row;
    Standing standing;           ///< of the first objective where there are several
    std::vector<double> losses;  ///< of a complete trial with several objectives
  };

  void update(const History& history);

  [[nodiscard]] const Encoder& encoder() const { return *encoder_; }
  [[nodiscard]] const std::vector<Trial>& trials() const { return trials_; }
  [[nodiscard]] std::size_t objectives() const { return objectives_; }
  /// Trials that have not failed.
  [[nodiscard]] std::size_t usable() const { return usable_; }
  /// Whether a trial has had this configuration.
  [[nodiscard]] bool met(std::uint64_t hash) const { return met_.contains(hash); }

 private:
  void restart(const History& history);
  void take(const History& history, const TrialRecord& record);

  std::shared_ptr<const SearchSpace> space_;
  std::optional<Encoder> encoder_;
  std::shared_ptr<const TrialRecord> last_;  // of the folded records
  std::size_t folded_ = 0;
  std::vector<Trial> trials_;
  std::unordered_map<TrialNumber, std::size_t> places_;
  std::unordered_set<std::uint64_t> met_;
  std::size_t objectives_ = 1;
  std::size_t usable_ = 0;
};

}  // namespace vernier
