#include <fmt/core.h>

#include "vernier/base/errors.hpp"
#include "vernier/tune/tune.hpp"

namespace vernier::tune {
namespace {

struct StudyBlock {
  std::optional<std::string> name;
  std::optional<std::string> storage;
  Component sampler = "auto";
  Component pruner = "auto";
  std::optional<std::int64_t> trials;
  std::optional<double> budget;
  std::optional<double> timeout;
  std::optional<int> jobs;
  std::optional<std::int64_t> window;
  std::optional<std::uint64_t> seed;
  std::vector<std::string> warm_start;
  std::optional<bool> refit;
  static void describe(OptionFields<StudyBlock>& field) {
    field("name", &StudyBlock::name, "the study's name; the file's stem by default");
    field("storage", &StudyBlock::storage, "where it is kept: sqlite:///FILE or memory://");
    field("sampler", &StudyBlock::sampler, "what to try next").of("samplers");
    field("pruner", &StudyBlock::pruner, "what to stop early").of("pruners");
    field("trials", &StudyBlock::trials, "trials in all").at_least(1);
    field("budget", &StudyBlock::budget, "epochs in all").above(0);
    field("timeout", &StudyBlock::timeout, "seconds").above(0);
    field("jobs", &StudyBlock::jobs, "trials at a time").between(1, 1024);
    field("window", &StudyBlock::window, "unsettled trials at most; 0 gives up repeatability").at_least(0);
    field("seed", &StudyBlock::seed, "of every random stream").at_least(0);
    field("warm_start", &StudyBlock::warm_start, "studies of the storage whose results the search begins with");
    field("refit", &StudyBlock::refit,
          "whether the best configuration is trained once more, on the validation rows too");
  }
};

}  // namespace

std::optional<std::int64_t> TuneOptions::trials_in_all() const {
  return trials || epochs ? trials : std::optional<std::int64_t>(40);
}

TuneOptions options_from_study_block(const Experiment& experiment, TuneOptions options) {
  const Json& block = experiment.study;
  const auto read = options_from_json<StudyBlock>(block, fmt::format("{}: study", experiment.where));
  if (read.name) options.study = *read.name;
  if (read.storage) options.storage = *read.storage;
  if (block.contains("sampler")) options.sampler = read.sampler;
  if (block.contains("pruner")) options.pruner = read.pruner;
  if (read.trials) options.trials = read.trials;
  if (read.budget) options.epochs = read.budget;
  if (read.timeout) options.timeout = read.timeout;
  if (read.jobs) options.jobs = *read.jobs;
  if (read.window) options.window = Window{*read.window};
  if (read.seed) options.seed = *read.seed;
  if (!read.warm_start.empty()) options.warm_start = read.warm_start;
  if (read.refit) options.refit = read.refit;
  return options;
}

}  // namespace vernier::tune
