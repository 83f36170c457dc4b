#pragma once
// A catalogue: the named algorithms of one kind (samplers, layers, ...), built in and registered at run time.
//
// `Info` has at least: std::string name; std::string summary; std::string cites; std::vector<std::string> aliases;
// const OptionTable& options. The built-in entries come from a table that CMake generates from the files of a folder.
#include <algorithm>
#include <deque>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "vernier/base/errors.hpp"
#include "vernier/base/text.hpp"

namespace vernier {

/// Thread-safe. Entries are never removed, so references stay valid for the life of the program.
template <class Info>
class Catalogue {
 public:
  /// `kind` is the singular noun of messages: "sampler", "layer".
  Catalogue(std::string_view kind, std::span<const Info* const> builtin)
      : kind_(kind), entries_(builtin.begin(), builtin.end()) {}

  /// The entry of this name or alias. Throws InvalidArgument that names the nearest known one.
  [[nodiscard]] const Info& get(std::string_view name) const {
    if (const Info* info = find(name)) return *info;
    throw InvalidArgument(fmt::format("unknown {} '{}'", kind_, name), {}, suggest(name, names()));
  }
  [[nodiscard]] const Info* find(std::string_view name) const {
    const std::lock_guard lock(mutex_);
    return find_unlocked(name);
  }
  /// Every entry, by name.
  [[nodiscard]] std::vector<const Info*> all() const {
    const std::lock_guard lock(mutex_);
    std::vector<const Info*> sorted = entries_;
    std::sort(sorted.begin(), sorted.end(), [](const Info* a, const Info* b) { return a->name < b->name; });
    return sorted;
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (const Info* info : all()) result.push_back(info->name);
    return result;
  }
  [[nodiscard]] std::string_view kind() const { return kind_; }

  /// Registers an entry of the user's own. Throws InvalidArgument when the name is taken.
  void add(Info info) {
    const std::lock_guard lock(mutex_);
    if (find_unlocked(info.name) != nullptr) {
      throw InvalidArgument(fmt::format("{} '{}' is already registered", kind_, info.name), "a new name");
    }
    own_.push_back(std::move(info));
    entries_.push_back(&own_.back());
  }

 private:
  [[nodiscard]] const Info* find_unlocked(std::string_view name) const {
    for (const Info* info : entries_) {
      if (info->name == name || std::find(info->aliases.begin(), info->aliases.end(), name) != info->aliases.end())
        return info;
    }
    return nullptr;
  }

  std::string_view kind_;
  mutable std::mutex mutex_;
  std::deque<Info> own_;  // a deque never moves what it holds
  std::vector<const Info*> entries_;
};

}  // namespace vernier
