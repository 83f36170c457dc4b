#include "vernier/experiment/parts.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "vernier/nn/activations/activation.hpp"
#include "vernier/nn/callbacks/callback.hpp"
#include "vernier/nn/initializers/initializer.hpp"
#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/losses/loss.hpp"
#include "vernier/nn/metrics/metric.hpp"
#include "vernier/nn/optimizers/optimizer.hpp"
#include "vernier/nn/regularizers/regularizer.hpp"
#include "vernier/nn/schedules/schedule.hpp"

namespace vernier::experiment {
namespace {

template <class Info>
const OptionTable& entry_options(const Catalogue<Info>& catalogue, std::string_view name, std::string_view where) {
  if (const Info* info = catalogue.find(name)) return info->options;
  throw InvalidArgument(fmt::format("{}: unknown {} '{}'", where, catalogue.kind(), name), {},
                        suggest(name, catalogue.names()));
}

}  // namespace

void FitBlock::describe(OptionFields<FitBlock>& field) {
  field("batch_size", &FitBlock::batch_size, "rows of one update").at_least(1);
  field("epochs", &FitBlock::epochs, "passes over the training part, at most").at_least(1);
  field("validation_split", &FitBlock::validation_split, "share of the rows, the last ones, kept for validation")
      .between(0, 0.95);
  field("shuffle", &FitBlock::shuffle, "a new order of the rows in each epoch");
  field("mixup", &FitBlock::mixup, "alpha: the rows of a batch are blended with each other; 0 for none").at_least(0);
  field("cutmix", &FitBlock::cutmix, "alpha: rectangles of the images of a batch are exchanged; 0 for none")
      .at_least(0);
  field("threads", &FitBlock::threads, "cores that share the work of one trial's batches; results are the same")
      .between(1, 256);
  field("prefetch", &FitBlock::prefetch, "a thread of its own makes the next batch while one trains");
  field("class_weight", &FitBlock::class_weight, "weight of each class, or balanced");
  field("callbacks", &FitBlock::callbacks, "hooks such as early_stopping").of("callbacks");
}

bool is_parameter(const Json& json) {
  static constexpr std::array<std::string_view, 12> keys{
      "min", "max", "log", "step", "type", "values", "ordered", "when", "name", "times", "prior", "prior_confidence"};
  if (!json.is_object()) return false;
  for (const auto& [key, value] : json.items()) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) return false;
  }
  return json.contains("values") || (json.contains("min") && json.contains("max"));
}

const OptionTable& options_of(std::string_view catalogue, std::string_view name, std::string_view where) {
  if (catalogue == "layers") return entry_options(nn::layers(), name, where);
  if (catalogue == "optimizers") return entry_options(nn::optimizers(), name, where);
  if (catalogue == "schedules") return entry_options(nn::schedules(), name, where);
  if (catalogue == "losses") return entry_options(nn::losses(), name, where);
  if (catalogue == "initializers") return entry_options(nn::initializers(), name, where);
  if (catalogue == "regularizers") return entry_options(nn::regularizers(), name, where);
  if (catalogue == "activations") return entry_options(nn::activations(), name, where);
  if (catalogue == "callbacks") return entry_options(nn::callbacks(), name, where);
  if (catalogue == "metrics") {
    // "accuracy" and "crossentropy" stand for a family, and every loss is a metric
    if (name == "accuracy" || name == "acc" || name == "crossentropy" || name == "ce") return option_table<NoOptions>();
    if (const nn::LossInfo* loss = nn::losses().find(name); loss != nullptr && nn::metrics().find(name) == nullptr) {
      return loss->options;
    }
    return entry_options(nn::metrics(), name, where);
  }
  throw InvalidArgument(fmt::format("{}: there is no catalogue '{}'", where, catalogue));
}

Json expand_short_form(const Json& given, const OptionTable& table, std::string_view where) {
  if (given.is_null()) return Json::object();
  const bool tuned = (is_parameter(given) || given.contains("choose")) && table.find(given.begin().key()) == nullptr;
  if (given.is_object() && !tuned) return given;
  const auto rows = table.rows();
  if (rows.empty()) throw InvalidArgument(fmt::format("{}: {} is given", where, given.dump()), "no options");
  const auto required = std::find_if(rows.begin(), rows.end(), [](const OptionSpec& row) { return row.required; });
  return {{(required == rows.end() ? rows.front() : *required).name, given}};
}

}  // namespace vernier::experiment
