#pragma once
// What an assessment of a study found: plain values, as JSON, and in words.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vernier/base/json.hpp"
#include "vernier/space/space_file.hpp"
#include "vernier/trial/record.hpp"

namespace vernier::evaluation {

/// Where a configuration comes from.
enum class Role {
  recommended,       ///< what the study delivers
  finalist,          ///< another of its best
  random_search,     ///< what random search at equal cost delivers
  default_settings,  ///< the document's own, nothing tuned
};
[[nodiscard]] std::string_view to_string(Role role);

/// One training. Where it failed, `why` says so and the numbers are empty.
struct Repeat {
  double validation = 0;                 ///< the study's objective at the best epoch; NaN where it is not computed
  std::map<std::string, double> test{};  ///< the scores of the test part
  std::int64_t epochs = 0;
  std::string why{};
  friend bool operator==(const Repeat&, const Repeat&) = default;
};

struct Contender {
  std::string name{};  ///< "trial 17", "random search", "default settings"
  Role role = Role::recommended;
  std::optional<TrialNumber> trial{};  ///< of the study
  std::optional<double> value{};       ///< that trial's, in the search
  Json settings{};                     ///< parameters; of the default settings model, compile and fit
  std::vector<Repeat> repeats{};       ///< one for each seed; the seeds are those of every other contender
  /// The repeats that did not fail.
  [[nodiscard]] std::size_t trained() const;
};

/// How much better one contender is than another; above 0 is better, whichever way the metric goes.
struct Gain {
  std::string of{}, over{};  ///< names of contenders
  std::string part{};        ///< "test" or "validation"
  std::string metric{};
  std::size_t pairs = 0;           ///< seeds with which both were trained
  double mean = 0;                 ///< of the paired differences
  double low = 0, high = 0;        ///< 95 %; infinite where one pair says nothing
  double p_value = 1;              ///< two-sided, of no difference
  double adjusted_p_value = 1;     ///< for all gains on the same part at once (Holm)
  double error = 0;                ///< the standard error behind the interval
  double seed_error = 0;           ///< its part from training seeds
  double row_error = 0;            ///< its part from the test rows; 0 where they are not in it
  double signed_rank_p_value = 1;  ///< Wilcoxon's, two-sided, over the seeds alone
  double probability = 0.5;        ///< that a training is better than its pair; equals count half
  double probability_low = 0, probability_high = 1;
  std::optional<double> effect{};  ///< the mean in standard deviations of the paired differences
};

/// What the search said of a configuration beside what other seeds say of it: the winner's curse.
struct Optimism {
  std::string of;
  double value = 0;          ///< in the search
  double repeated = 0;       ///< the mean of the repeats
  double low = 0, high = 0;  ///< 95 % of that mean
};

/// A point of the curve of a budget.
struct BudgetPoint {
  std::int64_t trials = 0;
  double epochs = 0;  ///< on average, for random search; of the study as it went
  double value = 0;   ///< the best validation value: expected (random search), or reached (the study)
  std::optional<double> low, high;
};

/// What twice the budget of random search is expected to bring, as an improvement of the objective.
struct Outlook {
  std::int64_t trials = 0;  ///< from so many to twice as many
  double gain = 0, low = 0, high = 0;
};

/// The whole search repeated on other training rows, against default settings; above 0 is better.
struct NestedGain {
  int folds = 0;
  std::string metric{};
  std::vector<double> gains{};  ///< of the folds in which both were trained
  double mean = 0;
  double low = 0, high = 0;  ///< 95 %, of the corrected resampled t-test
  double p_value = 1;
  double epochs = 0;
};

struct Cost {
  double seconds = 0;
  double epochs = 0;
  std::optional<double> joules{};  ///< of the whole machine, where it has counters that may be read
};

struct Assessment {
  std::string study{};
  Objective objective{};
  std::string metric{};         ///< by which gains are judged on the test part: accuracy or rmse
  bool lower_is_better = true;  ///< of that metric
  std::int64_t test_rows = 0;   ///< 0: no test part, and gains are those of the validation part
  std::int64_t repeats = 0;
  bool refit = false;  ///< what is judged was trained on the validation rows too
  std::vector<Contender> contenders{};
  std::vector<Gain> gains{};  ///< the first is that of the recommended configuration over the default settings
  std::optional<Optimism> optimism{};
  bool overtuned = false;  ///< validation improved and test did not
  std::vector<BudgetPoint> study_budget{};
  std::vector<BudgetPoint> random_budget{};
  std::optional<Outlook> outlook{};
  std::optional<NestedGain> nested{};
  Cost search{};
  Cost assessment{};                 ///< of the repeats and of random search
  std::vector<std::string> notes{};  ///< what is missing and how to get it

  [[nodiscard]] const Gain* find_gain(std::string_view of, std::string_view over, std::string_view part) const;
  [[nodiscard]] const Contender* find(Role role) const;  ///< the first
};

/// `assessment`, as `vernier assess --json` prints it and the study keeps it (docs/evaluation.md).
[[nodiscard]] Json to_json(const Assessment& assessment);
/// Throws BadData for anything else.
[[nodiscard]] Assessment assessment_from_json(const Json& json);

/// What can be said, in whole sentences, most important first. Without `notes`.
[[nodiscard]] std::vector<std::string> statement(const Assessment& assessment);

}  // namespace vernier::evaluation
