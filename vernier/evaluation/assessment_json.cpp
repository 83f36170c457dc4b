#include <cmath>
#include <limits>

#include "vernier/base/errors.hpp"
#include "vernier/evaluation/assessment.hpp"

namespace vernier::evaluation {
namespace {

constexpr double unbounded = std::numeric_limits<double>::infinity();

/// null for what JSON lacks.
Json number_json(double number) { return std::isfinite(number) ? Json(number) : Json(nullptr); }
Json number_json(const std::optional<double>& number) { return number ? number_json(*number) : Json(nullptr); }

double number_from(const Json& json, const char* key, double otherwise) {
  const Json& value = json.at(key);
  return value.is_null() ? otherwise : value.get<double>();
}
std::optional<double> optional_from(const Json& json, const char* key) {
  const Json& value = json.at(key);
  return value.is_null() ? std::nullopt : std::optional(value.get<double>());
}

Role role_from(const std::string& text) {
  for (const Role role : {Role::recommended, Role::finalist, Role::random_search, Role::default_settings}) {
    if (text == to_string(role)) return role;
  }
  throw BadData("assessment: '" + text + "' is no role");
}

Json to_json(const Repeat& repeat) {
  Json test = Json::object();
  for (const auto& [name, value] : repeat.test) test[name] = number_json(value);
  Json json{{"validation", number_json(repeat.validation)}, {"test", std::move(test)}, {"epochs", repeat.epochs}};
  if (!repeat.why.empty()) json["why"] = repeat.why;
  return json;
}
Repeat repeat_from(const Json& json) {
  Repeat repeat{.validation = number_from(json, "validation", std::numeric_limits<double>::quiet_NaN()),
                .epochs = json.at("epochs").get<std::int64_t>(),
                .why = json.value("why", "")};
  for (const auto& [name, value] : json.at("test").items()) {
    repeat.test[name] = value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
  }
  return repeat;
}

Json to_json(const Contender& contender) {
  Json repeats = Json::array();
  for (const Repeat& repeat : contender.repeats) repeats.push_back(to_json(repeat));
  return {{"name", contender.name},
          {"role", to_string(contender.role)},
          {"trial", contender.trial ? Json(*contender.trial) : Json(nullptr)},
          {"value", number_json(contender.value)},
          {"settings", contender.settings},
          {"repeats", std::move(repeats)}};
}
Contender contender_from(const Json& json) {
  Contender contender{.name = json.at("name").get<std::string>(),
                      .role = role_from(json.at("role").get<std::string>()),
                      .value = optional_from(json, "value"),
                      .settings = json.at("settings")};
  if (!json.at("trial").is_null()) contender.trial = json.at("trial").get<TrialNumber>();
  for (const Json& repeat : json.at("repeats")) contender.repeats.push_back(repeat_from(repeat));
  return contender;
}

Json to_json(const Gain& gain) {
  return {{"of", gain.of},
          {"over", gain.over},
          {"part", gain.part},
          {"metric", gain.metric},
          {"pairs", gain.pairs},
          {"mean", gain.mean},
          {"interval", {number_json(gain.low), number_json(gain.high)}},
          {"p_value", gain.p_value},
          {"adjusted_p_value", gain.adjusted_p_value},
          {"error", number_json(gain.error)},
          {"seed_error", number_json(gain.seed_error)},
          {"row_error", gain.row_error},
          {"signed_rank_p_value", gain.signed_rank_p_value},
          {"probability", gain.probability},
          {"probability_interval", {gain.probability_low, gain.probability_high}},
          {"effect", number_json(gain.effect)}};
}
Gain gain_from(const Json& json) {
  const Json& interval = json.at("interval");
  const Json& probability = json.at("probability_interval");
  return {.of = json.at("of").get<std::string>(),
          .over = json.at("over").get<std::string>(),
          .part = json.at("part").get<std::string>(),
          .metric = json.at("metric").get<std::string>(),
          .pairs = json.at("pairs").get<std::size_t>(),
          .mean = json.at("mean").get<double>(),
          .low = interval.at(0).is_null() ? -unbounded : interval.at(0).get<double>(),
          .high = interval.at(1).is_null() ? unbounded : interval.at(1).get<double>(),
          .p_value = json.at("p_value").get<double>(),
          .adjusted_p_value = json.at("adjusted_p_value").get<double>(),
          .error = number_from(json, "error", unbounded),
          .seed_error = number_from(json, "seed_error", unbounded),
          .row_error = json.at("row_error").get<double>(),
          .signed_rank_p_value = json.at("signed_rank_p_value").get<double>(),
          .probability = json.at("probability").get<double>(),
          .probability_low = probability.at(0).get<double>(),
          .probability_high = probability.at(1).get<double>(),
          .effect = optional_from(json, "effect")};
}

Json to_json(const NestedGain& nested) {
  return {{"folds", nested.folds},
          {"metric", nested.metric},
          {"gains", nested.gains},
          {"mean", nested.mean},
          {"interval", {nested.low, nested.high}},
          {"p_value", nested.p_value},
          {"epochs", nested.epochs}};
}
NestedGain nested_from(const Json& json) {
  return {.folds = json.at("folds").get<int>(),
          .metric = json.at("metric").get<std::string>(),
          .gains = json.at("gains").get<std::vector<double>>(),
          .mean = json.at("mean").get<double>(),
          .low = json.at("interval").at(0).get<double>(),
          .high = json.at("interval").at(1).get<double>(),
          .p_value = json.at("p_value").get<double>(),
          .epochs = json.at("epochs").get<double>()};
}

Json to_json(const std::vector<BudgetPoint>& points) {
  Json json = Json::array();
  for (const BudgetPoint& point : points) {
    json.push_back({{"trials", point.trials}, {"epochs", point.epochs}, {"value", point.value}});
    if (point.low) json.back()["interval"] = {*point.low, *point.high};
  }
  return json;
}
std::vector<BudgetPoint> points_from(const Json& json) {
  std::vector<BudgetPoint> points;
  for (const Json& one : json) {
    BudgetPoint point{
        one.at("trials").get<std::int64_t>(), one.at("epochs").get<double>(), one.at("value").get<double>(), {}, {}};
    if (one.contains("interval")) {
      point.low = one.at("interval").at(0).get<double>();
      point.high = one.at("interval").at(1).get<double>();
    }
    points.push_back(point);
  }
  return points;
}

Json to_json(const Cost& cost) {
  return {{"seconds", cost.seconds}, {"epochs", cost.epochs}, {"joules", number_json(cost.joules)}};
}
Cost cost_from(const Json& json) {
  return {json.at("seconds").get<double>(), json.at("epochs").get<double>(), optional_from(json, "joules")};
}

Assessment whole_from(const Json& json) {
  Assessment result{.study = json.at("study").get<std::string>(),
                    .objective = {json.at("objective").at("name").get<std::string>(),
                                  direction_from_text(json.at("objective").at("direction").get<std::string>(),
                                                      "assessment: objective")},
                    .metric = json.at("metric").get<std::string>(),
                    .lower_is_better = json.at("lower_is_better").get<bool>(),
                    .test_rows = json.at("test_rows").get<std::int64_t>(),
                    .repeats = json.at("repeats").get<std::int64_t>(),
                    .refit = json.at("refit").get<bool>(),
                    .overtuned = json.at("overtuned").get<bool>(),
                    .study_budget = points_from(json.at("budget").at("study")),
                    .random_budget = points_from(json.at("budget").at("random_search")),
                    .search = cost_from(json.at("cost").at("search")),
                    .assessment = cost_from(json.at("cost").at("assessment")),
                    .notes = json.at("notes").get<std::vector<std::string>>()};
  for (const Json& one : json.at("contenders")) result.contenders.push_back(contender_from(one));
  for (const Json& one : json.at("gains")) result.gains.push_back(gain_from(one));
  if (const Json& one = json.at("optimism"); !one.is_null()) {
    const Json& interval = one.at("interval");
    result.optimism =
        Optimism{one.at("of").get<std::string>(), one.at("value").get<double>(), one.at("repeated").get<double>(),
                 interval.at(0).get<double>(), interval.at(1).get<double>()};
  }
  if (const Json& one = json.at("nested"); !one.is_null()) result.nested = nested_from(one);
  if (const Json& one = json.at("outlook"); !one.is_null()) {
    const Json& interval = one.at("interval");
    result.outlook = Outlook{one.at("trials").get<std::int64_t>(), one.at("gain").get<double>(),
                             interval.at(0).get<double>(), interval.at(1).get<double>()};
  }
  return result;
}

}  // namespace

Json to_json(const Assessment& assessment) {
  Json json{
      {"study", assessment.study},
      {"objective", {{"name", assessment.objective.name}, {"direction", to_string(assessment.objective.direction)}}},
      {"metric", assessment.metric},
      {"lower_is_better", assessment.lower_is_better},
      {"test_rows", assessment.test_rows},
      {"repeats", assessment.repeats},
      {"refit", assessment.refit}};
  json["statement"] = statement(assessment);
  json["notes"] = assessment.notes;
  json["overtuned"] = assessment.overtuned;
  json["gains"] = Json::array();
  for (const Gain& gain : assessment.gains) json["gains"].push_back(to_json(gain));
  json["optimism"] = nullptr;
  if (const auto& optimism = assessment.optimism) {
    json["optimism"] = {{"of", optimism->of},
                        {"value", optimism->value},
                        {"repeated", optimism->repeated},
                        {"interval", {optimism->low, optimism->high}}};
  }
  json["outlook"] = nullptr;
  if (const auto& outlook = assessment.outlook) {
    json["outlook"] = {
        {"trials", outlook->trials}, {"gain", outlook->gain}, {"interval", {outlook->low, outlook->high}}};
  }
  json["nested"] = assessment.nested ? to_json(*assessment.nested) : Json(nullptr);
  json["budget"] = {{"study", to_json(assessment.study_budget)}, {"random_search", to_json(assessment.random_budget)}};
  json["cost"] = {{"search", to_json(assessment.search)}, {"assessment", to_json(assessment.assessment)}};
  json["contenders"] = Json::array();
  for (const Contender& contender : assessment.contenders) json["contenders"].push_back(to_json(contender));
  return json;
}

Assessment assessment_from_json(const Json& json) {
  try {
    return whole_from(json);
  } catch (const Json::exception& error) {
    throw BadData(std::string("this is no assessment: ") + error.what());
  }
}

}  // namespace vernier::evaluation
