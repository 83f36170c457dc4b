#include "vernier/evaluation/study_comparison.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "vernier/base/errors.hpp"
#include "vernier/evaluation/assessment.hpp"
#include "vernier/math/paired_tests.hpp"
#include "vernier/math/signed_rank.hpp"
#include "vernier/math/statistics.hpp"

namespace vernier::evaluation {
namespace {

constexpr int doublings = 4;  // budgets: all that was spent, its half, quarter, ...
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

Objective only_objective(const Study& study) {
  const StudyOptions& options = study.options();
  if (options.objectives.size() > 1) {
    throw InvalidArgument(fmt::format("study '{}' has several objectives", options.name), "studies of one objective");
  }
  return options.objectives.empty() ? Objective{.direction = options.direction} : options.objectives.front();
}

/// What is spent and reached after each trial that ended, by number.
struct Course {
  std::vector<double> spent;
  std::vector<double> best;  ///< as a loss

  [[nodiscard]] double loss_within(double budget) const {
    const auto after = std::upper_bound(spent.begin(), spent.end(), budget * (1 + 1e-12));
    return after == spent.begin() ? unknown : best[static_cast<std::size_t>(after - spent.begin()) - 1];
  }
};

Course course_of(const Study& study, double sign, bool by_resource) {
  Course course;
  double spent = 0;
  double best = unknown;
  for (const TrialRecord& trial : study.trials()) {
    if (!finished(trial.state) && trial.state != TrialState::paused) continue;
    spent += by_resource ? trial.last_step().value_or(0) : 1;
    if (trial.state == TrialState::complete && std::isfinite(trial.values.at(0))) {
      const double loss = sign * trial.values[0];
      best = std::isnan(best) ? loss : std::min(best, loss);
    }
    course.spent.push_back(spent);
    course.best.push_back(best);
  }
  return course;
}

class Comparer {
 public:
  Comparer(std::span<const Study> studies, bool grouped) : grouped_(grouped) {
    if (studies.size() < 2) throw InvalidArgument("one study alone", "at least two studies to compare");
    result_.objective = only_objective(studies.front());
    sign_ = result_.objective.direction == Direction::minimize ? 1 : -1;
    bool by_resource = true;
    for (const Study& study : studies) {
      if (only_objective(study) != result_.objective) {
        throw InvalidArgument(fmt::format("studies '{}' and '{}' have different objectives",
                                          studies.front().options().name, study.options().name),
                              "studies of one objective");
      }
      const auto& resource = study.options().resource;
      const auto& first = studies.front().options().resource;
      by_resource = by_resource && resource && first && resource->name == first->name && study.resource_used() > 0;
    }
    result_.unit = by_resource ? studies.front().options().resource->name : "trials";
    for (const Study& study : studies) courses_.push_back(course_of(study, sign_, by_resource));
    set_budgets();
    for (std::size_t k = 0; k < studies.size(); ++k) add_study(studies[k], courses_[k]);
    add_groups();
    add_duels();
    add_notes(studies);
  }

  StudyComparison take() { return std::move(result_); }

 private:
  void set_budgets() {
    double common = std::numeric_limits<double>::infinity();
    for (const Course& course : courses_) {
      if (!course.spent.empty()) common = std::min(common, course.spent.back());
    }
    if (!std::isfinite(common)) return;
    for (int k = doublings - 1; k >= 0; --k) {
      const double budget = std::floor(std::ldexp(common, -k));
      if (budget >= 1 && (result_.budgets.empty() || budget > result_.budgets.back()))
        result_.budgets.push_back(budget);
    }
  }

  void add_study(const Study& study, const Course& course) {
    ComparedStudy one{.name = study.options().name,
                      .group = grouped_ ? group_of(study.options().name) : study.options().name,
                      .seed = study.options().seed.value_or(0),
                      .trials = std::ssize(course.spent),
                      .spent = course.spent.empty() ? 0 : course.spent.back(),
                      .best = study.best_trial(),
                      .recommended = study.recommend()};
    for (const double budget : result_.budgets) one.reached.push_back(sign_ * course.loss_within(budget));
    if (const Json stored = study.attributes().value("assessment", Json()); stored.is_object()) {
      const Assessment assessment = assessment_from_json(stored);
      one.test_metric = assessment.metric;
      std::vector<double> scores;
      if (const Contender* recommended = assessment.find(Role::recommended)) {
        for (const Repeat& repeat : recommended->repeats) {
          const auto found = repeat.test.find(assessment.metric);
          if (repeat.why.empty() && found != repeat.test.end()) scores.push_back(found->second);
        }
      }
      if (!scores.empty()) one.test = mean(scores);
    }
    result_.studies.push_back(std::move(one));
  }

  [[nodiscard]] std::vector<const ComparedStudy*> members(const std::string& group) const {
    std::vector<const ComparedStudy*> found;
    for (const ComparedStudy& study : result_.studies) {
      if (study.group == group) found.push_back(&study);
    }
    std::stable_sort(found.begin(), found.end(), [](const auto* a, const auto* b) { return a->seed < b->seed; });
    return found;
  }

  /// Whether the members of the two differ pairwise in nothing but what makes the groups.
  [[nodiscard]] bool same_seeds(const std::string& a, const std::string& b) const {
    const auto first = members(a), second = members(b);
    if (!grouped_ || first.size() != second.size()) return false;
    for (std::size_t k = 0; k < first.size(); ++k) {
      if (first[k]->seed != second[k]->seed || (k > 0 && first[k]->seed == first[k - 1]->seed)) return false;
    }
    return true;
  }

  [[nodiscard]] std::vector<double> losses(const std::string& group, std::size_t budget) const {
    std::vector<double> values;
    for (const ComparedStudy* study : members(group)) values.push_back(sign_ * study->reached[budget]);
    return values;
  }

