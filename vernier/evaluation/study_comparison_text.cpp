#include <fmt/core.h>

#include <cmath>

#include "vernier/evaluation/study_comparison.hpp"

namespace vernier::evaluation {
namespace {

Json finite_json(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json estimate_json(const MeanEstimate& estimate) {
  return {{"mean", finite_json(estimate.mean)}, {"interval", {finite_json(estimate.low), finite_json(estimate.high)}}};
}

Json study_json(const ComparedStudy& study) {
  Json json{{"study", study.name},    {"group", study.group},     {"seed", study.seed},
            {"trials", study.trials}, {"spent", study.spent},     {"best", nullptr},
            {"recommended", nullptr}, {"reached", Json::array()}, {"test", nullptr}};
  if (study.best) json["best"] = {{"trial", study.best->number}, {"value", study.best->values.at(0)}};
  if (const auto& recommended = study.recommended) {
    json["recommended"] = {{"trial", recommended->trial.number},
                           {"value", recommended->value},
                           {"interval", {recommended->low, recommended->high}}};
  }
  for (const double value : study.reached) json["reached"].push_back(finite_json(value));
  if (study.test) json["test"] = {{study.test_metric, *study.test}};
  return json;
}

}  // namespace

Json to_json(const StudyComparison& comparison) {
  Json json{
      {"objective", {{"name", comparison.objective.name}, {"direction", to_string(comparison.objective.direction)}}},
      {"unit", comparison.unit},
      {"budgets", comparison.budgets},
      {"statement", statement(comparison)},
      {"notes", comparison.notes},
      {"studies", Json::array()},
      {"groups", Json::array()},
      {"duels", Json::array()}};
  for (const ComparedStudy& study : comparison.studies) json["studies"].push_back(study_json(study));
  for (const ComparedGroup& group : comparison.groups) {
    Json reached = Json::array();
    for (const MeanEstimate& estimate : group.reached) reached.push_back(estimate_json(estimate));
    json["groups"].push_back(
        {{"group", group.name}, {"studies", group.studies}, {"reached", std::move(reached)}, {"ranks", group.ranks}});
  }
  for (const Duel& duel : comparison.duels) {
    Json one{{"first", duel.first}, {"second", duel.second}, {"budget", duel.budget}};
    one.update(estimate_json(duel.difference));
    one["p_value"] = duel.difference.p_value;
    one["adjusted_p_value"] = duel.adjusted_p_value;
    one["paired"] = duel.paired;
    one["signed_rank_p_value"] = duel.signed_rank_p_value ? Json(*duel.signed_rank_p_value) : Json(nullptr);
    json["duels"].push_back(std::move(one));
  }
  return json;
}

std::vector<std::string> statement(const StudyComparison& comparison) {
  std::vector<std::string> sentences;
  for (const Duel& duel : comparison.duels) {
    const MeanEstimate& difference = duel.difference;
    if (duel.budget != comparison.budgets.back() || std::isnan(difference.mean)) continue;
    const bool first = difference.mean >= 0;
    const std::string& ahead = first ? duel.first : duel.second;
    const std::string& behind = first ? duel.second : duel.first;
    const std::string place = fmt::format("After {:g} {}", duel.budget, comparison.unit);
    const double size = std::abs(difference.mean);
    if (!std::isfinite(difference.error)) {
      sentences.push_back(size == 0
                              ? fmt::format("{} '{}' and '{}' have reached the same {}.", place, ahead, behind,
                                            comparison.objective.name)
                              : fmt::format("{} '{}' is ahead of '{}' by {:.4g} in {}; whether by chance is not known.",
                                            place, ahead, behind, size, comparison.objective.name));
      continue;
    }
    const std::string evidence =
        fmt::format("difference {:.4g}, 95 % interval {:.4g} to {:.4g}, p = {:.2g} adjusted for {} comparison{}", size,
                    first ? difference.low : -difference.high, first ? difference.high : -difference.low,
                    duel.adjusted_p_value, comparison.duels.size() / comparison.budgets.size(),
                    comparison.duels.size() == comparison.budgets.size() ? "" : "s");
    sentences.push_back(
        duel.adjusted_p_value < 0.05
            ? fmt::format("{} '{}' is better than '{}' ({}).", place, ahead, behind, evidence)
            : fmt::format("{} no difference between '{}' and '{}' can be shown ({}).", place, ahead, behind, evidence));
  }
  return sentences;
}

}  // namespace vernier::evaluation
