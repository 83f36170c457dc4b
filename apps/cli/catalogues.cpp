#include "apps/cli/catalogues.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/importance/importance.hpp"
#include "vernier/keras/load.hpp"
#include "vernier/nn/activations/activation.hpp"
#include "vernier/nn/callbacks/callback.hpp"
#include "vernier/nn/initializers/initializer.hpp"
#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/losses/loss.hpp"
#include "vernier/nn/metrics/metric.hpp"
#include "vernier/nn/optimizers/optimizer.hpp"
#include "vernier/nn/regularizers/regularizer.hpp"
#include "vernier/nn/schedules/schedule.hpp"
#include "vernier/onnx/export.hpp"
#include "vernier/pruners/pruner.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/workers/readers/reader.hpp"

namespace vernier::cli {
namespace {

template <class Info>
Json entry_abilities(const Info&) {
  return Json::object();
}
Json entry_abilities(const SamplerInfo& info) {
  return {{"conditional", info.handles.conditional},
          {"constraints", info.handles.constraints},
          {"multi_objective", info.handles.multi_objective},
          {"define_by_run", info.handles.define_by_run},
          {"pruner", info.handles.pruner},
          {"infinite", info.handles.infinite},
          {"noise", info.handles.noise},
          {"many_parameters", info.handles.many_parameters},
          {"parallel", info.handles.parallel}};
}
// what layers can be written to and read from
Json entry_abilities(const nn::LayerInfo& info) {
  return {{"onnx", onnx::can_export(info.name)}, {"keras", keras::can_read(info.name)}};
}
Json entry_abilities(const PrunerInfo& info) {
  return {{"multi_objective", info.multi_objective}, {"resumes", info.resumes}};
}

template <class Info>
std::string entry_suits(const Info& info) {
  if constexpr (requires { info.suits; }) return info.suits;
  return {};
}
template <class Info>
Json entry_cost(const Info& info) {
  if constexpr (requires { info.ask; }) {
    if (info.ask) return {{"after_100", info.ask->after_100}, {"after_1000", info.ask->after_1000}};
  }
  return nullptr;
}

template <auto catalogue>
std::vector<CatalogueEntry> entries_of() {
  std::vector<CatalogueEntry> entries;
  for (const auto* info : catalogue().all()) {
    entries.push_back({info->name, info->summary, info->cites, info->aliases, entry_abilities(*info),
                       entry_suits(*info), entry_cost(*info), &info->options});
  }
  return entries;
}

}  // namespace

const std::vector<CatalogueKind>& catalogue_kinds() {
  static const std::vector<CatalogueKind> kinds{
      {"samplers", "what proposes configurations", &entries_of<samplers>},
      {"pruners", "what stops unpromising trials", &entries_of<pruners>},
      {"readers", "what finds the results of a program", &entries_of<readers>},
      {"importances", "what says which parameters mattered", &entries_of<importances>},
      {"layers", "the building blocks of a model", &entries_of<nn::layers>},
      {"activations", "functions between layers", &entries_of<nn::activations>},
      {"optimizers", "how weights follow gradients", &entries_of<nn::optimizers>},
      {"schedules", "learning rates that change while training", &entries_of<nn::schedules>},
      {"losses", "what training minimises", &entries_of<nn::losses>},
      {"metrics", "what is reported beside the loss", &entries_of<nn::metrics>},
      {"initializers", "how weights begin", &entries_of<nn::initializers>},
      {"regularizers", "penalties on weights and activities", &entries_of<nn::regularizers>},
      {"callbacks", "hooks into training", &entries_of<nn::callbacks>},
  };
  return kinds;
}

const CatalogueKind& catalogue_kind(std::string_view name) {
  std::vector<std::string> names;
  for (const CatalogueKind& kind : catalogue_kinds()) {
    if (kind.name == name) return kind;
    names.push_back(kind.name);
  }
  throw InvalidArgument(fmt::format("there is no catalogue '{}'", name), {}, suggest(name, names));
}

CatalogueEntry catalogue_entry(const CatalogueKind& kind, std::string_view name) {
  std::vector<std::string> names;
  for (CatalogueEntry& entry : kind.entries()) {
    if (entry.name == name || std::find(entry.aliases.begin(), entry.aliases.end(), name) != entry.aliases.end()) {
      return std::move(entry);
    }
    names.push_back(entry.name);
  }
  throw InvalidArgument(fmt::format("'{}' is not among the {}", name, kind.name), {}, suggest(name, names));
}

}  // namespace vernier::cli
