#pragma once
// What stops, pauses and resumes trials.
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "vernier/base/catalogue.hpp"
#include "vernier/base/options.hpp"
#include "vernier/trial/history.hpp"

namespace vernier {

enum class Decision { keep, stop, pause };
[[nodiscard]] std::string_view to_string(Decision decision);

/// A pruner is a pure function of (history, its options) and of the trial's own reports; the settled prefix that it
/// sees is that of the trial's assignment and does not change while the trial runs. Const members are thread-safe.
class Pruner {
 public:
  virtual ~Pruner() = default;
  /// Asked after each report of `trial` (whose last report is the newest). Reports of running trials are not in
  /// `history`.
  [[nodiscard]] virtual Decision decide(const TrialRecord& trial, const History& history) const = 0;
  /// A paused trial to resume now, before any new trial is started.
  [[nodiscard]] virtual std::optional<TrialNumber> promote(const History& history) const;
  /// One line for people.
  [[nodiscard]] virtual std::string describe() const = 0;
};

struct PrunerInfo {
  std::string name;
  std::string summary;
  std::string cites;
  std::vector<std::string> aliases{};
  bool multi_objective = false;
  bool resumes = false;  ///< puts trials aside and resumes the best of them
  std::string suits{};   ///< what it is good for, in a few words
  const OptionTable& options;
  std::unique_ptr<Pruner> (*make)(const Json& options);
};

[[nodiscard]] std::span<const PrunerInfo* const> builtin_pruner_table();  // generated
[[nodiscard]] Catalogue<PrunerInfo>& pruners();
[[nodiscard]] std::unique_ptr<Pruner> make_pruner(const Component& component);

}  // namespace vernier
