#pragma once
// An experiment file: an ordinary description of data, model, compilation and fit in Keras's words, in which any scalar
// may be a parameter, any part a choice, and any block repeated a tuned number of times. See
// docs/formats/experiment.md.
//
//   Experiment experiment = read_experiment("digits.yaml");
//   ParamMap params = *experiment.space.sample(rng);
//   Configuration concrete = experiment.configure(params);   // plain layers, compile and fit, nothing left to choose
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "vernier/base/json.hpp"
#include "vernier/space/search_space.hpp"
#include "vernier/space/space_file.hpp"

namespace vernier {

/// What is left when every parameter has a value.
struct Configuration {
  Json model;    ///< a list of layers, [{"dense": {"units": 64}}, ...]
  Json compile;  ///< {"optimizer": ..., "loss": ..., "metrics": [...]}
  Json fit;      ///< {"batch_size": ..., "epochs": ..., "validation_split": ..., "callbacks": [...]}
};

/// The metric that a study optimises, under its logged name, and the way to better.
struct Goal {
  std::string metric = "val_loss";
  Direction direction = Direction::minimize;
};

/// Immutable after reading; const members are thread-safe.
struct Experiment {
  std::string name;                  ///< the stem of its file
  std::string where;                 ///< what messages call it: its path, or its name
  std::filesystem::path folder;      ///< relative data paths start here
  Json data = Json::object();        ///< the `data:` block, as data::load_dataset takes it
  Json study = Json::object();       ///< the `study:` block
  Json constraints = Json::array();  ///< the `constraints:` block
  Goal goal;
  SearchSpace space;  ///< every parameter found, with the conditions of choices and repeats
  Json source;        ///< {"model", "compile", "fit"} as written

  /// Puts the values in. `params` must be a configuration of `space` (the active parameters).
  [[nodiscard]] Configuration configure(const ParamMap& params) const;
};

/// Throws InvalidArgument naming the place in the file ("compile.optimizer.adam: ..."), what was expected, and for an
/// unknown key, layer, optimizer or option the nearest known one.
[[nodiscard]] Experiment experiment_from_json(const Json& json, std::string_view name,
                                              const std::filesystem::path& folder);
[[nodiscard]] Experiment read_experiment(const std::filesystem::path& path);
/// What experiment_from_json reads: the file, without name and folder.
[[nodiscard]] Json to_json(const Experiment& experiment);

}  // namespace vernier
