#include "vernier/workers/program.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <map>

#include "vernier/base/errors.hpp"
#include "vernier/base/options.hpp"
#include "vernier/base/text.hpp"
#include "vernier/base/units.hpp"
#include "vernier/workers/command.hpp"
#include "vernier/workers/placeholders.hpp"
#include "vernier/workers/readers/reader.hpp"

namespace vernier {
namespace fs = std::filesystem;
namespace {

struct EditBlock {
  std::string file;
  std::string find;
  std::string match;
  std::string put;
  static void describe(OptionFields<EditBlock>& field) {
    field("file", &EditBlock::file, "the file").required();
    field("find", &EditBlock::find, "a text that stands in it exactly once");
    field("match", &EditBlock::match, "or a regular expression that matches exactly once");
    field("put", &EditBlock::put, "what goes there, with placeholders").required();
  }
};

struct LimitsBlock {
  Json time;
  Json cpu;
  Json memory;
  Json grace;
  static void describe(OptionFields<LimitsBlock>& field) {
    field("time", &LimitsBlock::time, "of an attempt: 10m");
    field("cpu", &LimitsBlock::cpu, "processor time of each process: 10m");
    field("memory", &LimitsBlock::memory, "of each process: 4GiB");
    field("grace", &LimitsBlock::grace, "between SIGTERM and SIGKILL: 10s");
  }
};

struct DevicesBlock {
  Json names;
  double per_trial = 1;
  static void describe(OptionFields<DevicesBlock>& field) {
    field("names", &DevicesBlock::names, "a list: [0, 1]").required();
    field("per_trial", &DevicesBlock::per_trial, "a whole number, or a fraction such as 0.5").above(0);
  }
};

struct ProgramBlock {
  Json command;
  std::vector<std::string> files;
  std::vector<Json> edits;
  Json reads = "last";
  Json limits;
  Json devices;
  std::int64_t retry = 0;
  std::vector<std::int64_t> retry_on;
  static void describe(OptionFields<ProgramBlock>& field) {
    field("command", &ProgramBlock::command, "what is run: a line, or a list of words").required();
    field("files", &ProgramBlock::files, "copied into the trial's own folder");
    field("edits", &ProgramBlock::edits, "places of files that a trial changes in its copy");
    field("reads", &ProgramBlock::reads, "where its results stand: a reader, or {format: READER, ...}");
    field("limits", &ProgramBlock::limits, "time, cpu, memory, grace");
    field("devices", &ProgramBlock::devices, "a list, or {names: [...], per_trial: 0.5}");
    field("retry", &ProgramBlock::retry, "further attempts after a failure").between(0, 1000);
    field("retry_on", &ProgramBlock::retry_on, "exit statuses that are worth one").between(1, 255);
  }
};

/// Absolute, without a slash at its end.
fs::path whole_path(const fs::path& folder) {
  const fs::path path = fs::absolute(folder / ".").lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

std::string scalar_text(const Json& json, std::string_view where) {
  if (json.is_string()) return json.get<std::string>();
  if (json.is_number()) return format_number(json.get<double>());
  throw InvalidArgument(fmt::format("{} is {}", where, json.dump()), "a text or a number");
}

std::vector<std::string> command_of(const Json& json, std::string_view where) {
  std::vector<std::string> words;
  if (json.is_string()) words = words_of_command(json.get<std::string>());
  if (json.is_array()) {
    for (const Json& word : json) words.push_back(scalar_text(word, fmt::format("{}: a word of command", where)));
  }
  if (words.empty() || words[0].empty()) {
    throw InvalidArgument(fmt::format("{}: command is {}", where, json.dump()), "a program and its arguments",
                          "Write for example command: python train.py --lr {learning_rate}.");
  }
  return words;
}

Edit edit_of(const Json& json, std::string_view where) {
  const auto block = options_from_json<EditBlock>(json, fmt::format("{}: edits", where));
  if (block.find.empty() == block.match.empty()) {
    throw InvalidArgument(fmt::format("{}: an edit of {} needs find or match", where, block.file), "one of the two");
  }
  return {block.file, block.find, block.match, block.put};
}

ProgramLimits limits_of(const Json& json, std::string_view where) {
  const std::string place = fmt::format("{}: limits", where);
  const auto block = options_from_json<LimitsBlock>(json.is_null() ? Json::object() : json, place);
  ProgramLimits limits;
  const auto seconds = [&](const Json& value, const char* name) {
    return duration_from_text(scalar_text(value, name), fmt::format("{}: {}", place, name));
  };
  if (!block.time.is_null()) limits.seconds = seconds(block.time, "time");
  if (!block.cpu.is_null()) limits.cpu_seconds = seconds(block.cpu, "cpu");
  if (!block.grace.is_null()) limits.grace = seconds(block.grace, "grace");
  if (!block.memory.is_null())
    limits.memory = bytes_from_text(scalar_text(block.memory, "memory"), fmt::format("{}: memory", place));
  return limits;
}

Devices devices_of(const Json& json, std::string_view where) {
  if (json.is_null()) return {};
  const std::string place = fmt::format("{}: devices", where);
  const auto block = options_from_json<DevicesBlock>(json.is_object() ? json : Json{{"names", json}}, place);
  Devices devices{.names = {}, .per_trial = block.per_trial};
  const Json names = block.names.is_array() ? block.names : Json::array({block.names});
  for (const Json& name : names) devices.names.push_back(scalar_text(name, place));
  const double share = devices.per_trial;
  const bool sensible = share >= 1 ? share == std::floor(share) && share <= static_cast<double>(names.size())
                                   : std::abs(1 / share - std::round(1 / share)) < 0.01 && share >= 0.01;
  if (devices.names.empty() || !sensible) {
    throw InvalidArgument(fmt::format("{}: {} a trial of {} devices", place, format_number(share), names.size()),
                          "at least one device, and a whole number of them a trial or a fraction such as 0.5");
  }
  return devices;
}

/// {format: keras, value: val_accuracy}, or a name alone.
Component reads_of(const Json& json, std::string_view where) {
  if (!json.is_object() || !json.contains("format")) return component_from_json(json, fmt::format("{}: reads", where));
  Component component(scalar_text(json["format"], "format"), json);
  component.options.erase("format");
  return component;
}

void check_own_path(const std::string& path) {
  for (const std::string& name : placeholder_names(path)) {
    if (name == "trial_dir" || name == "checkpoint_dir" || name == "trial") return;
  }
  throw InvalidArgument(fmt::format("reads: trials side by side would all write {}", path),
                        "a path of each trial's own",
                        fmt::format("Write {{trial_dir}}/{}, and tell the program by the same placeholder.",
                                    fs::path(path).filename().string()));
}

void check_executable(const Program& program) {
  const std::string& name = program.command[0];
  if (!placeholder_names(name).empty()) return;
  std::vector<fs::path> places;
  if (name.find('/') != std::string::npos) {
    places.push_back(program.folder / name);
  } else {
    const char* const path = std::getenv("PATH");
    for (const std::string& folder : split(path == nullptr ? "/usr/bin:/bin" : path, ':')) {
      places.push_back(fs::path(folder) / name);
    }
  }
  bool there = false;
  for (const fs::path& place : places) {
    std::error_code error;
    if (!fs::is_regular_file(place, error)) continue;
    there = true;
    if (access(place.c_str(), X_OK) == 0) return;
  }
  if (there) {
    throw InvalidArgument(fmt::format("the command '{}' is not executable", name), "a program that this user may run",
                          fmt::format("chmod +x {}, or put its interpreter before it.", shell_word(name)));
  }
  throw NotFound(fmt::format("the command '{}' does not exist", name), "a program in PATH, or a path to one");
}

}  // namespace

Program program_from_json(const Json& json, const fs::path& folder, std::string_view where) {
  const auto block = options_from_json<ProgramBlock>(json, where);
  Program program{.command = command_of(block.command, where),
                  .files = block.files,
                  .reads = reads_of(block.reads, where),
                  .limits = limits_of(block.limits, where),
                  .devices = devices_of(block.devices, where),
                  .retry = block.retry,
                  .retry_on = block.retry_on,
                  .folder = whole_path(folder),
                  .source = json};
  for (const Json& edit : block.edits) program.edits.push_back(edit_of(edit, where));
  return program;
}

const std::vector<std::string>& builtin_placeholders() {
  static const std::vector<std::string> names{"params_file", "checkpoint_dir", "trial_dir", "trial",
                                              "seed",        "devices",        "study",     "folder"};
  return names;
}

std::string environment_name(std::string_view parameter) {
  std::string name = "VERNIER_PARAM_";
  for (const char c : parameter) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      name += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    } else if (name.back() != '_') {
      name += '_';
    }
  }
  return name;
}

void check_program(const Program& program, const SearchSpace& space, const std::vector<std::string>& objectives,
                   int jobs) {
  std::vector<std::string> known = builtin_placeholders();
  std::map<std::string, std::string> variables;
  for (const Parameter& parameter : space.parameters()) {
    known.push_back(parameter.name);
    const auto [same, fresh] = variables.emplace(environment_name(parameter.name), parameter.name);
    if (!fresh) {
      throw InvalidArgument(fmt::format("the parameters '{}' and '{}' are both {} in the environment", same->second,
                                        parameter.name, same->first),
                            "names that differ in letters or digits", "Rename one of them.");
    }
  }
  if (program.devices.names.empty()) std::erase(known, "devices");
  for (const std::string& word : program.command) check_placeholders(word, known, "command");
  for (const Edit& edit : program.edits) {
    check_placeholders(edit.put, known, fmt::format("the edit of {}", edit.file));
  }
  (void)make_reader(program.reads, {.objectives = objectives, .path = [&](const std::string& path) {
                                      check_placeholders(path, known, "reads");
                                      if (jobs > 1 && !program.copies()) check_own_path(path);
                                      return fs::path(path);
                                    }});
  check_executable(program);
}

}  // namespace vernier
