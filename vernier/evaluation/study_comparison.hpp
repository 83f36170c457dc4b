#pragma once
// Studies of one objective against one another: what each reached, by budget, and whether more than chance is behind
// it.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "vernier/base/json.hpp"
#include "vernier/math/mean_interval.hpp"
#include "vernier/study/study.hpp"

namespace vernier::evaluation {

struct ComparedStudy {
  std::string name;
  std::string group;
  std::uint64_t seed = 0;
  std::int64_t trials = 0;            ///< that ended
  double spent = 0;                   ///< in the unit of the budgets
  std::optional<TrialRecord> best{};  ///< the best trial
  std::optional<Recommendation> recommended{};
  std::vector<double> reached{};  ///< best value within each budget; NaN before the first
  std::optional<double> test{};   ///< mean score of the recommended configuration, where it was assessed
  std::string test_metric{};
};

/// Studies that differ in their seed alone. Of one study nothing but its value is known.
struct ComparedGroup {
  std::string name;
  std::size_t studies = 0;
  std::vector<MeanEstimate> reached{};  ///< at each budget, over studies; NaN where one has reached nothing
  std::vector<double> ranks{};          ///< mean rank among the groups, over common seeds; empty without
};

/// Two groups at one budget.
struct Duel {
  std::string first, second;
  double budget = 0;
  MeanEstimate difference{};                    ///< above 0: the first is better
  bool paired = false;                          ///< by the seeds, which are the same (paired t); else Welch's t (1947)
  std::optional<double> signed_rank_p_value{};  ///< Wilcoxon's, two-sided, of pairs
  double adjusted_p_value = 1;                  ///< for all duels at this budget (Holm)
};

struct StudyComparison {
  Objective objective;
  std::string unit;             ///< "trials", or the resource where every study counts it
  std::vector<double> budgets;  ///< up to what all have spent
  std::vector<ComparedStudy> studies;
  std::vector<ComparedGroup> groups;
  std::vector<Duel> duels;         ///< of every two groups, at each budget
  std::vector<std::string> notes;  ///< what is missing and how to get it
};

/// The name without a number at its end and what joins it: "tpe-3" and "tpe 12" are of "tpe".
[[nodiscard]] std::string group_of(std::string_view name);

/// `grouped`: by group_of; else every study is a group of its own. Throws InvalidArgument for fewer than two studies,
/// for several objectives, and for objectives that differ.
[[nodiscard]] StudyComparison compare_studies(std::span<const Study> studies, bool grouped);

[[nodiscard]] Json to_json(const StudyComparison& comparison);
/// Who is better at the greatest budget, in whole sentences.
[[nodiscard]] std::vector<std::string> statement(const StudyComparison& comparison);

}  // namespace vernier::evaluation
