#include "apps/cli/common_options.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/core.h>

#include "vernier/base/errors.hpp"
#include "vernier/base/files.hpp"
#include "vernier/base/text.hpp"
#include "vernier/base/units.hpp"
#include "vernier/pruners/pruner.hpp"
#include "vernier/samplers/sampler.hpp"

namespace vernier::cli {
namespace {

double budget_from_text(const std::string& text) {
  std::string_view number = trim(text);
  for (const std::string_view unit : {"epochs", "epoch"}) {
    if (number.ends_with(unit)) {
      number = trim(number.substr(0, number.size() - unit.size()));
      break;
    }
  }
  const auto value = parse_number(number);
  if (!value || !(*value > 0) || *value > 1e15) {
    throw InvalidArgument(fmt::format("--budget is '{}'", text), "an amount of epochs such as 500epochs");
  }
  return *value;
}

}  // namespace

void StudySelection::add_storage(CLI::App& app) {
  app.add_option("--storage", storage, "where studies are kept: sqlite:///FILE, or memory://")
      ->type_name("URL")
      ->capture_default_str();
}

void StudySelection::add(CLI::App& app, bool positional) {
  if (positional) {
    app.add_option("study,--study", study, "the study; may be left out where the storage holds only one")
        ->type_name("STUDY");
  } else {
    app.add_option("--study", study, "the study; may be left out where the storage holds only one")->type_name("STUDY");
  }
  add_storage(app);
}

void SearchOptions::add_sampler(CLI::App& app) {
  app.add_option("--sampler", sampler, "what proposes configurations: NAME[:option=value,...]")
      ->type_name("SAMPLER")
      ->capture_default_str()
      ->group("Search");
  app.add_option("--pruner", pruner, "what stops unpromising trials: NAME[:option=value,...]")
      ->type_name("PRUNER")
      ->capture_default_str()
      ->group("Search");
  whole_number(app.add_option("--seed", seed, "the seed of everything random (default: 0)"), 0)->group("Search");
  app.add_option("--warm-start", warm_start, "studies of the storage whose results a new study begins with")
      ->type_name("STUDY")
      ->delimiter(',')
      ->group("Search");
}

void SearchOptions::add(CLI::App& app) {
  whole_number(app.add_option("--trials", trials,
                              "trials in all; the same command again continues up to this number (default: 40)"),
               1)
      ->group("Search");
  app.add_option("--budget", budget, "units of the resource in all, for instance 500epochs")
      ->type_name("AMOUNT")
      ->group("Search");
  app.add_option("--timeout", timeout, "stop starting trials after this time, for instance 10m")
      ->type_name("TIME")
      ->group("Search");
  whole_number(app.add_option("--jobs", jobs, "trials run side by side"), 1, 1024)
      ->capture_default_str()
      ->group("Search");
  app.add_option("--window", window, "results that a decision may lag behind, or none to give up repeatability")
      ->type_name("N|none")
      ->group("Search");
  add_sampler(app);
  CLI::Option* const silence = app.add_flag("-q,--quiet", quiet, "no progress on stderr")->group("Search");
  app.add_flag("--view", live, "watch the search on the whole screen (q: back to lines, p: pause)")
      ->excludes(silence)
      ->group("Search");
}

Component SearchOptions::sampler_component() const {
  Component component = component_from_text(sampler);
  const SamplerInfo& info = samplers().get(component.name);
  info.options.check(component.options, fmt::format("--sampler {}", info.name));
  return component;
}

Component SearchOptions::pruner_component() const {
  Component component = component_from_text(pruner);
  const PrunerInfo& info = pruners().get(component.name);
  info.options.check(component.options, fmt::format("--pruner {}", info.name));
  return component;
}

std::optional<double> SearchOptions::timeout_seconds() const {
  if (timeout.empty()) return std::nullopt;
  return duration_from_text(timeout, "--timeout");
}

std::optional<std::int64_t> SearchOptions::window_size() const {
  if (window.empty()) return std::nullopt;
  if (window == "none") return 0;
  const auto number = parse_number(window);
  if (!number || *number < 1 || *number > 1e6 || *number != std::floor(*number)) {
    throw InvalidArgument(fmt::format("--window is '{}'", window), "a whole number of at least 1, or none");
  }
  return static_cast<std::int64_t>(*number);
}

void SearchOptions::overrule(StudyBlock& block, const StudySelection& selection, const CLI::App& app) const {
  const auto given = [&](const char* option) { return app.count(option) > 0; };
  if (given("--storage")) block.storage = selection.storage;
  if (!selection.study.empty()) block.name = selection.study;
  if (trials) block.trials = trials;
  if (!budget.empty()) block.budget = budget_from_text(budget);
  if (const auto seconds = timeout_seconds()) block.timeout = *seconds;
  if (given("--jobs")) block.jobs = jobs;
  if (const auto size = window_size()) block.window = *size;
  if (given("--sampler")) block.sampler = sampler_component();
  if (given("--pruner")) block.pruner = pruner_component();
  if (seed) block.seed = *seed;
  if (given("--warm-start")) block.warm_start = warm_start;
}

void add_data_folder(CLI::App& app, std::string& folder) {
  app.add_option("--data-folder", folder, "where relative paths of data begin (default: the experiment's own folder)")
      ->type_name("FOLDER");
}

void add_json(CLI::App& app, bool& json) { app.add_flag("--json", json, "print JSON alone on stdout"); }

void check_output(const std::filesystem::path& out, const std::filesystem::path& from) {
  std::error_code none;  // one of them is missing: they are not the same
  if (std::filesystem::equivalent(out, from, none)) {
    throw InvalidArgument(fmt::format("{} would be replaced by what is made of it", out.string()), "another file");
  }
  check_writable_folder(out.parent_path());
}

CLI::Option* add_choice(CLI::App& app, const std::string& names, std::string& value, std::vector<std::string> choices,
                        const std::string& help) {
  const std::string shown = join(choices, "|");
  CLI::Option* option = app.add_option(names, value, help)->type_name(shown);
  if (!value.empty()) option->capture_default_str();
  const std::string option_name = option->get_name();
  option->each([choices = std::move(choices), option_name](const std::string& given) {
    if (std::find(choices.begin(), choices.end(), given) == choices.end()) {
      throw InvalidArgument(fmt::format("{} is '{}'", option_name, given),
                            fmt::format("one of {}", join(choices, ", ")));
    }
  });
  return option;
}

CLI::Option* whole_number(CLI::Option* option, std::int64_t low, std::int64_t high) {
  const std::string name = option->get_name();
  option->each([name, low, high](const std::string& given) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), number);
    if (error == std::errc() && end == given.data() + given.size() && number >= low && number <= high) return;
    const bool bounded = high < std::numeric_limits<std::int64_t>::max();
    throw InvalidArgument(fmt::format("{} is '{}'", name, given),
                          fmt::format("a whole number of at least {}{}", low,
                                      bounded ? fmt::format(" and at most {}", high) : std::string()));
  });
  return option->type_name("N");
}

}  // namespace vernier::cli
