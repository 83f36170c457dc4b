// The catalogues as data: what classes with keywords are made from.
#include <nanobind/stl/string.h>

#include <array>
#include <string>

#include "bindings/python/core/json.hpp"
#include "bindings/python/core/module.hpp"
#include "vernier/base/errors.hpp"
#include "vernier/base/option_json.hpp"
#include "vernier/base/text.hpp"
#include "vernier/importance/importance.hpp"
#include "vernier/nn/callbacks/callback.hpp"
#include "vernier/nn/initializers/initializer.hpp"
#include "vernier/nn/layers/layer.hpp"
#include "vernier/nn/losses/loss.hpp"
#include "vernier/nn/metrics/metric.hpp"
#include "vernier/nn/optimizers/optimizer.hpp"
#include "vernier/nn/regularizers/regularizer.hpp"
#include "vernier/nn/schedules/schedule.hpp"
#include "vernier/pruners/pruner.hpp"
#include "vernier/samplers/sampler.hpp"

namespace vernier::python {
namespace {

template <auto catalogue>
Json entries_of() {
  Json entries = Json::array();
  for (const auto* info : catalogue().all()) {
    Json options = Json::array();
    for (const OptionSpec& spec : info->options.rows()) options.push_back(to_json(spec));
    entries.push_back(
        {{"name", info->name}, {"summary", info->summary}, {"cites", info->cites}, {"options", std::move(options)}});
  }
  return entries;
}

struct Kind {
  std::string name;
  Json (*entries)();
};

const std::array kinds{Kind{"samplers", &entries_of<samplers>},
                       Kind{"pruners", &entries_of<pruners>},
                       Kind{"importances", &entries_of<importances>},
                       Kind{"layers", &entries_of<nn::layers>},
                       Kind{"optimizers", &entries_of<nn::optimizers>},
                       Kind{"schedules", &entries_of<nn::schedules>},
                       Kind{"losses", &entries_of<nn::losses>},
                       Kind{"metrics", &entries_of<nn::metrics>},
                       Kind{"callbacks", &entries_of<nn::callbacks>},
                       Kind{"initializers", &entries_of<nn::initializers>},
                       Kind{"regularizers", &entries_of<nn::regularizers>}};

nb::object catalogue(const std::string& name) {
  std::vector<std::string> names;
  for (const Kind& kind : kinds) {
    if (kind.name == name) return object_from(kind.entries());
    names.push_back(kind.name);
  }
  throw InvalidArgument("unknown catalogue '" + name + "'", {}, suggest(name, names));
}

}  // namespace

void bind_catalogues(nb::module_& module) {
  module.def("catalogue", &catalogue, nb::arg("kind"),
             nb::sig("def catalogue(kind: str) -> list[dict[str, typing.Any]]"),
             "The entries of a catalogue, by name: name, summary, cites, and the rows of their option tables.");
}

}  // namespace vernier::python