  void add_groups() {
    for (const ComparedStudy& study : result_.studies) {
      const auto known = std::find_if(result_.groups.begin(), result_.groups.end(),
                                      [&](const ComparedGroup& group) { return group.name == study.group; });
      if (known == result_.groups.end()) result_.groups.push_back({.name = study.group});
    }
    for (ComparedGroup& group : result_.groups) {
      group.studies = members(group.name).size();
      for (std::size_t budget = 0; budget < result_.budgets.size(); ++budget) {
        std::vector<double> values = losses(group.name, budget);
        for (double& value : values) value *= sign_;
        group.reached.push_back(mean_estimate(values));
      }
    }
    const std::string& first = result_.groups.front().name;
    const bool ranked = result_.groups.size() > 1 &&
                        std::all_of(result_.groups.begin(), result_.groups.end(),
                                    [&](const ComparedGroup& group) { return same_seeds(first, group.name); });
    if (ranked) add_ranks();
  }

  /// Equals share their ranks.
  void add_ranks() {
    for (std::size_t budget = 0; budget < result_.budgets.size(); ++budget) {
      std::vector<std::vector<double>> table;
      for (const ComparedGroup& group : result_.groups) table.push_back(losses(group.name, budget));
      for (std::size_t g = 0; g < table.size(); ++g) {
        double sum = 0;
        for (std::size_t seed = 0; seed < table[g].size(); ++seed) {
          double rank = 1;
          for (std::size_t other = 0; other < table.size(); ++other) {
            if (other == g) continue;
            rank += table[other][seed] < table[g][seed] ? 1 : table[other][seed] == table[g][seed] ? 0.5 : 0;
          }
          sum += rank;
        }
        result_.groups[g].ranks.push_back(sum / static_cast<double>(table[g].size()));
      }
    }
  }

  void add_duels() {
    for (std::size_t budget = 0; budget < result_.budgets.size(); ++budget) {
      std::vector<double> p_values;
      const std::size_t begin = result_.duels.size();
      for (std::size_t a = 0; a < result_.groups.size(); ++a) {
        for (std::size_t b = a + 1; b < result_.groups.size(); ++b) {
          result_.duels.push_back(duel(result_.groups[a].name, result_.groups[b].name, budget));
          p_values.push_back(result_.duels.back().difference.p_value);
        }
      }
      const std::vector<double> adjusted = holm_adjusted(p_values);
      for (std::size_t k = 0; k < adjusted.size(); ++k) result_.duels[begin + k].adjusted_p_value = adjusted[k];
    }
  }

  [[nodiscard]] Duel duel(const std::string& a, const std::string& b, std::size_t budget) const {
    Duel duel{.first = a, .second = b, .budget = result_.budgets[budget], .paired = same_seeds(a, b)};
    const std::vector<double> first = losses(a, budget), second = losses(b, budget);
    if (duel.paired) {
      std::vector<double> gains, turned;
      for (std::size_t k = 0; k < first.size(); ++k) {
        gains.push_back(second[k] - first[k]);
        turned.push_back(first[k] - second[k]);
      }
      duel.difference = mean_estimate(gains);
      if (!std::isnan(duel.difference.mean)) {
        duel.signed_rank_p_value =
            std::min(1.0, 2 * std::min(signed_rank_upper_tail(gains), signed_rank_upper_tail(turned)));
      }
      return duel;
    }
    const auto n = static_cast<double>(first.size()), m = static_cast<double>(second.size());
    const double of_first = sample_variance(first) / n, of_second = sample_variance(second) / m;
    const bool known = first.size() > 1 && second.size() > 1;
    const double variance = known ? of_first + of_second : std::numeric_limits<double>::infinity();
    const double spread = of_first * of_first / (n - 1) + of_second * of_second / (m - 1);
    duel.difference =
        mean_estimate(mean(second) - mean(first), variance, spread > 0 ? variance * variance / spread : n + m - 2);
    return duel;
  }

  void add_notes(std::span<const Study> studies) {
    const auto single = std::find_if(result_.groups.begin(), result_.groups.end(),
                                     [](const ComparedGroup& group) { return group.studies == 1; });
    if (single != result_.groups.end()) {
      result_.notes.push_back(fmt::format(
          "Of '{}' there is one study: with another seed the order may turn. Run each kind with several seeds "
          "under names such as {}-1, {}-2 and compare them with --group.",
          single->name, single->name, single->name));
    }
    for (const ComparedStudy& study : result_.studies) {
      if (!study.best) result_.notes.push_back(fmt::format("No trial of '{}' has completed.", study.name));
    }
    const Json data = studies.front().attributes().value("data", Json());
    for (const Study& study : studies) {
      if (study.attributes().value("data", Json()) == data) continue;
      result_.notes.push_back(fmt::format(
          "'{}' and '{}' were trained on other data, or other splits of them: their values are not of the same rows.",
          studies.front().options().name, study.options().name));
      break;
    }
  }

  bool grouped_;
  double sign_ = 1;
  StudyComparison result_;
  std::vector<Course> courses_;
};

}  // namespace

std::string group_of(std::string_view name) {
  const std::size_t end = name.find_last_not_of("0123456789");
  if (end == std::string_view::npos || end + 1 == name.size()) return std::string(name);
  const std::size_t joined = name.find_last_not_of("-_.:# ", end);
  return std::string(name.substr(0, joined == std::string_view::npos ? end + 1 : joined + 1));
}

StudyComparison compare_studies(std::span<const Study> studies, bool grouped) {
  return Comparer(studies, grouped).take();
}

}  // namespace vernier::evaluation
