#include "vernier/study/opening.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <random>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"
#include "vernier/pruners/pruner.hpp"
#include "vernier/samplers/sampler.hpp"
#include "vernier/study/build_class.hpp"

namespace vernier {
namespace {

void check_sampler(const CreatedPayload& payload) {
  const std::unique_ptr<Sampler> sampler = make_sampler(payload.sampler);
  const SamplerInfo& info = samplers().get(payload.sampler.name);
  const auto refuse = [&](std::string_view what, std::string_view fix) {
    throw InvalidArgument(fmt::format("sampler '{}' {}", info.name, what), {}, fix);
  };
  if (!payload.space) {
    if (!info.handles.define_by_run) refuse("needs a declared space", "Declare the space, or use sampler auto.");
  } else {
    const SearchSpace& space = *payload.space;
    if (space.conditional() && !info.handles.conditional) refuse("cannot handle conditions", "Use sampler auto.");
    if (!space.constraints().empty() && !info.handles.constraints) {
      refuse("cannot handle constraints", "Use sampler auto.");
    }
    sampler->check(space);
  }
  if (payload.objectives.size() > 1 && !info.handles.multi_objective) {
    refuse("cannot handle several objectives", "Use sampler auto.");
  }
}

// `auto` gives way where no pruner can work; a pruner asked for by name is refused there.
Component suitable_pruner(const CreatedPayload& payload) {
  (void)make_pruner(payload.pruner);
  const PrunerInfo& info = pruners().get(payload.pruner.name);
  const SamplerInfo& sampler = samplers().get(payload.sampler.name);
  if (info.name == "auto" && sampler.pruner != "auto") return sampler.pruner;
  if (info.name == "none") return payload.pruner;
  std::string why;
  if (!sampler.handles.pruner) why = fmt::format("sampler '{}' needs every trial run to its end", sampler.name);
  if (payload.objectives.size() > 1 && !info.multi_objective) why = "it cannot handle several objectives";
  if (why.empty()) return payload.pruner;
  if (info.name == "auto") return "none";
  throw InvalidArgument(fmt::format("pruner '{}' cannot be used here: {}", info.name, why), {}, "Use pruner none.");
}

std::string new_identity() {
  std::random_device device;
  return fmt::format("{:08x}{:08x}", device(), device());
}

std::string describe(const std::optional<Resource>& resource) {
  if (!resource) return "none";
  return fmt::format("{} from {} to {}", resource->name, format_number(resource->min), format_number(resource->max));
}

std::string describe(const std::vector<Objective>& objectives) {
  std::vector<std::string> texts;
  for (const Objective& objective : objectives) {
    texts.push_back(fmt::format("{} {}", to_string(objective.direction), objective.name));
  }
  return join(texts, ", ");
}

}  // namespace

CreatedPayload payload_from_options(const StudyOptions& options) {
  CreatedPayload payload;
  payload.space = options.space;
  if (payload.space) payload.space->validate();
  payload.objectives = options.objectives;
  if (payload.objectives.empty()) payload.objectives = {Objective{.direction = options.direction}};
  payload.resource = options.resource;
  if (options.window) payload.window = options.window->width;
  if (payload.window.value_or(0) < 0) throw InvalidArgument("the window is negative", "at least 1, or none");
  payload.seed = options.seed.value_or(0);
  payload.sampler = options.sampler;
  payload.pruner = options.pruner.empty() ? Component("none") : options.pruner;
  payload.build = build_class();
  payload.machine = machine_class();
  payload.identity = new_identity();
  check_sampler(payload);
  payload.pruner = suitable_pruner(payload);
  return payload;
}

void check_same_problem(const CreatedPayload& stored, const CreatedPayload& asked, std::string_view name) {
  std::vector<std::string> changes;
  if (stored.space.has_value() != asked.space.has_value()) {
    changes.push_back(stored.space ? "it has a declared space" : "its space is defined by the objective as it runs");
  } else if (stored.space) {
    changes = describe_changes(*stored.space, *asked.space);
  }
  if (!(stored.objectives == asked.objectives)) {
    changes.push_back(fmt::format("objectives: {} became {}", describe(stored.objectives), describe(asked.objectives)));
  }
  if (!(stored.resource == asked.resource)) {
    changes.push_back(fmt::format("resource: {} became {}", describe(stored.resource), describe(asked.resource)));
  }
  if (changes.empty()) return;
  throw InvalidArgument(fmt::format("study '{}' was made for another problem ({})", name, join(changes, "; ")),
                        "the space, objectives and resource that it was made with",
                        fmt::format("Give the new study a name of its own, for example '{}-2'.", name));
}

std::vector<std::string> build_remarks(const CreatedPayload& stored) {
  std::vector<std::string> result;
  const auto compare = [&](std::string_view what, const std::string& before, const std::string& now) {
    if (before == now) return;
    result.push_back(fmt::format("the study was made by {} {}, this is {}: trials may differ in their last digits",
                                 what, before, now));
  };
  compare("build", stored.build, build_class());
  compare("a processor of class", stored.machine, machine_class());
  return result;
}

std::vector<std::string> remarks(const CreatedPayload& stored, const CreatedPayload& asked,
                                 const StudyOptions& options) {
  std::vector<std::string> result = build_remarks(stored);
  const auto keep = [&](bool same, std::string_view what, const std::string& kept, const std::string& refused) {
    if (same) return;
    result.push_back(
        fmt::format("the study keeps {} {} that it was made with; {} is not taken over", what, kept, refused));
  };
  const StudyOptions standard;
  if (!(options.sampler == standard.sampler)) {
    keep(stored.sampler == asked.sampler, "the sampler", to_text(stored.sampler), to_text(asked.sampler));
  }
  if (!(options.pruner == standard.pruner)) {
    keep(stored.pruner == asked.pruner, "the pruner", to_text(stored.pruner), to_text(asked.pruner));
  }
  if (options.seed) {
    keep(stored.seed == asked.seed, "the seed", std::to_string(stored.seed), std::to_string(asked.seed));
  }
  if (!options.warm_start.empty()) {
    const std::vector<std::string> stored_earlier = stored.warm_start();
    keep(stored_earlier == options.warm_start, "the warm start",
         stored_earlier.empty() ? "none" : join(stored_earlier, ", "), join(options.warm_start, ", "));
  }
  if (options.window) {
    const auto text = [](const std::optional<std::int64_t>& window) {
      return !window ? std::string("of its first run") : *window == 0 ? std::string("none") : std::to_string(*window);
    };
    keep(stored.window == asked.window, "the window", text(stored.window), text(asked.window));
  }
  return result;
}

}  // namespace vernier
