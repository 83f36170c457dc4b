#include "vernier/advice/suggested_space.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "vernier/advice/commented_yaml.hpp"
#include "vernier/advice/subject.hpp"
#include "vernier/base/text.hpp"
#include "vernier/experiment/parts.hpp"

namespace vernier::advice {
namespace {

/// A range, list, choice or repeat in an experiment, and what it is called: its name, else its key.
using SpecVisitor = std::function<void(Json& spec, const std::string& label)>;

/// Also of one with a comment.
bool is_spec(const Json& json) {
  if (!json.is_object()) return false;
  Json bare = json;
  bare.erase(comment_key);
  return experiment::is_parameter(bare);
}

void visit_specs(Json& json, const std::string& key, const SpecVisitor& visit) {
  if (json.is_object()) {
    const std::string label = json.contains("name") && json["name"].is_string() ? json["name"].get<std::string>() : key;
    if (is_spec(json)) return visit(json, label);
    if (json.contains("choose")) {
      for (Json& alternative : json["choose"]) visit_specs(alternative, key, visit);
      return visit(json, label);
    }
    for (auto& [part, value] : json.items()) visit_specs(value, part, visit);
  } else if (json.is_array()) {
    for (Json& item : json) visit_specs(item, key, visit);
  }
}

/// Every place of the parameter of this label: several where it is shared. None where the label is that of different
/// parameters.
std::vector<Json*> find_specs(Json& experiment, const std::string& label) {
  std::vector<Json*> found;
  bool different = false;
  for (const char* part : {"model", "compile", "fit"}) {
    if (!experiment.contains(part)) continue;
    visit_specs(experiment[part], part, [&](Json& spec, const std::string& name) {
      if (name != label) return;
      const bool named = spec.contains("name") || spec.contains("choose");
      different = different || (!found.empty() && !named);
      found.push_back(&spec);
    });
  }
  if (different) found.clear();
  return found;
}

double rounded(double value, int digits = 2) {
  if (value == 0) return 0;
  const double unit = std::pow(10.0, std::floor(std::log10(std::abs(value))) - digits + 1);
  return std::stod(fmt::format("{:.{}g}", std::round(value / unit) * unit, digits + 1));
}

std::string rate_comment(const RateSearch& rates) {
  const RateTrial& best = *std::min_element(rates.trials.begin(), rates.trials.end(),
                                            [](const RateTrial& a, const RateTrial& b) { return a.mean < b.mean; });
  std::string diverged = rates.range_test.diverged
                             ? fmt::format("the range test (Smith 2017) diverges at {:.2g}", *rates.range_test.diverged)
                             : "the range test (Smith 2017) does not diverge";
  return fmt::format(
      "{} and its loss is least at {:.2g}; of short trainings at {} rates the one at {:.2g} had the least loss, {:.4g}",
      diverged, rates.range_test.minimum, rates.trials.size(), best.rate, best.mean);
}

/// Stands the range in the place of rates within one optimizer.
class RateWriter {
 public:
  RateWriter(Json range, std::string optimizer) : range_(std::move(range)), optimizer_(std::move(optimizer)) {}

  /// `json` is an optimizer: a name, a name with options, or a choice of them.
  void optimizer(Json& json) {
    if (json.is_object() && json.contains("choose")) {
      for (Json& alternative : json["choose"]) optimizer(alternative);
      return;
    }
    const std::string name = json.is_string() ? json.get<std::string>() : json.begin().key();
    if (json.is_object() && json.begin().value().is_object() && json.begin().value().contains("optimizer")) {
      return optimizer(json.begin().value()["optimizer"]);
    }
    const bool own = name == optimizer_;
    if (!own && !shares_name(json)) return;
    if (json.is_string()) json = {{name, Json::object()}};
    Json& options = json[name];
    if (!options.is_object()) options = {{"learning_rate", options}};
    if (!options.contains("learning_rate")) options["learning_rate"] = nullptr;
    rate(options["learning_rate"]);
  }

