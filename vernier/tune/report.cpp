#include <fmt/core.h>

#include "vernier/tune/tune.hpp"

namespace vernier::tune {
namespace {

Json scores_to_json(const std::map<std::string, double>& scores) {
  Json json = Json::object();
  for (const auto& [name, value] : scores) json[name] = value;
  return json;
}

}  // namespace

Json Report::to_json() const {
  Json json{{"study", study}, {"best", nullptr}};
  if (best)
    json["best"] = {{"trial", best->number}, {"value", best->values.at(0)}, {"params", vernier::to_json(best->params)}};
  json["refit"] = refit;
  json["test"] = scores_to_json(test);
  json["default"] = {{"params", default_settings}, {"test", scores_to_json(default_test)}};
  if (comparison) {
    json["comparison"] = {
        {"test", comparison->test}, {"p_value", comparison->p_value}, {"distinct", comparison->distinct()}};
  }
  json["trials"] = {
      {"complete", counts.complete}, {"pruned", counts.pruned + counts.paused}, {"failed", counts.failed}};
  json["epochs"] = epochs;
  json["seconds"] = seconds;
  json["stopped"] = to_string(reason);
  if (!model.empty()) json["model"] = model.string();
  return json;
}

std::string Report::verdict() const {
  if (!best) return "No trial completed.";
  if (!comparison) return "There is no test part, so what tuning gained is not known.";
  const double tuned = test.at(first_score);
  const double plain = default_test.at(first_score);
  const std::string numbers =
      fmt::format("test {} {:.4g} tuned, {:.4g} with default settings", first_score, tuned, plain);
  const std::string evidence = fmt::format("{}, p = {:.2g}", comparison->test, comparison->p_value);
  if (!comparison->distinct())
    return fmt::format("{}: the two cannot be told apart on these test rows ({}).", numbers, evidence);
  const bool better = first_score.ends_with("accuracy") ? tuned > plain : tuned < plain;
  return fmt::format("{}: the {} model is better on rows like these ({}).", numbers, better ? "tuned" : "default",
                     evidence);
}

}  // namespace vernier::tune