 private:
  static bool is_rate(const std::string& key) {
    static const std::array<std::string, 4> keys{"initial_learning_rate", "max_learning_rate", "value",
                                                 "warmup_target"};
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  }
  [[nodiscard]] bool shares_name(const Json& json) const {
    if (!json.is_structured()) return false;
    if (json.is_object() && json.value("name", Json()) == names_) return true;
    return std::any_of(json.begin(), json.end(), [&](const Json& part) { return shares_name(part); });
  }
  void rate(Json& json) {
    if (json.is_number() || json.is_null() || is_spec(json)) return put(json);
    if (json.is_array()) {
      for (Json& item : json) rate(item);
    } else if (json.is_object()) {
      for (auto& [key, value] : json.items()) {
        if (is_rate(key) && (value.is_number() || is_spec(value))) {
          put(value);
        } else if (value.is_structured() && !is_spec(value)) {
          rate(value);
        }
      }
    }
  }
  void put(Json& json) {
    if (json.is_object() && json.contains("name")) names_ = json["name"];
    Json range = range_;
    range["name"] = names_.is_null() ? Json("learning_rate") : names_;
    json = std::move(range);
  }

  Json range_;
  std::string optimizer_;
  Json names_;
};

std::string number_text(double value) { return fmt::format("{:.3g}", value); }

std::string value_text(const ParamValue& value) {
  const double* real = std::get_if<double>(&value);
  return real != nullptr ? number_text(*real) : to_text(value);
}

std::string difference_text(const ScreenedValue& moved) {
  return fmt::format("{} at {} by {} (90 % interval {} to {})", moved.worse() ? "worse" : "better",
                     value_text(moved.value), number_text(std::abs(moved.difference.mean)),
                     number_text(moved.difference.low), number_text(moved.difference.high));
}

/// The values of an ordered distribution between two coordinates, as bounds or as a shorter list.
void cut(Json& spec, const Distribution& distribution, double low, double high) {
  constexpr double top = 1 - 1e-12;
  const auto value = [&](double unit) { return vernier::to_json(distribution.from_unit(std::min(unit, top))); };
  if (distribution.numeric()) {
    if (low > 0) spec["min"] = value(low);
    if (high < 1) spec["max"] = value(high);
    if (distribution.kind() != Distribution::Kind::real) return;
    for (const char* bound : {"min", "max"}) {
      if (!distribution.step()) spec[bound] = rounded(spec[bound].get<double>());
    }
    return;
  }
  Json kept = Json::array();
  for (const ParamValue& one : distribution.values()) {
    const double unit = distribution.to_unit(one);
    if (unit >= low && unit <= high) kept.push_back(vernier::to_json(one));
  }
  if (!kept.empty()) spec["values"] = kept;
}

void drop_alternatives(Json& spec, const Distribution& distribution, const std::set<std::string>& dropped) {
  const auto is_dropped = [&](const Json& part) {
    const Json first = part.is_array() && !part.empty() ? part[0] : part;
    const std::string name = first.is_object()   ? first.begin().key()
                             : first.is_string() ? first.get<std::string>()
                                                 : first.dump();
    return dropped.contains(name);
  };
  if (dropped.size() >= distribution.values().size()) return;
  Json kept = Json::array();
  const char* list = spec.contains("choose") ? "choose" : "values";
  for (const Json& part : spec[list]) {
    if (!is_dropped(part)) kept.push_back(part);
  }
  spec[list] = std::move(kept);
}

}  // namespace

void suggest_rates(Json& experiment, const RateSearch& rates, const Configuration& subject) {
  if (!rates.found()) return;
  const std::string name = optimizer_of(subject);
  Json range{{"min", rounded(rates.low)}, {"max", rounded(rates.high)}, {"log", true}};
  std::string comment = rate_comment(rates);
  const Json batch = experiment.value("fit", Json::object()).value("batch_size", Json());
  if (batch.is_object()) {
    const bool linear = rate_rule(name) == RateRule::linear;
    const std::string ratio =
        fmt::format("{} / {}", batch.value("name", std::string("batch_size")), batch_size_of(subject));
    range["times"] = linear ? ratio : fmt::format("({}) ** 0.5", ratio);
    comment += fmt::format("; given for batches of {}, {} for others ({})", batch_size_of(subject),
                           linear ? "in proportion" : "with the square root",
                           linear ? "Goyal et al. 2017" : "Malladi et al. 2022");
  }
  range[comment_key] = comment;
  Json& optimizer = experiment["compile"]["optimizer"];
  if (optimizer.is_null()) optimizer = name;
  RateWriter(range, name).optimizer(optimizer);
}

std::vector<Index> suggested_batch_sizes(const NoiseScale* noise, const BatchSizes& measured, Index rows) {
  double high = noise != nullptr && std::isfinite(noise->scale) ? noise->scale : 256;
  for (const BatchSizeRow& row : measured.rows) {
    if (row.difference && row.difference->low > 0) high = std::min(high, static_cast<double>(row.batch_size) / 2);
  }
  const double most = std::max(1.0, std::min(static_cast<double>(rows) / 8, 1024.0));
  const int to = static_cast<int>(std::floor(std::log2(std::clamp(high, std::min(16.0, most), most))));
  const int from = std::max(to - 3, std::min(to, 3));
  std::vector<Index> sizes;
  for (int power = from; power <= to; ++power) sizes.push_back(Index{1} << power);
  return sizes;
}

void suggest_batch_sizes(Json& experiment, const NoiseScale* noise, const BatchSizes& measured, Index rows) {
  std::string comment =
      noise != nullptr && std::isfinite(noise->scale)
          ? fmt::format("gradient noise scale {:.0f} (from {:.0f} to {:.0f} on the way; McCandlish et al. 2018)",
                        noise->scale, noise->low, noise->high)
          : "the gradient noise scale is not known";
  for (const BatchSizeRow& row : measured.rows) {
    if (!row.difference) continue;
    comment += fmt::format("; validation loss at {} less that at {}: {} ({} to {})", row.batch_size,
                           measured.rows.front().batch_size, number_text(row.difference->mean),
                           number_text(row.difference->low), number_text(row.difference->high));
  }
  Json& batch = experiment["fit"]["batch_size"];
  const Json name = batch.is_object() ? batch.value("name", Json()) : Json();
  batch = {{"values", suggested_batch_sizes(noise, measured, rows)}};
  if (!name.is_null()) batch["name"] = name;
  batch[comment_key] = comment;
}

std::vector<std::string> settled_parameters(Json& experiment, const SearchSpace& space) {
  std::vector<std::string> names;
  for (const Parameter& parameter : space.parameters()) {
    const std::vector<Json*> specs = find_specs(experiment, parameter.name);
    if (!specs.empty() && specs.front()->contains(comment_key)) names.push_back(parameter.name);
  }
  return names;
}

void write_table_rules(Json& experiment, bool series) {
  const Json share = experiment["fit"]["validation_split"];
  experiment["fit"].erase("validation_split");
  experiment["data"]["validation"] = series ? Json{{"last", share}} : share;
  experiment["study"]["refit"] = true;
}

void narrow_space(Json& experiment, const SearchSpace& space, const ParameterScreen& screen,
                  const CurveReading* reading) {
  for (const Parameter& parameter : space.parameters()) {
    const std::vector<Json*> specs = find_specs(experiment, parameter.name);
    if (specs.empty() || specs.front()->contains(comment_key)) continue;
    const Distribution& distribution = parameter.distribution;
    const bool ordered = distribution.kind() != Distribution::Kind::categorical;
    double low = 0;
    double high = 1;
    std::set<std::string> dropped;
    std::vector<std::string> seen;
    std::vector<std::string> equal;
    for (const ScreenedValue& moved : screen.values) {
      if (moved.parameter != parameter.name) continue;
      if (!moved.worse() && !moved.better()) {
        equal.push_back(value_text(moved.value));
        continue;
      }
      seen.push_back(difference_text(moved));
      const bool lower = moved.unit < 0.5;
      if (!ordered) {
        dropped.insert(to_text(moved.worse() ? moved.value : screen.middle.at(parameter.name)));
      } else if (moved.worse()) {
        lower ? low = std::max(low, 0.3) : high = std::min(high, 0.7);
      } else {
        lower ? high = std::min(high, 0.6) : low = std::max(low, 0.4);
      }
    }
    if (seen.empty() && equal.empty()) {
      for (Json* spec : specs) (*spec)[comment_key] = "not tried: as it was";
      continue;
    }
    for (Json* spec : specs) {
      if (ordered && low < high) cut(*spec, distribution, low, high);
      if (!ordered && !dropped.empty()) drop_alternatives(*spec, distribution, dropped);
    }
    if (!equal.empty()) seen.push_back(fmt::format("no difference seen at {}", join(equal, ", ")));
    std::string comment =
        fmt::format("beside {} in short trainings (one factor at a time, paired seeds; Daniel 1973): {}",
                    value_text(screen.middle.at(parameter.name)), join(seen, "; "));
    const bool regularises =
        parameter.name.find("dropout") != std::string::npos || parameter.name.find("decay") != std::string::npos;
    if (reading != nullptr && regularises) {
      comment += fmt::format("; the curves: {} ({})", reading->finding().says, reading->finding().source);
    }
    for (Json* spec : specs) (*spec)[comment_key] = comment;
  }
}

}  // namespace vernier::advice
